#include "managers/backtest/portfolio_phases.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "engine/base/status_macros.h"
#include "engine/broker/portfolio_digest.h"
#include "engine/broker/portfolio_simulation.h"
#include "engine/data/aligned_bars.h"
#include "engine/data/bars.h"
#include "engine/data/market_data_reader.h"
#include "engine/metrics/metrics.h"
#include "engine/strategies/strategy.h"
#include "managers/backtest/backtest_config.h"
#include "managers/backtest/resolve_data.h"
#include "managers/backtest/resolve_strategy.h"

namespace admf {
namespace {

/// Warnings of one kind, and names, that a person still reads.
constexpr size_t kShown = 20;

/// The first of them, and how many more there are.
void AddShown(const std::vector<std::string>& warnings, const char* more,
              PhaseOutcome* outcome) {
  const size_t shown = std::min(warnings.size(), kShown);
  outcome->warnings.insert(outcome->warnings.end(), warnings.begin(),
                           warnings.begin() + static_cast<ptrdiff_t>(shown));
  if (warnings.size() > shown) {
    outcome->warnings.push_back(
        absl::StrCat(warnings.size() - shown, " more ", more));
  }
}

/// The first symbols, and how many more there are.
std::string ShownSymbols(const AlignedBars& bars) {
  std::vector<std::string> shown;
  for (size_t i = 0; i < std::min(bars.symbols(), kShown); ++i) {
    shown.push_back(bars.bars(i).symbol());
  }
  const size_t more = bars.symbols() - shown.size();
  return absl::StrCat(absl::StrJoin(shown, ","),
                      more > 0 ? absl::StrCat(" and ", more, " more") : "");
}

std::string FormatTick(const AlignedBars& bars, size_t tick) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ",
                          absl::FromUnixMicros(bars.time_us()[tick]),
                          absl::UTCTimeZone());
}

/// Symbols that are read from the same columns of the same file: most often a
/// path that was copied and not changed.
std::vector<std::string> WarnOfTwins(const std::vector<ReadRequest>& requests) {
  using Source = std::tuple<std::string, std::string, std::string, std::string,
                            std::string>;
  std::map<Source, std::vector<const ReadRequest*>> readers;
  for (const ReadRequest& request : requests) {
    readers[{request.path, request.open_column, request.high_column,
             request.low_column, request.close_column}]
        .push_back(&request);
  }
  std::vector<std::string> warnings;
  for (const auto& [source, twins] : readers) {
    if (twins.size() == 1) continue;
    warnings.push_back(absl::StrCat(
        absl::StrJoin(twins, ", ",
                      [](std::string* out, const ReadRequest* request) {
                        out->append(request->symbol);
                      }),
        " have the same prices: all are read from ",
        twins.front()->display_path));
  }
  return warnings;
}

/// Symbols that have no bar at a time at which another one has.
absl::StatusOr<std::vector<std::string>> WarnOfLonelySymbols(
    const AlignedBars& bars, const std::stop_token& stop) {
  std::vector<uint16_t> traded(bars.ticks(), 0);
  for (size_t symbol = 0; symbol < bars.symbols(); ++symbol) {
    if (stop.stop_requested()) return absl::CancelledError("cancelled");
    const auto rows = bars.rows(symbol);
    for (size_t tick = 0; tick < rows.size(); ++tick) {
      traded[tick] = static_cast<uint16_t>(
          traded[tick] + (rows[tick] != AlignedBars::kNoBar ? 1 : 0));
    }
  }
  std::vector<std::string> warnings;
  for (size_t symbol = 0; symbol < bars.symbols(); ++symbol) {
    if (stop.stop_requested()) return absl::CancelledError("cancelled");
    const auto rows = bars.rows(symbol);
    size_t tick = 0;
    while (tick < rows.size() &&
           (rows[tick] == AlignedBars::kNoBar || traded[tick] == 1)) {
      ++tick;
    }
    if (tick < rows.size()) continue;
    warnings.push_back(absl::StrCat(
        bars.bars(symbol).symbol(),
        " has no bar at the time of another symbol's; if that isn't meant, "
        "look at its times and their timezone (`admf data inspect`)"));
  }
  return warnings;
}

std::vector<std::string> WarningsOfSeries(const AlignedBars& bars) {
  std::vector<std::string> warnings;
  for (size_t i = 0; i < bars.symbols(); ++i) {
    const auto& own = bars.bars(i).warnings();
    warnings.insert(warnings.end(), own.begin(), own.end());
  }
  return warnings;
}

/// Every rejected order says why.
std::vector<std::string> WarnOfRejections(
    const AlignedBars& bars, const PortfolioSimulation& simulation) {
  std::vector<std::string> warnings;
  for (const PortfolioRejection& rejection : simulation.rejections) {
    const BarSeries& series = bars.bars(static_cast<size_t>(rejection.symbol));
    const int64_t time_us =
        series.time_us()[static_cast<size_t>(rejection.bar)];
    warnings.push_back(absl::StrCat(
        "order for ", series.symbol(), " rejected at ",
        absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", absl::FromUnixMicros(time_us),
                         absl::UTCTimeZone()),
        ": ", rejection.reason));
    if (warnings.size() == kShown) break;
  }
  return warnings;
}

}  // namespace

bool HasSeveralSymbols(const v1::WorkflowConfig& config) {
  return config.data_config().sources_size() > 1;
}

void InitializePortfolio(const v1::WorkflowConfig& config,
                         StrategyComponent* strategy) {
  std::vector<std::unique_ptr<Strategy>> strategies;
  for (int i = 0; i < config.data_config().sources_size(); ++i) {
    strategies.push_back(CreateStrategy(config.backtest_config().strategy()));
  }
  strategy->ConfigureSeveral(std::move(strategies));
}

absl::StatusOr<PhaseOutcome> PreparePortfolioData(
    const DataRoot& data_root, const ExecutionContext& context,
    MarketDataComponent* market_data, const StrategyComponent& strategy) {
  ASSIGN_OR_RETURN(const std::vector<ReadRequest> requests,
                   ToReadRequests(data_root, context.config.data_config()));
  RETURN_IF_ERROR(market_data->LoadSeveral(requests, context.stop));
  RETURN_IF_ERROR(strategy.CheckDataOfSeveral());
  const AlignedBars& bars = *market_data->aligned();
  size_t bar_count = 0;
  for (const auto& series : market_data->series()) bar_count += series->size();
  PhaseOutcome outcome;
  outcome.outputs = {{"bar_count", absl::StrCat(bar_count)},
                     {"tick_count", absl::StrCat(bars.ticks())},
                     {"first_bar", FormatTick(bars, 0)},
                     {"last_bar", FormatTick(bars, bars.ticks() - 1)},
                     {"symbol_count", absl::StrCat(bars.symbols())},
                     {"symbols", ShownSymbols(bars)},
                     {"timeframe", bars.bars(0).timeframe().ToString()},
                     {kDataDigestOutput, bars.Digest()}};
  AddShown(WarningsOfSeries(bars), "warnings about the data", &outcome);
  AddShown(WarnOfTwins(requests), "files are read for several symbols",
           &outcome);
  ASSIGN_OR_RETURN(const std::vector<std::string> lonely,
                   WarnOfLonelySymbols(bars, context.stop));
  AddShown(lonely, "symbols have no time in common with another one", &outcome);
  return outcome;
}

absl::StatusOr<PhaseOutcome> ComputePortfolio(const ExecutionContext& context,
                                              StrategyComponent* strategy,
                                              ExecutionComponent* execution) {
  RETURN_IF_ERROR(strategy->DecideSeveral(context.stop));
  RETURN_IF_ERROR(execution->ExecuteSeveral(
      ToSimulationSettings(context.config.backtest_config()),
      ToSymbolTerms(context.config), context.stop));
  const AlignedBars& bars = *execution->portfolio()->bars;
  const PortfolioSimulation& simulation = execution->portfolio()->simulation;
  size_t decision_count = 0;
  for (const auto& decisions : strategy->decisions_of_symbols()) {
    decision_count += decisions.size();
  }
  PhaseOutcome outcome;
  outcome.trial_count = 1;
  outcome.outputs = {
      {"decision_count", absl::StrCat(decision_count)},
      {"order_count", absl::StrCat(simulation.orders.size())},
      {"fill_count", absl::StrCat(simulation.fills.size())},
      {"rejection_count", absl::StrCat(simulation.rejections.size())},
      {"account_digest", AccountDigest(simulation)}};
  outcome.warnings = WarnOfRejections(bars, simulation);
  if (simulation.rejections.size() > outcome.warnings.size()) {
    outcome.warnings.push_back(
        absl::StrCat(simulation.rejections.size() - outcome.warnings.size(),
                     " more orders were rejected"));
  }
  if (simulation.fills.empty()) {
    outcome.warnings.push_back(
        "nothing was traded: the strategy's rules were never met, or every "
        "order was rejected");
  }
  return outcome;
}

absl::StatusOr<PhaseOutcome> ValidatePortfolio(
    const ExecutionContext& context, const ExecutionComponent& execution) {
  RETURN_IF_ERROR(execution.VerifySeveral(
      ToSimulationSettings(context.config.backtest_config()),
      ToSymbolTerms(context.config), context.stop));
  return PhaseOutcome{};
}

Metrics MetricsOfPortfolio(const ExecutionContext& context,
                           const ExecutionComponent& execution) {
  const v1::BacktestConfig& config = context.config.backtest_config();
  const ExecutionComponent::Portfolio& portfolio = *execution.portfolio();
  return ComputeMetrics(*portfolio.bars, portfolio.simulation,
                        ToSimulationSettings(config), ToMetricsOptions(config));
}

}  // namespace admf
