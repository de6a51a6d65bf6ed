#include "managers/backtest/backtest_config.h"

#include "managers/backtest/config_checker.h"
#include "managers/backtest/resolve_data.h"
#include "managers/backtest/resolve_run.h"
#include "managers/backtest/resolve_strategy.h"

namespace admf {

using admf::v1::BacktestConfig;

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
         "is missing; `type: backtest` needs it, such as `backtest_config: "
         "{strategy: {type: sma_crossover}}`"});
    return;
  }
  ResolveStrategy(config, problems);
  ConfigChecker checker(problems);
  ResolveRun(config->mutable_backtest_config(), checker);
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
