#include "client/cli/gate/markdown_report.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "client/cli/number_format.h"
#include "client/cli/parameter_text.h"
#include "client/cli/style.h"
#include "client/cli/verdict_text.h"

namespace admf {
namespace {

// One line of plain text: nothing in it means anything to Markdown or HTML.
std::string Plain(std::string_view text) {
  std::string result;
  for (const char c : Printable(text)) {
    if (std::string_view("\\`*_{}[]<>#|~&!").find(c) !=
        std::string_view::npos) {
      result += '\\';
    }
    result += c;
  }
  return result;
}

// Code, which a table lets no bare `|` into.
std::string Code(std::string_view text) {
  return absl::StrCat(
      "`", absl::StrReplaceAll(Printable(text), {{"`", "'"}, {"|", "\\|"}}),
      "`");
}

std::string Row(const std::vector<std::string>& cells) {
  return absl::StrCat("| ", absl::StrJoin(cells, " | "), " |\n");
}

std::string Title(const GateCase& gate_case) {
  std::string text = Plain(GateCaseTitle(gate_case));
  if (!gate_case.workflow_id.empty()) {
    absl::StrAppend(&text, " (", Code(gate_case.workflow_id), ")");
  }
  return text;
}

std::string Rows(const GateCase& gate_case) {
  if (!gate_case.has_verdict()) {
    std::vector<std::string> problems = {Plain(gate_case.problem)};
    for (const std::string& violation : gate_case.violations) {
      problems.push_back(Code(violation));
    }
    return Row({Title(gate_case), "", "",
                absl::StrCat("**ERROR**: ", absl::StrJoin(problems, "<br>"))});
  }
  std::string text;
  for (const auto& outcome : gate_case.result->verdict().outcomes()) {
    std::string verdict = outcome.passed() ? "passed" : "**FAILED**";
    const std::string remark = GateRemark(gate_case, outcome);
    if (!remark.empty()) absl::StrAppend(&verdict, ": ", Plain(remark));
    text += Row({Title(gate_case), Code(CriterionText(outcome.criterion())),
                 OutcomeValueText(outcome), verdict});
  }
  return text;
}

std::string TrialLine(const std::string& name, const v1::Trial& trial) {
  return absl::StrCat("- ", name, ": trial ", FormatCount(trial.number()), ", ",
                      Code(ParametersText(trial)), "\n");
}

// What a search came to, and what qualifies it.
std::string Details(const GateCase& gate_case) {
  if (!gate_case.result.has_value()) return "";
  std::string text;
  if (gate_case.result->has_search()) {
    const v1::SearchReport& search = gate_case.result->search();
    absl::StrAppend(&text, "- ", FormatCount(search.trial_count()), " trials, ",
                    FormatCount(search.feasible_trial_count()),
                    " of them feasible; ", Plain(search.end_reason()), "\n");
    if (search.has_best()) text += TrialLine("peak", search.best());
    if (search.has_plateau()) text += TrialLine("plateau", search.plateau());
    for (const std::string& explanation : search.explanations()) {
      absl::StrAppend(&text, "- ", Plain(explanation), "\n");
    }
  }
  const auto& context = gate_case.result->context();
  for (const auto& [name, value] :
       std::map<std::string, std::string>(context.begin(), context.end())) {
    absl::StrAppend(&text, "- ", Plain(name), ": ", Plain(value), "\n");
  }
  for (const std::string& warning : GateWarnings(gate_case)) {
    absl::StrAppend(&text, "- warning: ", Plain(warning), "\n");
  }
  if (text.empty()) return "";
  return absl::StrCat("\n### ", Plain(GateCaseTitle(gate_case)), "\n\n", text);
}

}  // namespace

std::string MarkdownReport(const std::vector<GateCase>& cases) {
  std::string text =
      absl::StrCat("## ", GateSummary(cases), "\n\n",
                   Row({"workflow", "criterion", "value", "verdict"}),
                   Row({"---", "---", "---:", "---"}));
  for (const GateCase& gate_case : cases) text += Rows(gate_case);
  for (const GateCase& gate_case : cases) text += Details(gate_case);
  return text;
}

}  // namespace admf
