#include "client/cli/result_view.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/csv_text.h"
#include "client/cli/enum_names.h"
#include "client/cli/error_text.h"
#include "client/cli/number_format.h"
#include "client/cli/parameter_text.h"
#include "client/cli/search_view.h"
#include "client/cli/table_option.h"
#include "client/cli/text_table.h"
#include "client/cli/time_format.h"
#include "client/cli/verdict_text.h"

namespace admf {
namespace {

template <typename ProtoMap>
auto Sorted(const ProtoMap& map) {
  return std::map<typename ProtoMap::key_type, typename ProtoMap::mapped_type>(
      map.begin(), map.end());
}

// What the fields of the result don't say already.
std::map<std::string, std::string> OtherOutputs(
    const v1::WorkflowResult& result) {
  std::map<std::string, std::string> outputs = Sorted(result.outputs());
  for (const char* field : {"config_digest", "data_digest", "result_digest"}) {
    outputs.erase(field);
  }
  return outputs;
}

std::string Title(const v1::WorkflowResult& result, const Style& style) {
  std::string text = absl::StrCat(
      style.Apply(
          Tone::kBold,
          Printable(result.name().empty() ? "(no name)" : result.name())),
      "  ", style.Apply(ToneOf(result.state()), ShortName(result.state())));
  if (result.degraded()) {
    absl::StrAppend(&text, "  ", style.Apply(Tone::kWarning, "degraded"));
  }
  if (result.has_verdict()) {
    const bool passed = result.verdict().state() == v1::Verdict::PASSED;
    absl::StrAppend(&text, "  ",
                    style.Apply(passed ? Tone::kGood : Tone::kBad,
                                "verdict " + VerdictName(result.verdict())));
  }
  return text + "\n";
}

std::string Facts(const v1::WorkflowResult& result, const Style& style,
                  size_t width) {
  TextTable table({{""}, {""}});
  const auto add = [&table](const std::string& name, const std::string& value) {
    if (!value.empty()) table.AddRow({{name, Tone::kDim}, value});
  };
  add("id", result.workflow_id());
  add("type", ShortName(result.type()));
  if (result.has_start_time() && result.has_end_time()) {
    add("time",
        FormatElapsed(ToTime(result.end_time()) - ToTime(result.start_time())));
  }
  for (const auto& [name, value] : OtherOutputs(result)) add(name, value);
  // A search says it on its own.
  if (!result.has_search() && result.trial_count() > 1 &&
      !result.outputs().contains("trial_count")) {
    add("trials", FormatCount(result.trial_count()));
  }
  if (result.has_error()) {
    table.AddRow({{"error", Tone::kDim},
                  {WorkflowErrorText(result.error()), Tone::kBad}});
  }
  return table.Render(style, width);
}

std::string MetricTable(const v1::WorkflowResult& result, const Style& style) {
  TextTable table({{"METRIC"}, {"VALUE", TextTable::Align::kRight}});
  for (const auto& [name, value] : Sorted(result.metrics())) {
    table.AddRow({name, FormatMetric(name, value)});
  }
  return table.empty() ? "" : "\n" + table.Render(style, 0);
}

std::string UndefinedTable(const v1::WorkflowResult& result, const Style& style,
                           size_t width) {
  TextTable table({{"UNDEFINED"}, {"REASON"}});
  for (const auto& [name, reason] : Sorted(result.undefined_metrics())) {
    table.AddRow({name, {reason, Tone::kDim}});
  }
  return table.empty() ? "" : "\n" + table.Render(style, width);
}

// What depends on what else the server has done.
std::string Context(const v1::WorkflowResult& result, const Style& style,
                    size_t width) {
  TextTable table({{"CONTEXT"}, {""}});
  for (const auto& [name, value] : Sorted(result.context())) {
    table.AddRow({{name, Tone::kDim}, value});
  }
  return table.empty() ? "" : "\n" + table.Render(style, width);
}

std::string VerdictSection(const v1::WorkflowResult& result, const Style& style,
                           size_t width) {
  if (!result.has_verdict()) return "";
  return "\n" + VerdictTable(result.verdict(), style, width);
}

// Phases are worth a table only where one of them went wrong.
std::string PhaseProblems(const v1::WorkflowResult& result, const Style& style,
                          size_t width) {
  TextTable table({{""}, {""}});
  for (const v1::PhaseResult& phase : result.phases()) {
    for (const std::string& error : phase.errors()) {
      table.AddRow({ShortName(phase.phase()), {error, Tone::kBad}});
    }
  }
  return table.empty()
             ? ""
             : style.Heading("FAILED PHASES") + table.Render(style, width);
}

std::string Warnings(const v1::WorkflowResult& result, const Style& style,
                     size_t width) {
  TextTable table({{""}, {""}});
  for (const std::string& warning : result.warnings()) {
    table.AddRow({{"-", Tone::kWarning}, warning});
  }
  return table.empty() ? ""
                       : style.Heading("WARNINGS") + table.Render(style, width);
}

// A large table is in several parts of the same name.
std::vector<v1::Artifact> Tables(const v1::WorkflowResult& result) {
  std::vector<v1::Artifact> tables;
  for (const v1::Artifact& part : result.artifacts()) {
    const auto same = std::find_if(
        tables.begin(), tables.end(),
        [&part](const auto& table) { return table.name() == part.name(); });
    if (same == tables.end()) {
      tables.push_back(part);
    } else {
      same->set_row_count(same->row_count() + part.row_count());
      same->set_size_bytes(same->size_bytes() + part.size_bytes());
    }
  }
  return tables;
}

std::string Artifacts(const v1::WorkflowResult& result, const Style& style) {
  TextTable table({{"TABLE"},
                   {"ROWS", TextTable::Align::kRight},
                   {"SIZE", TextTable::Align::kRight},
                   {"EXPORT IT WITH"}});
  for (const v1::Artifact& artifact : Tables(result)) {
    table.AddRow({artifact.name(),
                  FormatCount(artifact.row_count()),
                  FormatBytes(artifact.size_bytes()),
                  {absl::StrCat("admf result ", result.workflow_id(), " ",
                                TableOption(artifact.name()), " ",
                                artifact.name(), ".csv"),
                   Tone::kDim}});
  }
  return table.empty() ? "" : "\n" + table.Render(style, 0);
}

std::string Digests(const v1::WorkflowResult& result, const Style& style) {
  TextTable table({{"DIGEST"}, {""}});
  for (const auto& [name, digest] :
       {std::pair("config", result.config_digest()),
        std::pair("data", result.data_digest()),
        std::pair("result", result.result_digest())}) {
    if (!digest.empty()) table.AddRow({name, {digest, Tone::kDim}});
  }
  return table.empty() ? "" : "\n" + table.Render(style, 0);
}

}  // namespace

std::string ResultText(const v1::WorkflowResult& result, const Style& style,
                       size_t width) {
  return absl::StrCat(
      Title(result, style), Facts(result, style, width),
      MetricTable(result, style), UndefinedTable(result, style, width),
      SearchText(result, style, width), Context(result, style, width),
      VerdictSection(result, style, width), PhaseProblems(result, style, width),
      Warnings(result, style, width), Artifacts(result, style),
      Digests(result, style));
}

std::string ResultCsv(const v1::WorkflowResult& result) {
  std::string text = CsvLine({"name", "value"});
  const auto add = [&text](const std::string& name, const std::string& value) {
    text += CsvLine({name, value});
  };
  add("workflow_id", result.workflow_id());
  add("workflow_name", result.name());
  add("type", ShortName(result.type()));
  add("state", ShortName(result.state()));
  add("degraded", result.degraded() ? "true" : "false");
  add("config_digest", result.config_digest());
  add("data_digest", result.data_digest());
  add("result_digest", result.result_digest());
  if (result.has_verdict()) add("verdict", VerdictName(result.verdict()));
  for (const auto& [name, value] : OtherOutputs(result)) add(name, value);
  if (result.trial_count() > 0 && !result.outputs().contains("trial_count")) {
    add("trial_count", absl::StrCat(result.trial_count()));
  }
  for (const auto& [name, value] :
       Sorted(result.search().best().parameters())) {
    add("best." + name, ParameterValueText(value));
  }
  for (const auto& [name, value] : Sorted(result.context())) add(name, value);
  for (const auto& [name, value] : Sorted(result.metrics())) {
    add(name, FormatExact(value));
  }
  for (const auto& [name, reason] : Sorted(result.undefined_metrics())) {
    add(name, "");
  }
  if (result.has_error()) add("error", result.error().message());
  return text;
}

}  // namespace admf
