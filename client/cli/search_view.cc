#include "client/cli/search_view.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/cli/number_format.h"
#include "client/cli/parameter_text.h"
#include "client/cli/text_table.h"

namespace admf {
namespace {

constexpr char kDefaultObjective[] = "sharpe_ratio";
// More rows than these stand in the JSON form and in the table of all trials.
constexpr int kMaxFrontRows = 20;

std::vector<std::string> ObjectivesOf(const v1::WorkflowResult& result) {
  const v1::OptimizationConfig& config = result.config().optimization_config();
  std::vector<std::string> metrics;
  for (const v1::ObjectiveConfig& objective : config.objectives()) {
    metrics.push_back(objective.metric());
  }
  if (metrics.empty()) {
    metrics.push_back(config.objective().empty() ? kDefaultObjective
                                                 : config.objective());
  }
  return metrics;
}

std::string MetricText(const v1::Trial& trial, const std::string& metric) {
  const auto found = trial.metrics().find(metric);
  return found == trial.metrics().end() ? "undefined"
                                        : FormatMetric(metric, found->second);
}

std::string ParameterText(const v1::Trial& trial, const std::string& name) {
  const auto found = trial.parameters().find(name);
  return found == trial.parameters().end() ? "-"
                                           : ParameterValueText(found->second);
}

std::string NeighbourhoodText(const v1::Neighbourhood& neighbourhood) {
  return absl::StrCat(
      neighbourhood.tried(), " of ", neighbourhood.size(),
      " trials one step from the peak were tried; their score is ",
      FormatNumber(neighbourhood.mean_drop()), " lower on average, ",
      FormatNumber(neighbourhood.worst_drop()), " at worst");
}

std::string Facts(const v1::SearchReport& search, const Style& style,
                  size_t width) {
  TextTable table({{""}, {""}});
  const auto add = [&table](const std::string& name, const std::string& value) {
    if (!value.empty()) table.AddRow({{name, Tone::kDim}, value});
  };
  add("trials", absl::StrCat(FormatCount(search.trial_count()), ", ",
                             FormatCount(search.feasible_trial_count()),
                             " of them feasible"));
  add("ended because", search.end_reason());
  if (search.indicator_requests() > 0) {
    add("indicators",
        absl::StrCat(FormatCount(search.indicators_computed()),
                     " computed for ", FormatCount(search.indicator_requests()),
                     " requests"));
  }
  if (search.has_neighbourhood()) {
    add("neighbourhood", NeighbourhoodText(search.neighbourhood()));
  }
  return style.Heading("SEARCH") + table.Render(style, width);
}

// The peak beside the plateau: objectives first, then parameters.
std::string Choices(const v1::SearchReport& search,
                    const std::vector<std::string>& objectives,
                    const Style& style) {
  if (!search.has_best()) return "";
  TextTable table({{"CHOICE"},
                   {"PEAK", TextTable::Align::kRight},
                   {"PLATEAU", TextTable::Align::kRight},
                   {"IMPORTANCE", TextTable::Align::kRight}});
  const bool plateau = search.has_plateau();
  const auto or_dash = [plateau](const std::string& text) {
    return plateau ? text : std::string("-");
  };
  table.AddRow({{"trial", Tone::kDim},
                FormatCount(search.best().number()),
                or_dash(FormatCount(search.plateau().number())),
                ""});
  for (const std::string& metric : objectives) {
    table.AddRow({{metric, Tone::kDim},
                  MetricText(search.best(), metric),
                  or_dash(MetricText(search.plateau(), metric)),
                  ""});
  }
  std::set<std::string> names;
  for (const auto& [name, value] : search.best().parameters()) {
    names.insert(name);
  }
  for (const auto& [name, value] : search.plateau().parameters()) {
    names.insert(name);
  }
  for (const auto& [name, value] : search.parameter_importance()) {
    names.insert(name);
  }
  for (const std::string& name : names) {
    const auto importance = search.parameter_importance().find(name);
    table.AddRow({name, ParameterText(search.best(), name),
                  or_dash(ParameterText(search.plateau(), name)),
                  importance == search.parameter_importance().end()
                      ? ""
                      : FormatPercent(importance->second)});
  }
  return "\n" + table.Render(style, 0);
}

// Columns of a table of trials: what stands before, the number, the
// objectives, the parameters.
std::vector<TextTable::Column> TrialColumns(
    std::vector<TextTable::Column> columns,
    const std::vector<std::string>& objectives) {
  columns.push_back({"TRIAL", TextTable::Align::kRight});
  for (const std::string& metric : objectives) {
    columns.push_back({metric, TextTable::Align::kRight});
  }
  columns.push_back({"PARAMETERS"});
  return columns;
}

void AddTrial(std::vector<TextTable::Cell> cells, const v1::Trial& trial,
              const std::vector<std::string>& objectives, TextTable* table) {
  cells.emplace_back(FormatCount(trial.number()));
  for (const std::string& metric : objectives) {
    cells.emplace_back(MetricText(trial, metric));
  }
  cells.emplace_back(ParametersText(trial));
  table->AddRow(std::move(cells));
}

std::string ParetoFront(const v1::SearchReport& search,
                        const std::vector<std::string>& objectives,
                        const Style& style, size_t width) {
  TextTable table(TrialColumns({}, objectives));
  const int shown = std::min(search.pareto_front_size(), kMaxFrontRows);
  for (int i = 0; i < shown; ++i) {
    AddTrial({}, search.pareto_front(i), objectives, &table);
  }
  if (table.empty()) return "";
  const int left_out = search.pareto_front_size() - shown;
  return absl::StrCat(style.Heading("PARETO FRONT"), table.Render(style, width),
                      left_out == 0
                          ? ""
                          : absl::StrCat("and ", FormatCount(left_out),
                                         " more: --output json has all\n"));
}

// The best of a regime is the one by the Sharpe ratio of its returns; what the
// trial comes to in all bars would say nothing of that choice.
std::string Regimes(const v1::SearchReport& search, const Style& style,
                    size_t width) {
  const std::vector<std::string> metrics = {"regime_sharpe_ratio"};
  TextTable table(
      TrialColumns({{"REGIME"}, {"BARS", TextTable::Align::kRight}}, metrics));
  for (const v1::RegimeResult& regime : search.regimes()) {
    std::vector<TextTable::Cell> cells = {regime.regime(),
                                          FormatCount(regime.bar_count())};
    if (regime.has_best()) {
      AddTrial(std::move(cells), regime.best(), metrics, &table);
      continue;
    }
    cells.resize(cells.size() + 1 + metrics.size(), TextTable::Cell("-"));
    cells.push_back({"too few bars for a choice", Tone::kDim});
    table.AddRow(std::move(cells));
  }
  return table.empty() ? "" : "\n" + table.Render(style, width);
}

std::string Ensemble(const v1::SearchReport& search,
                     const std::vector<std::string>& objectives,
                     const Style& style, size_t width) {
  TextTable table(
      TrialColumns({{"WEIGHT", TextTable::Align::kRight}}, objectives));
  for (const v1::EnsembleMember& member : search.ensemble()) {
    AddTrial({FormatPercent(member.weight())}, member.trial(), objectives,
             &table);
  }
  return table.empty() ? ""
                       : style.Heading("ENSEMBLE") + table.Render(style, width);
}

std::string Explanations(const v1::SearchReport& search, const Style& style,
                         size_t width) {
  TextTable table({{""}, {""}});
  for (const std::string& explanation : search.explanations()) {
    table.AddRow({{"-", Tone::kDim}, explanation});
  }
  return table.empty()
             ? ""
             : style.Heading("WHAT IT MEANS") + table.Render(style, width);
}

}  // namespace

std::string SearchText(const v1::WorkflowResult& result, const Style& style,
                       size_t width) {
  if (!result.has_search()) return "";
  const v1::SearchReport& search = result.search();
  const std::vector<std::string> objectives = ObjectivesOf(result);
  return absl::StrCat(
      Facts(search, style, width), Choices(search, objectives, style),
      ParetoFront(search, objectives, style, width),
      Regimes(search, style, width), Ensemble(search, objectives, style, width),
      Explanations(search, style, width));
}

}  // namespace admf
