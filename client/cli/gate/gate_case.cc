#include "client/cli/gate/gate_case.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace admf {

std::string GateCaseTitle(const GateCase& gate_case) {
  return gate_case.name.empty() ? gate_case.file : gate_case.name;
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
