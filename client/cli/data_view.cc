#include "client/cli/data_view.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/csv_text.h"
#include "client/cli/number_format.h"
#include "client/cli/text_table.h"
#include "client/cli/time_format.h"

namespace admf {
namespace {

std::string Columns(const v1::InspectDataResponse& inspected) {
  std::vector<std::string> texts;
  for (const v1::DataColumn& column : inspected.columns()) {
    // The first column may have no name.
    texts.push_back(column.name().empty()
                        ? absl::StrCat(column.meaning(), " (without a name)")
                        : absl::StrCat(column.meaning(), "=", column.name()));
  }
  return absl::StrJoin(texts, ", ");
}

std::string Bars(const v1::InspectDataResponse& inspected) {
  std::string text = absl::StrCat(FormatCount(inspected.bar_count()), " of ",
                                  inspected.timeframe());
  const bool same = inspected.timeframe() == inspected.source_timeframe() &&
                    inspected.bar_count() == inspected.source_rows();
  if (same) return text;
  absl::StrAppend(&text, ", from ", FormatCount(inspected.source_rows()),
                  " rows");
  if (!inspected.source_timeframe().empty()) {
    absl::StrAppend(&text, " of ", inspected.source_timeframe());
  }
  return text;
}

}  // namespace

std::string InspectionText(const v1::InspectDataResponse& inspected,
                           const Style& style, size_t width) {
  TextTable facts({{""}, {""}});
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"file", absl::StrCat(inspected.path(), ", ",
                            FormatBytes(inspected.size_bytes()))},
      {"symbol", inspected.symbol()},
      {"columns", Columns(inspected)},
      {"bars", Bars(inspected)},
      {"first_bar", FormatTimeExact(inspected.first_bar())},
      {"last_bar", FormatTimeExact(inspected.last_bar())},
      {"timezone", inspected.timezone()},
      {"prices", absl::StrCat(FormatExact(inspected.lowest()), " to ",
                              FormatExact(inspected.highest()))},
      {"data_digest", inspected.data_digest()},
  };
  for (const auto& [name, value] : rows) {
    facts.AddRow({{name, Tone::kDim}, value});
  }
  std::string text = facts.Render(style, width);
  if (inspected.findings().empty()) {
    return absl::StrCat(text, "\nNothing looks wrong.\n");
  }
  TextTable findings({{"FINDING"}, {"WHAT"}});
  for (const v1::DataFinding& finding : inspected.findings()) {
    findings.AddRow({{finding.kind(), Tone::kBold}, finding.description()});
  }
  return absl::StrCat(text, "\n", findings.Render(style, width));
}

std::string InspectionCsv(const v1::InspectDataResponse& inspected) {
  std::string text = CsvLine({"kind", "count", "description"});
  for (const v1::DataFinding& finding : inspected.findings()) {
    text += CsvLine(
        {finding.kind(), absl::StrCat(finding.count()), finding.description()});
  }
  return text;
}

}  // namespace admf
