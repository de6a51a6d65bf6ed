// The kernel against the loop that a good programmer writes by hand.
//
// Both take 10 million daily bars through the same backtest: two simple moving
// averages of 10 and 30 closes, a position in the direction of their last
// crossing, filled at the next open with whole units for 1 % of the equity; and
// measure final equity, Sharpe ratio and drawdown. The kernel does it in the
// steps of the product: indicators, decisions, simulation, statistics. The hand
// loop does all of it at once, bar by bar, and keeps nothing: no fills, no
// trades, and means from running sums that keep their rounding errors.
//
// Indicators are computed block by block while the strategy reads them. The
// daemon has whole columns instead, because other workflows share them; a run
// that finds them computed costs less than the kernel here, the first one more
// (`columns_speed_of_hand_loop`).
//
// The sparse path does the same without a record of fills and trades, and has
// memory from the run before: what a run of a sweep costs. The replay is its
// part after the decisions, all that a run costs which differs from another one
// in costs or sizes alone.
//
// Before anything is timed, all have to come to the same trades and figures.
// Times are the processor's, so that other load on the machine matters little.
// KernelAgainstHandLoop says which fraction of the hand loop's speed each
// reaches: the goals are 0.5 for the kernel (`speed_of_hand_loop`), and 2 for
// the sparse path (`sparse_speed_of_hand_loop`, `replay_speed_of_hand_loop`).
//
// bazel run //tests/bench:kernel_bench

#include <time.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <memory>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "benchmark/benchmark.h"
#include "engine/base/check.h"
#include "engine/base/random.h"
#include "engine/data/bars.h"
#include "engine/data/timeframe.h"
#include "engine/execution/replay.h"
#include "engine/execution/settings.h"
#include "engine/execution/simulation.h"
#include "engine/execution/simulator.h"
#include "engine/indicators/computing_indicator_source.h"
#include "engine/indicators/indicator.h"
#include "engine/metrics/equity_summary.h"
#include "engine/metrics/metrics.h"
#include "engine/metrics/return_statistics.h"
#include "engine/strategies/catalogue.h"
#include "engine/strategies/strategy.h"

namespace admf {
namespace {

constexpr int64_t kBars = 10'000'000;
constexpr int64_t kFast = 10;
constexpr int64_t kSlow = 30;
constexpr double kDaysPerYear = 252;

/// A random walk with steps of about 1 %, drawn back to 100 so that it has
/// usable prices after 10 million steps, too.
std::shared_ptr<const BarSeries> MakeRandomWalk() {
  constexpr int64_t kDayUs = int64_t{86'400'000'000};
  Random random(/*seed=*/1, /*stream=*/0);
  auto step = [&random](double size) {
    return size * (random.NextUniform() + random.NextUniform() - 1);
  };
  BarSeries::Columns columns;
  double close = 100;
  for (int64_t bar = 0; bar < kBars; ++bar) {
    const double open = close * (1 + step(0.005));
    close = open * (1 + step(0.025)) - 0.002 * (close - 100);
    columns.time_us.push_back(bar * kDayUs);
    columns.open.push_back(open);
    columns.high.push_back(std::max(open, close) * 1.003);
    columns.low.push_back(std::min(open, close) * 0.997);
    columns.close.push_back(close);
  }
  auto bars = BarSeries::Create(
      {.symbol = "WALK", .timeframe = Timeframe(), .timezone = "UTC"},
      std::move(columns));
  CHECK(bars.ok());
  return *bars;
}

const std::shared_ptr<const BarSeries>& Bars() {
  static const auto* const bars = new auto(MakeRandomWalk());
  return *bars;
}

SimulationSettings Settings() {
  SimulationSettings settings;
  settings.initial_cash = 1e7;
  settings.sizing.percent = 1;
  return settings;
}

/// What a run comes to.
struct Outcome {
  int64_t trades = 0;
  double final_equity = 0;
  double sharpe_ratio = 0;
  double max_drawdown = 0;
};

// ----- The kernel, in the steps of the product.

std::vector<Decision> Decide(IndicatorSource& indicators) {
  const StrategyDefinition* const definition = FindStrategy("sma_crossover");
  std::vector<ParameterProblem> problems;
  const ParameterSet parameters = ResolveStrategyParameters(
      *definition, {{"fast_period", kFast}, {"slow_period", kSlow}}, &problems);
  CHECK(problems.empty());
  auto decisions =
      DecideAll(*definition->create(parameters), Bars(), indicators, {});
  CHECK(decisions.ok());
  return *std::move(decisions);
}

std::vector<Decision> Decide() {
  ComputingIndicatorSource indicators;
  return Decide(indicators);
}

/// Makes columns, as sources do that share them.
class ColumnSource final : public IndicatorSource {
 public:
  absl::StatusOr<std::shared_ptr<const IndicatorSeries>> Get(
      const IndicatorSpec& spec, const std::shared_ptr<const BarSeries>& bars,
      std::stop_token stop) override {
    return indicators_.Get(spec, bars, std::move(stop));
  }

 private:
  ComputingIndicatorSource indicators_;
};

Simulation SimulateDecisions(const std::vector<Decision>& decisions) {
  auto simulation = Simulate(*Bars(), decisions, Settings(), {});
  CHECK(simulation.ok());
  return *std::move(simulation);
}

Outcome Measure(std::span<const AccountState> states, int64_t trades) {
  const double cash = Settings().initial_cash;
  const AccountSummary equity = SummariseEquity(*Bars(), states, cash).account;
  return {.trades = trades,
          .final_equity = equity.returns.growth * cash,
          .sharpe_ratio = SharpeRatio(equity.returns.moments, kDaysPerYear, 0),
          .max_drawdown = equity.max_drawdown};
}

Outcome Measure(const Simulation& simulation) {
  return Measure(simulation.states,
                 static_cast<int64_t>(simulation.closed_trade_count()));
}

Outcome RunKernel() { return Measure(SimulateDecisions(Decide())); }

Outcome RunKernelWithColumns() {
  ColumnSource indicators;
  return Measure(SimulateDecisions(Decide(indicators)));
}

// ----- The sparse path: the same figures, but no fills and trades.

/// The account of a replay, in memory that is used again and again.
const Replayed& ReplayDecisions(const std::vector<Decision>& decisions) {
  static auto* const replayed = new Replayed;
  CHECK(Replay(*Bars(), decisions, Settings(), {}, replayed).ok());
  return *replayed;
}

Outcome ReplayAndMeasure(const std::vector<Decision>& decisions) {
  const Replayed& replayed = ReplayDecisions(decisions);
  return Measure(replayed.states, replayed.closed_trades);
}

Outcome RunSparse() { return ReplayAndMeasure(Decide()); }

// ----- The same by hand.

Outcome RunHandLoop() {
  const double* const open = Bars()->open().data();
  const double* const close = Bars()->close().data();
  const double initial_cash = Settings().initial_cash;
  const double share = Settings().sizing.percent / 100;
  // The sums before bar kSlow - 1, the first one with both means.
  double fast_sum = 0;
  double slow_sum = 0;
  for (int64_t i = 0; i < kSlow - 1; ++i) {
    slow_sum += close[i];
    if (i >= kSlow - 1 - kFast) fast_sum += close[i];
  }

  Outcome outcome;
  double cash = initial_cash;
  double units = 0;
  // The side of the means, and the order for the next open: -1, 0 or 1.
  int above = 0;
  int order = 0;
  double previous_equity = initial_cash;
  double return_sum = 0;
  double return_squares = 0;
  double peak = initial_cash;
  double trough = initial_cash;
  for (int64_t i = kSlow - 1; i < kBars; ++i) {
    if (order != 0) {
      outcome.trades += units != 0;
      cash += units * open[i];
      units = order * std::floor(share * cash / open[i]);
      cash -= units * open[i];
      order = 0;
    }
    fast_sum += close[i] - close[i - kFast];
    slow_sum += close[i] - (i >= kSlow ? close[i - kSlow] : 0);
    const double difference =
        fast_sum * (1.0 / kFast) - slow_sum * (1.0 / kSlow);
    const int side = (difference > 0) - (difference < 0);
    if (side == -above) order = side;
    if (side != 0) above = side;

    const double equity = cash + units * close[i];
    const double change = equity / previous_equity - 1;
    previous_equity = equity;
    return_sum += change;
    return_squares += change * change;
    if (equity >= peak) {
      peak = trough = equity;
    } else if (equity < trough) {
      trough = equity;
      outcome.max_drawdown = std::min(outcome.max_drawdown, trough / peak - 1);
    }
  }
  const double count = static_cast<double>(kBars - 1);
  const double mean = return_sum / count;
  const double variance = (return_squares - count * mean * mean) / (count - 1);
  outcome.final_equity = previous_equity;
  outcome.sharpe_ratio = mean / std::sqrt(variance) * std::sqrt(kDaysPerYear);
  return outcome;
}

/// Ends the program unless all ways come to the same; the hand loop up to the
/// rounding errors of its sums.
void CheckThatAllAgree() {
  const Outcome kernel = RunKernel();
  const Outcome hand = RunHandLoop();
  auto near = [](double a, double b) {
    return std::abs(a - b) <= 1e-9 * std::abs(b);
  };
  std::printf(
      "kernel:    %lld trades, final equity %.6f, Sharpe %.12f, drawdown "
      "%.12f\n"
      "hand loop: %lld trades, final equity %.6f, Sharpe %.12f, drawdown "
      "%.12f\n",
      static_cast<long long>(kernel.trades), kernel.final_equity,
      kernel.sharpe_ratio, kernel.max_drawdown,
      static_cast<long long>(hand.trades), hand.final_equity, hand.sharpe_ratio,
      hand.max_drawdown);
  const Outcome sparse = RunSparse();
  CHECK(sparse.trades == kernel.trades);
  CHECK(sparse.final_equity == kernel.final_equity);
  CHECK(sparse.sharpe_ratio == kernel.sharpe_ratio);
  CHECK(sparse.max_drawdown == kernel.max_drawdown);
  CHECK(kernel.trades == hand.trades);
  CHECK(near(kernel.final_equity, hand.final_equity));
  CHECK(near(kernel.sharpe_ratio, hand.sharpe_ratio));
  CHECK(near(kernel.max_drawdown, hand.max_drawdown));
}

// ----- Benchmarks.

void CountBars(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations() * kBars);
}

void HandLoop(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(RunHandLoop());
  CountBars(state);
}

void Kernel(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(RunKernel());
  CountBars(state);
}

void KernelIndicatorsAndDecisions(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(Decide());
  CountBars(state);
}

void KernelSimulation(benchmark::State& state) {
  const std::vector<Decision> decisions = Decide();
  for (auto _ : state) benchmark::DoNotOptimize(SimulateDecisions(decisions));
  CountBars(state);
}

void KernelStatistics(benchmark::State& state) {
  const Simulation simulation = SimulateDecisions(Decide());
  for (auto _ : state) benchmark::DoNotOptimize(Measure(simulation));
  CountBars(state);
}

void SparseReplay(benchmark::State& state) {
  const std::vector<Decision> decisions = Decide();
  for (auto _ : state) benchmark::DoNotOptimize(ReplayDecisions(decisions));
  CountBars(state);
}

void AllMetrics(benchmark::State& state) {
  const Simulation simulation = SimulateDecisions(Decide());
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        ComputeMetrics(*Bars(), simulation, Settings(), {}));
  }
  CountBars(state);
}

double ThreadSeconds() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) +
         1e-9 * static_cast<double>(now.tv_nsec);
}

/// The best times of some runs, in seconds.
struct BestTimes {
  double hand_loop = std::numeric_limits<double>::infinity();
  double kernel = hand_loop;
  double columns = hand_loop;
  double sparse = hand_loop;
  /// Without indicators and decisions, as another run of a sweep costs that
  /// differs in costs or sizes alone.
  double replay = hand_loop;
};

template <typename Run>
void KeepBest(double* best, Run run) {
  const double start = ThreadSeconds();
  benchmark::DoNotOptimize(run());
  *best = std::min(*best, ThreadSeconds() - start);
}

/// Takes turns, so that all see the same machine, and compares the best times.
void KernelAgainstHandLoop(benchmark::State& state) {
  const std::vector<Decision> decisions = Decide();
  BestTimes best;
  for (auto _ : state) {
    KeepBest(&best.hand_loop, RunHandLoop);
    KeepBest(&best.kernel, RunKernel);
    KeepBest(&best.columns, RunKernelWithColumns);
    KeepBest(&best.sparse, RunSparse);
    KeepBest(&best.replay, [&] { return ReplayAndMeasure(decisions); });
  }
  const double bars = static_cast<double>(kBars);
  state.counters["hand_loop_bars_per_second"] = bars / best.hand_loop;
  state.counters["kernel_bars_per_second"] = bars / best.kernel;
  state.counters["speed_of_hand_loop"] = best.hand_loop / best.kernel;
  state.counters["columns_speed_of_hand_loop"] = best.hand_loop / best.columns;
  state.counters["sparse_speed_of_hand_loop"] = best.hand_loop / best.sparse;
  state.counters["replay_speed_of_hand_loop"] = best.hand_loop / best.replay;
}

BENCHMARK(HandLoop)->Unit(benchmark::kMillisecond);
BENCHMARK(Kernel)->Unit(benchmark::kMillisecond);
BENCHMARK(KernelIndicatorsAndDecisions)->Unit(benchmark::kMillisecond);
BENCHMARK(KernelSimulation)->Unit(benchmark::kMillisecond);
BENCHMARK(KernelStatistics)->Unit(benchmark::kMillisecond);
BENCHMARK(SparseReplay)->Unit(benchmark::kMillisecond);
BENCHMARK(AllMetrics)->Unit(benchmark::kMillisecond);
BENCHMARK(KernelAgainstHandLoop)->Unit(benchmark::kMillisecond)->Iterations(10);

}  // namespace
}  // namespace admf

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  admf::CheckThatAllAgree();
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
