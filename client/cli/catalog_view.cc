#include "client/cli/catalog_view.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/csv_text.h"
#include "client/cli/enum_names.h"
#include "client/cli/number_format.h"
#include "client/cli/parameter_text.h"
#include "client/cli/text_table.h"

namespace admf {
namespace {

using Parameters = google::protobuf::RepeatedPtrField<v1::ParameterInfo>;

/// For people: an empty text is one, too.
std::string DefaultText(const v1::ParameterInfo& parameter) {
  const std::string text = ParameterValueText(parameter.default_value());
  return text.empty() && parameter.default_value().has_string_value() ? "\"\""
                                                                      : text;
}

std::string Minimum(const v1::ParameterInfo& parameter) {
  return parameter.has_minimum() ? FormatExact(parameter.minimum()) : "";
}

std::string Maximum(const v1::ParameterInfo& parameter) {
  return parameter.has_maximum() ? FormatExact(parameter.maximum()) : "";
}

std::string Range(const v1::ParameterInfo& parameter) {
  if (parameter.choices_size() > 0) {
    return absl::StrJoin(parameter.choices(), " | ");
  }
  if (parameter.has_minimum() && parameter.has_maximum()) {
    return absl::StrCat(Minimum(parameter), " to ", Maximum(parameter));
  }
  if (parameter.has_minimum()) return Minimum(parameter) + " or more";
  if (parameter.has_maximum()) return "up to " + Maximum(parameter);
  return "";
}

std::string Defaults(const Parameters& parameters) {
  std::vector<std::string> texts;
  for (const v1::ParameterInfo& parameter : parameters) {
    texts.push_back(
        absl::StrCat(parameter.name(), "=", DefaultText(parameter)));
  }
  return absl::StrJoin(texts, " ");
}

template <typename Entries>
std::string EntryTable(const std::string& title, const Entries& entries,
                       const Style& style, size_t width) {
  TextTable table({{title}, {"PARAMETERS AND DEFAULTS"}});
  for (const auto& entry : entries) {
    table.AddRow({entry.name(), {Defaults(entry.parameters()), Tone::kDim}});
  }
  return table.Render(style, width);
}

std::string EntryText(const std::string& kind, const std::string& name,
                      const std::string& description,
                      const Parameters& parameters, const Style& style,
                      size_t width) {
  std::string text = absl::StrCat(style.Apply(Tone::kBold, Printable(name)),
                                  "  ", style.Apply(Tone::kDim, kind), "\n");
  for (const std::string& line :
       WrapText(Printable(description), width > 0 ? width : 80)) {
    absl::StrAppend(&text, line, "\n");
  }
  TextTable table({{"PARAMETER"},
                   {"TYPE"},
                   {"DEFAULT", TextTable::Align::kRight},
                   {"RANGE"},
                   {"MEANING"}});
  for (const v1::ParameterInfo& parameter : parameters) {
    table.AddRow({parameter.name(), ShortName(parameter.type()),
                  DefaultText(parameter), Range(parameter),
                  parameter.description()});
  }
  if (!table.empty()) absl::StrAppend(&text, "\n", table.Render(style, width));
  return text;
}

template <typename Entries>
void AddCsvRows(const std::string& kind, const Entries& entries,
                std::string* text) {
  for (const auto& entry : entries) {
    if (entry.parameters().empty()) {
      *text += CsvLine({kind, entry.name(), "", "", "", "", "", "", ""});
    }
    for (const v1::ParameterInfo& parameter : entry.parameters()) {
      *text += CsvLine(
          {kind, entry.name(), parameter.name(), ShortName(parameter.type()),
           ParameterValueText(parameter.default_value()), Minimum(parameter),
           Maximum(parameter), absl::StrJoin(parameter.choices(), "|"),
           parameter.description()});
    }
  }
}

}  // namespace

std::string CatalogText(const v1::GetServerInfoResponse& info,
                        const Style& style, size_t width) {
  return absl::StrCat(EntryTable("STRATEGY", info.strategies(), style, width),
                      "\n",
                      EntryTable("INDICATOR", info.indicators(), style, width),
                      "\n`admf catalog NAME` explains one of them.\n");
}

std::string StrategyText(const v1::StrategyInfo& strategy, const Style& style,
                         size_t width) {
  std::string text =
      EntryText("strategy", strategy.name(), strategy.description(),
                strategy.parameters(), style, width);
  if (strategy.takes_other_numbers()) {
    absl::StrAppend(&text, "\nother parameters: numbers of any name\n");
  }
  if (strategy.has_members()) {
    absl::StrAppend(&text, "\nmembers: strategies of any name\n");
  }
  return text;
}

std::string IndicatorText(const v1::IndicatorInfo& indicator,
                          const Style& style, size_t width) {
  std::string text =
      EntryText("indicator", indicator.name(), indicator.description(),
                indicator.parameters(), style, width);
  if (indicator.outputs_size() > 1) {
    absl::StrAppend(&text, "\nseries: ",
                    Printable(absl::StrJoin(indicator.outputs(), ", ")), "\n");
  }
  return text;
}

std::string CatalogCsv(const v1::GetServerInfoResponse& info) {
  std::string text = CsvLine({"kind", "name", "parameter", "type", "default",
                              "minimum", "maximum", "choices", "description"});
  AddCsvRows("strategy", info.strategies(), &text);
  AddCsvRows("indicator", info.indicators(), &text);
  return text;
}

v1::GetServerInfoResponse FilterCatalog(const v1::GetServerInfoResponse& info,
                                        const std::string& name) {
  v1::GetServerInfoResponse filtered;
  for (const v1::StrategyInfo& strategy : info.strategies()) {
    if (strategy.name() == name) *filtered.add_strategies() = strategy;
  }
  for (const v1::IndicatorInfo& indicator : info.indicators()) {
    if (indicator.name() == name) *filtered.add_indicators() = indicator;
  }
  return filtered;
}

std::vector<std::string> CatalogNames(const v1::GetServerInfoResponse& info) {
  std::vector<std::string> names;
  for (const auto& strategy : info.strategies()) {
    names.push_back(strategy.name());
  }
  for (const auto& indicator : info.indicators()) {
    names.push_back(indicator.name());
  }
  return names;
}

}  // namespace admf
