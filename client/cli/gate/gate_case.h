#pragma once

#include <optional>
#include <string>
#include <vector>

#include "admf/v1/workflow.pb.h"
#include "client/cli/exit_code.h"

namespace admf {

/// One file of `admf gate` and what came of it. A value type.
struct GateCase {
  /// The file as it was named.
  std::string file;
  /// The name of the workflow; empty if it has none or was refused.
  std::string name;
  /// Whether another file's workflow has the same name.
  bool shares_name = false;
  /// Empty if it was not submitted.
  std::string workflow_id;
  /// What it came to; absent if it was refused, or is not known to have ended.
  std::optional<v1::WorkflowResult> result;
  /// Why there is no verdict, in one line; empty if there is one.
  std::string problem;
  /// What is wrong with the configuration: a text for each problem, with file,
  /// line and column where they are known.
  std::vector<std::string> violations;
  /// What this file alone would end `admf gate` with.
  ExitCode exit_code = ExitCode::kSuccess;

  bool passed() const { return exit_code == ExitCode::kSuccess; }
  bool has_verdict() const { return problem.empty(); }
};

/// The name of the workflow, or the file's where it has none; both where the
/// name alone would not tell which one it is.
std::string GateCaseTitle(const GateCase& gate_case);

/// What stands beside a criterion: why it is not fulfilled, and what the metric
/// is if the trials of earlier workflows count, where the result tells.
std::string GateRemark(const GateCase& gate_case,
                       const v1::Verdict::Outcome& outcome);

/// What qualifies the verdict: the warnings of the result, and the criteria
/// that are fulfilled but would not be if the trials of earlier workflows
/// counted. The verdict doesn't know of these, because a result is the same
/// whatever else the daemon has done.
std::vector<std::string> GateWarnings(const GateCase& gate_case);

/// Finds the names that several have.
void MarkSharedNames(std::vector<GateCase>* cases);

/// `PASSED`, `FAILED` or `ERROR`.
std::string GateCaseState(const GateCase& gate_case);

/// What became of all: the highest code.
ExitCode GateExitCode(const std::vector<GateCase>& cases);

/// `gate PASSED: 3 of 3 workflows passed`; `gate FAILED: 1 of 3 workflows
/// passed, 1 failed, 1 has no verdict`.
std::string GateSummary(const std::vector<GateCase>& cases);

}  // namespace admf
