// What the indicators cost per bar, and what the simple moving average costs
// against the loop that everybody writes: a running sum of doubles, whose
// rounding errors stay in it.
//
// bazel run //tests/bench:indicator_bench

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "benchmark/benchmark.h"
#include "engine/data/bars.h"
#include "engine/indicators/catalogue.h"
#include "engine/indicators/rolling_mean.h"
#include "tests/unit/engine/indicators/test_series.h"

namespace admf {
namespace {

constexpr size_t kBars = 10'000'000;

const std::shared_ptr<const BarSeries>& Bars() {
  static const auto* const bars = new auto(RandomBars(kBars, 1));
  return *bars;
}

void CountBars(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(kBars));
}

/// Into memory that is there already: the arithmetic alone.
void PlainRunningMean(benchmark::State& state) {
  const auto close = Bars()->close();
  const size_t period = state.range(0);
  std::vector<double> means(close.size());
  for (auto _ : state) {
    double sum = 0;
    for (size_t i = 0; i < close.size(); ++i) {
      sum += close[i];
      if (i >= period) sum -= close[i - period];
      means[i] = sum / static_cast<double>(period);
    }
    benchmark::DoNotOptimize(means.data());
    benchmark::ClobberMemory();
  }
  CountBars(state);
}
BENCHMARK(PlainRunningMean)->Arg(10)->Arg(200);

/// The same with RollingMean, value by value and all at once.
void ExactRunningMean(benchmark::State& state) {
  const auto close = Bars()->close();
  std::vector<double> means(close.size());
  for (auto _ : state) {
    RollingMean mean(state.range(0));
    for (size_t i = 0; i < close.size(); ++i) means[i] = mean.Add(close[i]);
    benchmark::DoNotOptimize(means.data());
    benchmark::ClobberMemory();
  }
  CountBars(state);
}
BENCHMARK(ExactRunningMean)->Arg(10)->Arg(200);

void ExactRunningMeans(benchmark::State& state) {
  const auto close = Bars()->close();
  std::vector<double> means(close.size());
  for (auto _ : state) {
    RollingMean mean(state.range(0));
    mean.AddAll(close, means.data());
    benchmark::DoNotOptimize(means.data());
    benchmark::ClobberMemory();
  }
  CountBars(state);
}
BENCHMARK(ExactRunningMeans)->Arg(10)->Arg(200)->Arg(10'000);

/// A whole indicator with its defaults, with the memory of its columns.
void Indicator(benchmark::State& state, const std::string& name) {
  Bars();
  for (auto _ : state) {
    auto series = ComputeIndicator({name, {}}, *Bars(), std::stop_token());
    benchmark::DoNotOptimize(series);
  }
  CountBars(state);
}

}  // namespace
}  // namespace admf

int main(int argc, char** argv) {
  for (const auto& definition : admf::IndicatorCatalogue()) {
    benchmark::RegisterBenchmark(("Indicator/" + definition.name).c_str(),
                                 [name = definition.name](auto& state) {
                                   admf::Indicator(state, name);
                                 });
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
