// What the indicators cost per bar, against the loops that everybody writes:
// running sums of doubles, whose rounding errors stay in them. The goal is half
// the speed of the plain loop or more.
//
// bazel run //tests/bench:indicator_bench

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "benchmark/benchmark.h"
#include "engine/base/check.h"
#include "engine/data/bars.h"
#include "engine/indicators/catalogue.h"
#include "engine/indicators/rolling_mean.h"
#include "tests/bench/plain_indicators.h"
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
void WithColumns(benchmark::State& state, const std::string& name) {
  for (auto _ : state) {
    auto series = ComputeIndicator({name, {}}, *Bars(), std::stop_token());
    benchmark::DoNotOptimize(series);
  }
  CountBars(state);
}

/// Few enough bars for the caches, so that the arithmetic is compared: read as
/// strategies do, and into memory that is there already.
const std::shared_ptr<const BarSeries>& FewBars() {
  static const auto* const bars = new auto(RandomBars(50'000, 2));
  return *bars;
}

void Indicator(benchmark::State& state, const std::string& name) {
  constexpr size_t kBlock = size_t{1} << 13;
  const auto& bars = FewBars();
  for (auto _ : state) {
    auto reader = OpenIndicator({name, {}}, bars);
    for (size_t begin = 0; begin < bars->size(); begin += kBlock) {
      benchmark::DoNotOptimize(
          (*reader)->Read(begin, std::min(begin + kBlock, bars->size())));
    }
  }
  state.SetItemsProcessed(state.iterations() *
                          static_cast<int64_t>(bars->size()));
}

void Plain(benchmark::State& state, const PlainIndicator& plain) {
  const auto& bars = FewBars();
  PlainWork work;
  for (auto _ : state) {
    plain.compute(*bars, work);
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() *
                          static_cast<int64_t>(bars->size()));
}

/// CHECK-fails unless both give the same but for rounding.
void ExpectSameWork(const PlainIndicator& plain) {
  const auto bars = RandomBars(10'000, 2);
  const auto series =
      ComputeIndicator({plain.name, {}}, *bars, std::stop_token());
  CHECK(series.ok());
  PlainWork work;
  plain.compute(*bars, work);
  const PlainColumns& columns = work.columns();
  CHECK(columns.size() == series->outputs.size());
  for (size_t k = 0; k < columns.size(); ++k) {
    for (size_t i = series->warm_up; i < bars->size(); ++i) {
      const double difference = columns[k][i] - series->outputs[k][i];
      CHECK(std::abs(difference) <= 1e-6 * (1 + std::abs(columns[k][i])));
    }
  }
}

std::vector<PlainIndicator> PlainIndicators() {
  std::vector<PlainIndicator> all;
  for (const auto& some : {PlainAverages(), PlainOscillators(), PlainTrends(),
                           PlainVolumeIndicators()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  CHECK(all.size() == IndicatorCatalogue().size());
  return all;
}

}  // namespace
}  // namespace admf

int main(int argc, char** argv) {
  for (const auto& plain : admf::PlainIndicators()) {
    admf::ExpectSameWork(plain);
    benchmark::RegisterBenchmark(
        ("Plain/" + plain.name).c_str(),
        [plain](auto& state) { admf::Plain(state, plain); });
    benchmark::RegisterBenchmark(
        ("Indicator/" + plain.name).c_str(),
        [name = plain.name](auto& state) { admf::Indicator(state, name); });
    benchmark::RegisterBenchmark(
        ("WithColumns/" + plain.name).c_str(),
        [name = plain.name](auto& state) { admf::WithColumns(state, name); });
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
