// A search against the loop that a good programmer writes by hand.
//
// W1: 2,148 daily bars and all 4,851 pairs of simple moving averages of 2 to
// 100 closes, long only, filled at the same close with all cash in fractions of
// units, 0.1 % on each side; one thread. The hand loop computes the averages
// once, then goes through the bars of each pair with everything in registers,
// and keeps nothing but the final equity and the number of trades. A trial of
// the search is what the daemon runs (managers/search/trial_evaluator.h): a
// backtest with its Sharpe ratio, drawdown, 11 other metrics, digest of the
// account and the sums of the overfitting study.
//
// Stops: the same pairs, of which every 20th, with a stop of 5 % inside bars,
// which no hand loop here has: trials x bars a second on the full path.
//
// Before anything is timed, both have to come to the same trades and equity.
// Times are the processor's, so that other load on the machine matters little.
//
// bazel run //tests/bench:search_bench

#include <time.h>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "admf/v1/workflow_config.pb.h"
#include "containers/memory_budget.h"
#include "engine/base/check.h"
#include "engine/base/random.h"
#include "engine/data/bars.h"
#include "engine/data/timeframe.h"
#include "engine/indicators/computing_indicator_source.h"
#include "managers/search/search_component.h"
#include "managers/search/search_indicators.h"
#include "managers/search/search_plan.h"
#include "managers/search/trial_evaluator.h"

namespace admf {
namespace {

constexpr int64_t kBars = 2148;
constexpr int kShortest = 2;
constexpr int kLongest = 100;
constexpr double kCost = 0.001;
constexpr double kCash = 10'000;

std::shared_ptr<const BarSeries> MakeRandomWalk() {
  constexpr int64_t kDayUs = int64_t{86'400'000'000};
  Random random(/*seed=*/1, /*stream=*/0);
  BarSeries::Columns columns;
  double close = 100;
  for (int64_t bar = 0; bar < kBars; ++bar) {
    const double open = close;
    close *= 1 + 0.04 * (random.NextUniform() - 0.495);
    columns.time_us.push_back(bar * kDayUs);
    columns.open.push_back(open);
    columns.high.push_back(std::fmax(open, close));
    columns.low.push_back(std::fmin(open, close));
    columns.close.push_back(close);
  }
  auto bars = BarSeries::Create(
      {.symbol = "WALK", .timeframe = Timeframe(), .timezone = "UTC"},
      std::move(columns));
  CHECK(bars.ok());
  return *bars;
}

struct Outcome {
  double final_equity = 0;
  int64_t trades = 0;
};

/// By pair: fast, then slow.
using Outcomes = std::vector<Outcome>;

Outcomes RunHandLoop(const BarSeries& bars) {
  const double* const close = bars.close().data();
  std::vector<std::vector<double>> averages(kLongest + 1);
  for (int period = kShortest; period <= kLongest; ++period) {
    std::vector<double>& average = averages[static_cast<size_t>(period)];
    average.resize(kBars);
    double sum = 0;
    for (int64_t i = 0; i < kBars; ++i) {
      sum += close[i];
      if (i >= period) sum -= close[i - period];
      average[static_cast<size_t>(i)] = sum / period;
    }
  }
  Outcomes outcomes;
  for (int fast = kShortest; fast <= kLongest; ++fast) {
    for (int slow = fast + 1; slow <= kLongest; ++slow) {
      const double* const a = averages[static_cast<size_t>(fast)].data();
      const double* const b = averages[static_cast<size_t>(slow)].data();
      double cash = kCash;
      double units = 0;
      Outcome outcome;
      bool above = a[slow - 1] > b[slow - 1];
      for (int64_t i = slow; i < kBars; ++i) {
        const bool now = a[i] > b[i];
        if (now == above) continue;
        above = now;
        if (now) {
          units = cash / (close[i] * (1 + kCost));
          cash = 0;
        } else if (units > 0) {
          cash = units * close[i] * (1 - kCost);
          units = 0;
          ++outcome.trades;
        }
      }
      outcome.final_equity = cash + units * close[kBars - 1];
      outcomes.push_back(outcome);
    }
  }
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

/// The search as the daemon makes it, on one thread.
class Search {
 public:
  Search(std::shared_ptr<const BarSeries> bars, bool with_stop)
      : memory_(int64_t{1} << 30),
        plan_(MakePlan(with_stop)),
        indicators_(std::make_shared<ComputingIndicatorSource>(), &memory_),
        evaluator_({.bars = std::move(bars),
                    .indicators = &indicators_,
                    .metrics = TrialMetrics(plan_.objectives()),
                    .blocks = 12}) {}

  /// Every `step`-th pair.
  Outcomes Run(int step) {
    Outcomes outcomes;
    int pair = 0;
    for (int64_t fast = kShortest; fast <= kLongest; ++fast) {
      for (int64_t slow = fast + 1; slow <= kLongest; ++slow) {
        if (pair++ % step != 0) continue;
        const auto outcome = evaluator_.Evaluate(plan_.RunAt({fast, slow}), {});
        CHECK(outcome.ok());
        outcomes.push_back(
            {Metric(*outcome, "final_equity"),
             static_cast<int64_t>(Metric(*outcome, "trade_count"))});
      }
    }
    return outcomes;
  }

  const SearchIndicators& indicators() const { return indicators_; }

 private:
  static SearchPlan MakePlan(bool with_stop) {
    v1::OptimizationConfig config;
    config.set_objective("sharpe_ratio");
    auto& space = *config.mutable_parameter_space();
    space["fast_period"].set_string_value("range(2, 100, 1)");
    space["slow_period"].set_string_value("range(2, 100, 1)");
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

  MemoryBudget memory_;
  SearchPlan plan_;
  SearchIndicators indicators_;
  TrialEvaluator evaluator_;
};

double ThreadSeconds() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) +
         1e-9 * static_cast<double>(now.tv_nsec);
}

/// The least of several measurements.
template <typename Work>
double SecondsOf(Work work) {
  double least = 1e9;
  for (int i = 0; i < 5; ++i) {
    const double begin = ThreadSeconds();
    work();
    least = std::fmin(least, ThreadSeconds() - begin);
  }
  return least;
}

int Main() {
  const auto bars = MakeRandomWalk();
  const Outcomes by_hand = RunHandLoop(*bars);
  Search search(bars, /*with_stop=*/false);
  const Outcomes searched = search.Run(1);
  CHECK(by_hand.size() == searched.size());
  for (size_t i = 0; i < by_hand.size(); ++i) {
    CHECK(by_hand[i].trades == searched[i].trades);
    CHECK(std::fabs(by_hand[i].final_equity - searched[i].final_equity) <=
          1e-9 * by_hand[i].final_equity);
  }
  std::printf("%zu pairs agree in trades and equity\n", by_hand.size());
  std::printf("indicators: %lld asked for, %lld computed\n",
              static_cast<long long>(search.indicators().requests()),
              static_cast<long long>(search.indicators().fetched()));
  const double hand = SecondsOf([&] { RunHandLoop(*bars); });
  const double ours = SecondsOf([&] { search.Run(1); });
  std::printf(
      "W1: hand loop %.2f ms, search %.2f ms: %.2f of the hand loop's time "
      "(goal 0.5)\n",
      hand * 1e3, ours * 1e3, ours / hand);

  Search with_stop(bars, /*with_stop=*/true);
  constexpr int kStep = 20;
  const auto trials = static_cast<double>(with_stop.Run(kStep).size());
  const double stops = SecondsOf([&] { with_stop.Run(kStep); });
  std::printf("stops: %.1f million trials x bars a second and core\n",
              trials * static_cast<double>(kBars) / stops / 1e6);
  return 0;
}

}  // namespace
}  // namespace admf

int main() { return admf::Main(); }
