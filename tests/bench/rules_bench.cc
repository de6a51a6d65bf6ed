// What the strategy `rules` costs against strategies that are written in C++:
// 10 million bars, indicators included, which are computed block by block while
// the strategy reads them. Before anything is timed, both have to come to the
// same decisions. The counter `time_of_built_in` says how many times as long
// the rules take; times are the processor's, of the fastest of seven runs each.
//
// bazel run //tests/bench:rules_bench

#include <time.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "benchmark/benchmark.h"
#include "engine/base/check.h"
#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/computing_indicator_source.h"
#include "engine/strategies/catalogue.h"
#include "engine/strategies/strategy.h"
#include "tests/unit/engine/indicators/test_series.h"

namespace admf {
namespace {

constexpr size_t kBars = 10'000'000;

using Given = std::map<std::string, ParameterValue>;

const std::shared_ptr<const BarSeries>& Bars() {
  static const auto* const bars = new auto(RandomBars(kBars, 1));
  return *bars;
}

std::vector<Decision> Decide(const std::string& strategy, const Given& given) {
  const StrategyDefinition* const definition = FindStrategy(strategy);
  std::vector<ParameterProblem> problems;
  const ParameterSet parameters =
      ResolveStrategyParameters(*definition, given, &problems);
  CHECK(problems.empty());
  ComputingIndicatorSource indicators;
  auto decisions =
      DecideAll(*definition->create(parameters), Bars(), indicators, {});
  CHECK(decisions.ok());
  return *std::move(decisions);
}

double CpuSeconds() {
  timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) +
         1e-9 * static_cast<double>(time.tv_nsec);
}

double SecondsOf(const std::string& strategy, const Given& given) {
  const double start = CpuSeconds();
  benchmark::DoNotOptimize(Decide(strategy, given));
  return CpuSeconds() - start;
}

void Compare(benchmark::State& state, const std::string& built_in,
             const Given& given, const Given& rules) {
  CHECK(Decide(built_in, given) == Decide("rules", rules));
  // In turns, so that other load on the machine meets both.
  constexpr int kRuns = 7;
  double built_in_seconds = std::numeric_limits<double>::infinity();
  double seconds = built_in_seconds;
  for (auto _ : state) {
    for (int i = 0; i < kRuns; ++i) {
      built_in_seconds = std::min(built_in_seconds, SecondsOf(built_in, given));
      seconds = std::min(seconds, SecondsOf("rules", rules));
    }
  }
  state.counters["time_of_built_in"] = seconds / built_in_seconds;
  state.counters["ns_per_bar"] = 1e9 * seconds / static_cast<double>(kBars);
}

BENCHMARK_CAPTURE(
    Compare, SmaCrossover, "sma_crossover",
    {{"fast_period", int64_t{10}}, {"slow_period", int64_t{20}}},
    {{"long_when", std::string("crosses_above(sma(10), sma(20))")},
     {"short_when", std::string("crosses_below(sma(10), sma(20))")}})
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);

BENCHMARK_CAPTURE(Compare, MacdCrossover, "macd_crossover", {},
                  {{"long_when", std::string("crosses_above(macd().macd, "
                                             "macd().signal)")},
                   {"short_when", std::string("crosses_below(macd().macd, "
                                              "macd().signal)")}})
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);

/// What there is no built-in strategy for.
void Rules(benchmark::State& state, const Given& rules) {
  Bars();
  for (auto _ : state) benchmark::DoNotOptimize(Decide("rules", rules));
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(kBars));
}

BENCHMARK_CAPTURE(Rules, Prices,
                  {{"long_when",
                    std::string("close > close[20] * 1.05 and (high - low) / "
                                "close < 0.02 and not open < low[1]")},
                   {"exit_when", std::string("close < min(low[1], low[2])")}})
    ->Unit(benchmark::kMillisecond);

BENCHMARK_CAPTURE(Rules, TrendAndOscillator,
                  {{"long_when",
                    std::string("close > sma(200) and rsi(14) < oversold")},
                   {"exit_when", std::string("rsi(14) > 55")},
                   {"oversold", 30.0}})
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace admf

BENCHMARK_MAIN();
