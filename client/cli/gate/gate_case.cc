#include "client/cli/gate/gate_case.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "client/cli/verdict_text.h"

namespace admf {
namespace {

std::string ContextOf(const GateCase& gate_case, const std::string& name) {
  const auto& context = gate_case.result->context();
  const auto found = context.find(name);
  return found == context.end() ? "" : found->second;
}

// The metric's value as the context has it, or `undefined` and why; empty if it
// has none.
std::string WithEarlierTrials(const GateCase& gate_case,
                              const std::string& metric) {
  return ContextOf(gate_case, metric + "_with_earlier_trials");
}

// `the 12 earlier trials`.
std::string EarlierTrials(const GateCase& gate_case) {
  const std::string count = ContextOf(gate_case, "earlier_trials");
  return absl::StrCat("the ", count, count.empty() ? "" : " ",
                      count == "1" ? "earlier trial" : "earlier trials");
}

}  // namespace

std::string GateCaseTitle(const GateCase& gate_case) {
  if (gate_case.name.empty()) return gate_case.file;
  if (!gate_case.shares_name) return gate_case.name;
  return absl::StrCat(gate_case.name, " (", gate_case.file, ")");
}

std::string GateRemark(const GateCase& gate_case,
                       const v1::Verdict::Outcome& outcome) {
  const std::string with =
      WithEarlierTrials(gate_case, outcome.criterion().metric());
  // Earlier trials don't define what this search's own leave undefined.
  if (with.empty() || !outcome.has_value()) return outcome.reason();
  return absl::StrCat(outcome.reason(), outcome.reason().empty() ? "" : "; ",
                      with, " with ", EarlierTrials(gate_case));
}

std::vector<std::string> GateWarnings(const GateCase& gate_case) {
  if (!gate_case.result.has_value()) return {};
  std::vector<std::string> warnings(gate_case.result->warnings().begin(),
                                    gate_case.result->warnings().end());
  for (const auto& outcome : gate_case.result->verdict().outcomes()) {
    const v1::AcceptanceCriterion& criterion = outcome.criterion();
    const std::string with = WithEarlierTrials(gate_case, criterion.metric());
    double value = 0;
    if (!outcome.passed() || with.empty()) continue;
    if (absl::SimpleAtod(with, &value) && Fulfils(value, criterion)) continue;
    warnings.push_back(
        absl::StrCat(CriterionText(criterion),
                     " is fulfilled by the trials of this search "
                     "alone: with ",
                     EarlierTrials(gate_case),
                     " on the same data and strategy it is ", with));
  }
  return warnings;
}

void MarkSharedNames(std::vector<GateCase>* cases) {
  std::map<std::string, int> uses;
  for (const GateCase& gate_case : *cases) ++uses[gate_case.name];
  for (GateCase& gate_case : *cases) {
    gate_case.shares_name = uses[gate_case.name] > 1;
  }
}

std::string GateCaseState(const GateCase& gate_case) {
  if (!gate_case.has_verdict()) return "ERROR";
  return gate_case.passed() ? "PASSED" : "FAILED";
}

ExitCode GateExitCode(const std::vector<GateCase>& cases) {
  ExitCode worst = ExitCode::kSuccess;
  for (const GateCase& gate_case : cases) {
    worst = Worst(worst, gate_case.exit_code);
  }
  return worst;
}

std::string GateSummary(const std::vector<GateCase>& cases) {
  const auto passed =
      std::count_if(cases.begin(), cases.end(),
                    [](const GateCase& each) { return each.passed(); });
  const auto errors =
      std::count_if(cases.begin(), cases.end(),
                    [](const GateCase& each) { return !each.has_verdict(); });
  const auto total = static_cast<ptrdiff_t>(cases.size());
  const auto failed = total - passed - errors;
  std::string text = absl::StrCat(
      "gate ", passed == total ? "PASSED" : "FAILED", ": ", passed, " of ",
      total, total == 1 ? " workflow" : " workflows", " passed");
  if (failed > 0) absl::StrAppend(&text, ", ", failed, " failed");
  if (errors > 0) {
    absl::StrAppend(&text, ", ", errors, errors == 1 ? " has" : " have",
                    " no verdict");
  }
  return text;
}

}  // namespace admf
