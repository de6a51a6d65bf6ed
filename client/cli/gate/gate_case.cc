#include "client/cli/gate/gate_case.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace admf {

std::string GateCaseTitle(const GateCase& gate_case) {
  if (gate_case.name.empty()) return gate_case.file;
  if (!gate_case.shares_name) return gate_case.name;
  return absl::StrCat(gate_case.name, " (", gate_case.file, ")");
}

std::vector<std::string> GateWarnings(const GateCase& gate_case) {
  if (!gate_case.result.has_value()) return {};
  const auto& warnings = gate_case.result->warnings();
  return {warnings.begin(), warnings.end()};
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
