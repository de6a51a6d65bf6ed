#include "client/cli/gate/gate_view.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/cli/csv_text.h"
#include "client/cli/message_json.h"
#include "client/cli/number_format.h"
#include "client/cli/text_table.h"
#include "client/cli/verdict_text.h"
#include "nlohmann/json.hpp"

namespace admf {
namespace {

std::string Warnings(const std::vector<GateCase>& cases, const Style& style,
                     size_t width) {
  TextTable table({{""}, {""}});
  for (const GateCase& gate_case : cases) {
    for (const std::string& warning : GateWarnings(gate_case)) {
      table.AddRow({{GateCaseTitle(gate_case), Tone::kWarning}, warning});
    }
  }
  if (table.empty()) return "";
  return absl::StrCat("\n", style.Apply(Tone::kBold, "WARNINGS"), "\n",
                      table.Render(style, width));
}

}  // namespace

std::string GateText(const std::vector<GateCase>& cases, const Style& style,
                     size_t width) {
  TextTable table({{"WORKFLOW"},
                   {"CRITERION"},
                   {"VALUE", TextTable::Align::kRight},
                   {"VERDICT"},
                   {""}});
  for (const GateCase& gate_case : cases) {
    const std::string title = GateCaseTitle(gate_case);
    if (!gate_case.has_verdict()) {
      table.AddRow({title, "", "", {"ERROR", Tone::kBad}, gate_case.problem});
      continue;
    }
    for (const auto& outcome : gate_case.result->verdict().outcomes()) {
      table.AddRow({title,
                    CriterionText(outcome.criterion()),
                    OutcomeValueText(outcome),
                    outcome.passed() ? TextTable::Cell("passed", Tone::kGood)
                                     : TextTable::Cell("FAILED", Tone::kBad),
                    {GateRemark(gate_case, outcome), Tone::kDim}});
    }
  }
  const bool passed = GateExitCode(cases) == ExitCode::kSuccess;
  return absl::StrCat(
      table.Render(style, width), Warnings(cases, style, width), "\n",
      style.Apply(passed ? Tone::kGood : Tone::kBad, GateSummary(cases)), "\n");
}

std::string GateCsv(const std::vector<GateCase>& cases) {
  std::string text = CsvLine({"file", "workflow_id", "workflow", "criterion",
                              "value", "verdict", "reason"});
  for (const GateCase& gate_case : cases) {
    if (!gate_case.has_verdict()) {
      text += CsvLine({gate_case.file, gate_case.workflow_id, gate_case.name,
                       "", "", "error", gate_case.problem});
      continue;
    }
    for (const auto& outcome : gate_case.result->verdict().outcomes()) {
      text +=
          CsvLine({gate_case.file, gate_case.workflow_id, gate_case.name,
                   CriterionText(outcome.criterion()),
                   outcome.has_value() ? FormatExact(outcome.value()) : "",
                   outcome.passed() ? "passed" : "failed", outcome.reason()});
    }
  }
  return text;
}

nlohmann::ordered_json GateJson(const std::vector<GateCase>& cases) {
  nlohmann::ordered_json json;
  json["passed"] = GateExitCode(cases) == ExitCode::kSuccess;
  json["workflows"] = nlohmann::ordered_json::array();
  for (const GateCase& gate_case : cases) {
    nlohmann::ordered_json entry;
    entry["file"] = gate_case.file;
    entry["workflow_id"] = gate_case.workflow_id;
    entry["passed"] = gate_case.passed();
    entry["problem"] = gate_case.problem;
    entry["violations"] = gate_case.violations;
    entry["result"] = gate_case.result.has_value()
                          ? MessageToJson(*gate_case.result)
                          : nlohmann::ordered_json();
    json["workflows"].push_back(std::move(entry));
  }
  return json;
}

}  // namespace admf
