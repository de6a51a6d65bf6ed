// A search against the loop that a good programmer writes by hand.
//
// W1: 2,148 daily bars and all 4,851 pairs of simple moving averages of 2 to
// 100 closes, long only, filled at the same close with all cash in fractions of
// units, 0.1 % on each side; one thread. The hand loop computes the averages
// once, then goes through the bars of each pair with everything in registers,
// and keeps nothing but the final equity and the number of trades. A trial of
// the search is what the daemon runs
// (managers/search/symbol_trial_evaluator.h): a backtest with its Sharpe ratio,
// drawdown, 11 other metrics, digest of the account and the sums of the
// overfitting study.
//
// W3: 200,000 bars of a minute and all 10,011 pairs of 2 to 143 closes, on two
// threads, by hand as well as searched; the times are those of a clock.
//
// Stops: the pairs of W1, of which every 20th, with a stop of 5 % inside bars,
// which no hand loop here has: trials x bars a second on the full path.
//
// Before anything is timed, both have to come to the same trades and equity.
// Times of one thread are the processor's, so that other load on the machine
// matters little.
//
// bazel run //tests/bench:search_bench

#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "admf/v1/workflow_config.pb.h"
#include "containers/memory_budget.h"
#include "engine/base/check.h"
#include "engine/base/random.h"
#include "engine/data/bars.h"
#include "engine/data/timeframe.h"
#include "engine/indicators/computing_indicator_source.h"
#include "engine/search/search_dimension.h"
#include "managers/search/search_component.h"
#include "managers/search/search_indicators.h"
#include "managers/search/search_plan.h"
#include "managers/search/symbol_trial_evaluator.h"
#include "managers/search/trial_order.h"

namespace admf {
namespace {

/// Bars, and all pairs of 2 to `longest` of them.
struct Workload {
  int64_t bars;
  Timeframe timeframe;
  /// The most that a bar's price moves, as a fraction, up and down together.
  double step;
  int longest;
};
constexpr int kShortest = 2;
constexpr double kCost = 0.001;
constexpr double kCash = 10'000;

std::shared_ptr<const BarSeries> MakeRandomWalk(const Workload& work) {
  Random random(/*seed=*/1, /*stream=*/0);
  BarSeries::Columns columns;
  double close = 100;
  for (int64_t bar = 0; bar < work.bars; ++bar) {
    const double open = close;
    close *= 1 + work.step * (random.NextUniform() - 0.495);
    columns.time_us.push_back(bar * work.timeframe.seconds() * 1'000'000);
    columns.open.push_back(open);
    columns.high.push_back(std::fmax(open, close));
    columns.low.push_back(std::fmin(open, close));
    columns.close.push_back(close);
  }
  auto bars = BarSeries::Create(
      {.symbol = "WALK", .timeframe = work.timeframe, .timezone = "UTC"},
      std::move(columns));
  CHECK(bars.ok());
  return *bars;
}

struct Pair {
  int64_t fast;
  int64_t slow;
};
std::vector<Pair> PairsOf(const Workload& work) {
  std::vector<Pair> pairs;
  for (int fast = kShortest; fast <= work.longest; ++fast) {
    for (int slow = fast + 1; slow <= work.longest; ++slow) {
      pairs.push_back({fast, slow});
    }
  }
  return pairs;
}

struct Outcome {
  double final_equity = 0;
  int64_t trades = 0;
};

/// Calls work(index) for all indices below `count` on some threads.
template <typename Work>
void OnThreads(int threads, size_t count, Work work) {
  std::atomic<size_t> next = 0;
  const auto take = [&] {
    for (size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::jthread> others;
  for (int i = 1; i < threads; ++i) others.emplace_back(take);
  take();
}

Outcome RunPairByHand(std::span<const double> close, const double* a,
                      const double* b, int64_t slow) {
  double cash = kCash;
  double units = 0;
  Outcome outcome;
  const auto count = static_cast<int64_t>(close.size());
  bool above = a[slow - 1] > b[slow - 1];
  for (int64_t i = slow; i < count; ++i) {
    const bool now = a[i] > b[i];
    if (now == above) continue;
    above = now;
    const double price = close[static_cast<size_t>(i)];
    if (now) {
      units = cash / (price * (1 + kCost));
      cash = 0;
    } else if (units > 0) {
      cash = units * price * (1 - kCost);
      units = 0;
      ++outcome.trades;
    }
  }
  outcome.final_equity = cash + units * close.back();
  return outcome;
}

std::vector<Outcome> RunHandLoop(const BarSeries& bars, const Workload& work,
                                 int threads) {
  const std::span<const double> close = bars.close();
  std::vector<std::vector<double>> averages(static_cast<size_t>(work.longest) +
                                            1);
  OnThreads(threads, averages.size(), [&](size_t period) {
    if (period < kShortest) return;
    std::vector<double>& average = averages[period];
    average.resize(close.size());
    double sum = 0;
    for (size_t i = 0; i < close.size(); ++i) {
      sum += close[i];
      if (i >= period) sum -= close[i - period];
      average[i] = sum / static_cast<double>(period);
    }
  });
  const std::vector<Pair> pairs = PairsOf(work);
  std::vector<Outcome> outcomes(pairs.size());
  OnThreads(threads, pairs.size(), [&](size_t i) {
    outcomes[i] = RunPairByHand(
        close, averages[static_cast<size_t>(pairs[i].fast)].data(),
        averages[static_cast<size_t>(pairs[i].slow)].data(), pairs[i].slow);
  });
  return outcomes;
}

v1::BacktestConfig Run(bool with_stop) {
  v1::BacktestConfig run;
  run.mutable_strategy()->set_type("sma_crossover");
  auto& params = *run.mutable_strategy()->mutable_params();
  params["fast_period"].set_number_value(10);
  params["slow_period"].set_number_value(20);
  run.mutable_execution()->set_fill(v1::FILL_MODE_SAME_CLOSE);
  auto* const commission = run.mutable_execution()->mutable_commission();
  commission->set_type(v1::COMMISSION_TYPE_PERCENT);
  commission->set_rate(kCost);
  v1::PortfolioConfig& portfolio = *run.mutable_portfolio();
  portfolio.set_initial_cash(kCash);
  portfolio.mutable_sizing()->set_type(v1::SIZING_TYPE_PERCENT_EQUITY);
  portfolio.mutable_sizing()->set_percent(100);
  portfolio.set_units(v1::UNIT_TYPE_FRACTIONAL);
  portfolio.set_direction(v1::DIRECTION_LONG_ONLY);
  if (with_stop) run.mutable_risk()->set_stop_loss(0.05);
  return run;
}

/// The search as the daemon makes it.
class Search {
 public:
  Search(std::shared_ptr<const BarSeries> bars, const Workload& work,
         bool with_stop)
      : pairs_(PairsOf(work)),
        memory_(int64_t{1} << 30),
        plan_(MakePlan(work, with_stop)),
        indicators_(std::make_shared<ComputingIndicatorSource>(), &memory_),
        evaluator_({.bars = std::move(bars),
                    .indicators = &indicators_,
                    .metrics = TrialMetrics(plan_.objectives()),
                    .blocks = 12}) {}

  /// Every `step`-th pair.
  std::vector<Outcome> Run(int threads, size_t step) {
    std::vector<Outcome> outcomes((pairs_.size() + step - 1) / step);
    std::vector<SearchPoint> points;
    for (size_t i = 0; i < pairs_.size(); i += step) {
      points.push_back({pairs_[i].fast, pairs_[i].slow});
    }
    const std::vector<size_t> order = OrderByTiles(points);
    const size_t group = evaluator_.GroupSize();
    OnThreads(threads, (outcomes.size() + group - 1) / group, [&](size_t k) {
      const size_t begin = k * group;
      const size_t end = std::min(begin + group, outcomes.size());
      std::vector<v1::BacktestConfig> runs;
      for (size_t i = begin; i < end; ++i) {
        runs.push_back(plan_.RunAt(points[order[i]]));
      }
      const auto trials = evaluator_.Evaluate(runs, {});
      CHECK(trials.ok());
      for (size_t i = begin; i < end; ++i) {
        const TrialOutcome& trial = (*trials)[i - begin];
        outcomes[order[i]] = {
            Metric(trial, "final_equity"),
            static_cast<int64_t>(Metric(trial, "trade_count"))};
      }
    });
    return outcomes;
  }

  const SearchIndicators& indicators() const { return indicators_; }

 private:
  static SearchPlan MakePlan(const Workload& work, bool with_stop) {
    v1::OptimizationConfig config;
    config.set_objective("sharpe_ratio");
    auto& space = *config.mutable_parameter_space();
    for (const char* const name : {"fast_period", "slow_period"}) {
      space[name].set_string_value(
          absl::StrCat("range(", kShortest, ", ", work.longest, ", 1)"));
    }
    auto plan = SearchPlan::Create(admf::Run(with_stop), config);
    CHECK(plan.ok());
    return *std::move(plan);
  }

  double Metric(const TrialOutcome& outcome, const std::string& name) const {
    for (size_t i = 0; i < evaluator_.metrics().size(); ++i) {
      if (evaluator_.metrics()[i] == name) return outcome.metrics[i];
    }
    CHECK(false);
    return 0;
  }

  const std::vector<Pair> pairs_;
  MemoryBudget memory_;
  SearchPlan plan_;
  SearchIndicators indicators_;
  SymbolTrialEvaluator evaluator_;
};

void CheckEqual(const std::vector<Outcome>& by_hand,
                const std::vector<Outcome>& searched) {
  CHECK(by_hand.size() == searched.size());
  for (size_t i = 0; i < by_hand.size(); ++i) {
    CHECK(by_hand[i].trades == searched[i].trades);
    CHECK(std::fabs(by_hand[i].final_equity - searched[i].final_equity) <=
          1e-9 * by_hand[i].final_equity);
  }
  std::printf("%zu pairs agree in trades and equity\n", by_hand.size());
}

double ThreadSeconds() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) +
         1e-9 * static_cast<double>(now.tv_nsec);
}

double ClockSeconds() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) +
         1e-9 * static_cast<double>(now.tv_nsec);
}

/// The least of several measurements.
template <typename Clock, typename Work>
double SecondsOf(Clock clock, int times, Work work) {
  double least = 1e9;
  for (int i = 0; i < times; ++i) {
    const double begin = clock();
    work();
    least = std::fmin(least, clock() - begin);
  }
  return least;
}

void RunW1() {
  const Workload work = {
      .bars = 2'148, .timeframe = Timeframe(), .step = 0.04, .longest = 100};
  const auto bars = MakeRandomWalk(work);
  Search search(bars, work, /*with_stop=*/false);
  CheckEqual(RunHandLoop(*bars, work, 1), search.Run(1, 1));
  std::printf("indicators: %lld asked for, %lld computed\n",
              static_cast<long long>(search.indicators().requests()),
              static_cast<long long>(search.indicators().fetched()));
  const double hand =
      SecondsOf(ThreadSeconds, 5, [&] { RunHandLoop(*bars, work, 1); });
  const double ours = SecondsOf(ThreadSeconds, 5, [&] { search.Run(1, 1); });
  std::printf(
      "W1: hand loop %.2f ms, search %.2f ms: %.2f of the hand loop's time "
      "(goal 0.5)\n",
      hand * 1e3, ours * 1e3, ours / hand);

  Search with_stop(bars, work, /*with_stop=*/true);
  constexpr size_t kStep = 20;
  const auto trials = static_cast<double>(with_stop.Run(1, kStep).size());
  const double stops =
      SecondsOf(ThreadSeconds, 5, [&] { with_stop.Run(1, kStep); });
  std::printf("stops: %.1f million trials x bars a second and core\n",
              trials * static_cast<double>(work.bars) / stops / 1e6);
}

void RunW3() {
  constexpr int kThreads = 2;
  const Workload work = {.bars = 200'000,
                         .timeframe = Timeframe(1, Timeframe::Unit::kMinute),
                         .step = 0.002,
                         .longest = 143};
  const auto bars = MakeRandomWalk(work);
  // By the search first: the most memory so far is its own then.
  Search search(bars, work, /*with_stop=*/false);
  const std::vector<Outcome> searched = search.Run(kThreads, 1);
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  const long peak_mb = usage.ru_maxrss / 1024;
  CheckEqual(RunHandLoop(*bars, work, kThreads), searched);
  const double hand =
      SecondsOf(ClockSeconds, 3, [&] { RunHandLoop(*bars, work, kThreads); });
  const double ours =
      SecondsOf(ClockSeconds, 3, [&] { search.Run(kThreads, 1); });
  std::printf(
      "W3: hand loop %.2f s, search %.2f s: %.2f of the hand loop's time "
      "(goal 0.25), %ld MB (goal 300)\n",
      hand, ours, ours / hand, peak_mb);
}

int Main() {
  RunW1();
  RunW3();
  return 0;
}

}  // namespace
}  // namespace admf

int main() { return admf::Main(); }
