#include "tests/unit/engine/indicators/test_series.h"

#include <algorithm>
#include <cmath>
#include <stop_token>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/random.h"
#include "engine/indicators/catalogue.h"

namespace admf {
namespace {

std::shared_ptr<const BarSeries> Create(BarSeries::Columns columns) {
  constexpr int64_t kDay = 86'400'000'000;
  for (size_t i = 0; i < columns.close.size(); ++i) {
    columns.time_us.push_back(static_cast<int64_t>(i) * kDay);
  }
  auto bars = BarSeries::Create({.symbol = "TEST"}, std::move(columns));
  CHECK(bars.ok());
  return *bars;
}

}  // namespace

std::shared_ptr<const BarSeries> BarsOfCloses(std::vector<double> closes) {
  BarSeries::Columns columns;
  double open = closes.front();
  for (const double close : closes) {
    columns.open.push_back(open);
    columns.high.push_back(std::max(open, close));
    columns.low.push_back(std::min(open, close));
    open = close;
  }
  columns.close = std::move(closes);
  return Create(std::move(columns));
}

std::shared_ptr<const BarSeries> BarsOfRanges(std::vector<double> high,
                                              std::vector<double> low,
                                              std::vector<double> close) {
  BarSeries::Columns columns;
  columns.open = low;
  columns.high = std::move(high);
  columns.low = std::move(low);
  columns.close = std::move(close);
  return Create(std::move(columns));
}

std::vector<double> RandomCloses(size_t count, uint64_t seed, double step) {
  Random random(seed, 0);
  std::vector<double> closes;
  double price = 100;
  for (size_t i = 0; i < count; ++i) {
    // The way back to 100 keeps long walks in a plausible range.
    const double drift = std::log(100 / price) * 1e-3;
    price *= std::exp(drift + step * (2 * random.NextUniform() - 1));
    closes.push_back(std::round(price * 100) / 100);
  }
  return closes;
}

std::shared_ptr<const BarSeries> RandomBars(size_t count, uint64_t seed) {
  Random random(seed, 1);
  std::vector<double> closes = RandomCloses(count, seed);
  std::vector<double> high, low;
  for (const double close : closes) {
    high.push_back(close * (1 + 0.02 * random.NextUniform()));
    low.push_back(close * (1 - 0.02 * random.NextUniform()));
  }
  return BarsOfRanges(std::move(high), std::move(low), std::move(closes));
}

std::shared_ptr<const BarSeries> FirstBars(const BarSeries& bars,
                                           size_t count) {
  const auto first = [count](auto column) {
    return std::vector<double>(column.begin(), column.begin() + count);
  };
  BarSeries::Columns columns;
  columns.open = first(bars.open());
  columns.high = first(bars.high());
  columns.low = first(bars.low());
  columns.close = first(bars.close());
  return Create(std::move(columns));
}

IndicatorSeries Compute(const std::string& name,
                        const std::map<std::string, ParameterValue>& parameters,
                        const BarSeries& bars) {
  auto series = ComputeIndicator({name, parameters}, bars, std::stop_token());
  CHECK(series.ok());
  return *std::move(series);
}

std::vector<ParameterSet> SomeParameters(
    const std::vector<ParameterDefinition>& definitions) {
  std::vector<ParameterSet> sets;
  std::vector<ParameterProblem> problems;
  sets.push_back(ParameterSet::Resolve(definitions, {}, &problems));
  // Integers in steps, so that of two periods the later one is the longer.
  for (const int64_t smallest : {1, 2, 5}) {
    std::map<std::string, ParameterValue> given;
    int64_t next = smallest;
    for (const auto& definition : definitions) {
      if (definition.type != ParameterDefinition::Type::kInteger) continue;
      next = std::max(next, static_cast<int64_t>(*definition.minimum));
      given[definition.name] = next++;
    }
    if (given.empty()) break;
    sets.push_back(ParameterSet::Resolve(definitions, given, &problems));
  }
  CHECK(problems.empty());
  return sets;
}

}  // namespace admf
