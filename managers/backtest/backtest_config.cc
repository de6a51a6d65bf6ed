#include "managers/backtest/backtest_config.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/struct.pb.h"
#include "managers/backtest/config_checker.h"
#include "managers/backtest/resolve_data.h"
#include "managers/backtest/resolve_run.h"
#include "managers/backtest/resolve_strategy.h"
#include "managers/backtest/resolve_symbols.h"
#include "managers/backtest/run_fields.h"

namespace admf {

using admf::v1::BacktestConfig;

namespace {

/// Moves those of `parameters` that are numbers of the run to where they stand
/// in it. A member of an ensemble that has the name of a section wins.
void TakeRunFields(v1::WorkflowConfig* config,
                   std::vector<ConfigProblem>* problems) {
  auto& parameters = *config->mutable_parameters();
  if (parameters.empty()) return;
  for (const std::string& path : RunFields()) {
    const auto found = parameters.find(path);
    if (found == parameters.end()) continue;
    const std::string section = path.substr(0, path.find('.'));
    if (config->backtest_config().strategy().members().contains(section)) {
      continue;
    }
    const std::string field = "workflow.parameters." + path;
    if (found->second.kind_case() != google::protobuf::Value::kNumberValue) {
      problems->push_back({field, "a number is needed here"});
    } else if (const absl::Status status =
                   SetRunField(path, found->second.number_value(),
                               config->mutable_backtest_config());
               !status.ok()) {
      problems->push_back({field, std::string(status.message())});
    }
    parameters.erase(found);
  }
}

}  // namespace

void ResolveBacktestConfig(const DataRoot& data_root,
                           v1::WorkflowConfig* config,
                           std::vector<ConfigProblem>* problems) {
  if (config->has_data_config()) {
    ResolveDataConfig(data_root, config->mutable_data_config(), problems);
  } else {
    problems->push_back(
        {"workflow.data_config",
         "is missing; it says which prices to use, such as `data_config: "
         "{sources: {GOOG: {path: GOOG.csv}}}`"});
  }
  if (!config->has_backtest_config()) {
    problems->push_back(
        {"workflow.backtest_config",
         "is missing; it says what is run, such as `backtest_config: "
         "{strategy: {type: sma_crossover}}`"});
    return;
  }
  TakeRunFields(config, problems);
  ResolveStrategy(config, problems);
  ConfigChecker checker(problems);
  v1::BacktestConfig* const backtest = config->mutable_backtest_config();
  ResolveRun(backtest, checker);
  const std::vector<std::string> symbols = SymbolsOf(config->data_config());
  if (symbols.empty()) return;
  ResolveSymbols(symbols, backtest->mutable_portfolio(), checker);
  if (symbols.size() > 1 && config->type() == v1::WORKFLOW_TYPE_VALIDATION) {
    problems->push_back(
        {"workflow.data_config.sources",
         absl::StrCat(symbols.size(),
                      " symbols are given; `type: validation` takes one, so "
                      "submit a workflow for each")});
  }
}

std::vector<SymbolTerms> ToSymbolTerms(const v1::WorkflowConfig& config) {
  return ToSymbolTerms(SymbolsOf(config.data_config()),
                       config.backtest_config().portfolio());
}

MetricsOptions ToMetricsOptions(const BacktestConfig& config) {
  MetricsOptions options;
  if (config.metrics().has_periods_per_year()) {
    options.periods_per_year = config.metrics().periods_per_year();
  }
  options.risk_free_rate = config.metrics().risk_free_rate();
  return options;
}

}  // namespace admf
