#include "client/cli/gate/junit_report.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "client/cli/gate/xml_text.h"
#include "client/cli/time_format.h"
#include "client/cli/verdict_text.h"

namespace admf {
namespace {

struct Counts {
  int tests = 0;
  int failures = 0;
  int errors = 0;
  double seconds = 0;

  void Add(const Counts& other) {
    tests += other.tests;
    failures += other.failures;
    errors += other.errors;
    seconds += other.seconds;
  }
};

std::string Attribute(std::string_view name, std::string_view value) {
  return absl::StrCat(" ", absl::string_view(name.data(), name.size()), "=\"",
                      XmlText(value), "\"");
}

std::string Seconds(double seconds) {
  return Attribute("time", absl::StrFormat("%.3f", seconds));
}

std::string CountAttributes(const Counts& counts) {
  return absl::StrCat(" tests=\"", counts.tests, "\" failures=\"",
                      counts.failures, "\" errors=\"", counts.errors,
                      "\" skipped=\"0\"", Seconds(counts.seconds));
}

Counts CountsOf(const GateCase& gate_case) {
  Counts counts;
  if (gate_case.result.has_value() && gate_case.result->has_start_time() &&
      gate_case.result->has_end_time()) {
    counts.seconds =
        absl::ToDoubleSeconds(ToTime(gate_case.result->end_time()) -
                              ToTime(gate_case.result->start_time()));
  }
  if (!gate_case.has_verdict()) {
    counts.tests = counts.errors = 1;
    return counts;
  }
  const v1::Verdict& verdict = gate_case.result->verdict();
  counts.tests = verdict.outcomes_size();
  counts.failures = static_cast<int>(
      std::count_if(verdict.outcomes().begin(), verdict.outcomes().end(),
                    [](const auto& outcome) { return !outcome.passed(); }));
  return counts;
}

std::string TestCase(const GateCase& gate_case, const std::string& name,
                     double seconds, const std::string& content) {
  return absl::StrCat("    <testcase", Attribute("name", name),
                      Attribute("classname", GateCaseTitle(gate_case)),
                      Attribute("file", gate_case.file), Seconds(seconds),
                      content.empty()
                          ? "/>\n"
                          : absl::StrCat(">\n", content, "    </testcase>\n"));
}

std::string Failure(const v1::Verdict::Outcome& outcome) {
  const std::string message = absl::StrCat(
      outcome.criterion().metric(), " is ", OutcomeValueText(outcome),
      "; required is ", CriterionText(outcome.criterion()));
  return absl::StrCat("      <failure type=\"criterion\"",
                      Attribute("message", message), ">",
                      XmlText(outcome.reason()), "</failure>\n");
}

std::string Error(const GateCase& gate_case) {
  const bool refused = gate_case.workflow_id.empty();
  return absl::StrCat(
      "      <error", Attribute("type", refused ? "refused" : "workflow"),
      Attribute("message", gate_case.problem), ">",
      XmlText(absl::StrJoin(gate_case.violations, "\n")), "</error>\n");
}

std::string Property(const std::string& name, const std::string& value) {
  if (value.empty()) return "";
  return absl::StrCat("      <property", Attribute("name", name),
                      Attribute("value", value), "/>\n");
}

std::string Properties(const GateCase& gate_case) {
  std::string text = Property("workflow_id", gate_case.workflow_id);
  if (gate_case.result.has_value()) {
    const v1::WorkflowResult& result = *gate_case.result;
    absl::StrAppend(&text, Property("config_digest", result.config_digest()),
                    Property("data_digest", result.data_digest()),
                    Property("result_digest", result.result_digest()));
  }
  if (text.empty()) return "";
  return absl::StrCat("    <properties>\n", text, "    </properties>\n");
}

std::string TestCases(const GateCase& gate_case, const Counts& counts) {
  const double seconds = counts.seconds / std::max(counts.tests, 1);
  if (!gate_case.has_verdict()) {
    return TestCase(gate_case, "workflow", seconds, Error(gate_case));
  }
  std::string text;
  for (const auto& outcome : gate_case.result->verdict().outcomes()) {
    text += TestCase(gate_case, CriterionText(outcome.criterion()), seconds,
                     outcome.passed() ? "" : Failure(outcome));
  }
  return text;
}

std::string SystemOut(const GateCase& gate_case) {
  std::string text;
  for (const std::string& warning : GateWarnings(gate_case)) {
    absl::StrAppend(&text, "warning: ", warning, "\n");
  }
  if (text.empty()) return "";
  return absl::StrCat("    <system-out>", XmlText(text), "</system-out>\n");
}

std::string TestSuite(const GateCase& gate_case, const Counts& counts) {
  std::string timestamp;
  if (gate_case.result.has_value() && gate_case.result->has_start_time()) {
    // The schema knows no fractions and no zone.
    timestamp = Attribute(
        "timestamp", absl::FormatTime("%Y-%m-%dT%H:%M:%S",
                                      ToTime(gate_case.result->start_time()),
                                      absl::UTCTimeZone()));
  }
  return absl::StrCat("  <testsuite", Attribute("name", gate_case.file),
                      CountAttributes(counts), timestamp, ">\n",
                      Properties(gate_case), TestCases(gate_case, counts),
                      SystemOut(gate_case), "  </testsuite>\n");
}

}  // namespace

std::string JunitReport(const std::vector<GateCase>& cases) {
  Counts total;
  std::string suites;
  for (const GateCase& gate_case : cases) {
    const Counts counts = CountsOf(gate_case);
    total.Add(counts);
    suites += TestSuite(gate_case, counts);
  }
  return absl::StrCat("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
                      "<testsuites name=\"admf gate\"", CountAttributes(total),
                      ">\n", suites, "</testsuites>\n");
}

}  // namespace admf
