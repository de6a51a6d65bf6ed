#include "tests/unit/engine/indicators/test_series.h"

#include <algorithm>
#include <cmath>
#include <stop_token>
#include <type_traits>
#include <utility>
#include <variant>

#include "engine/base/check.h"
#include "engine/base/random.h"
#include "engine/indicators/catalogue.h"

namespace admf {
namespace {

constexpr int64_t kHour = 3'600'000'000;

/// Daily bars, unless they have times.
std::shared_ptr<const BarSeries> Create(BarSeries::Columns columns,
                                        const std::string& timezone = "UTC") {
  if (columns.time_us.empty()) {
    for (size_t i = 0; i < columns.close.size(); ++i) {
      columns.time_us.push_back(static_cast<int64_t>(i) * 24 * kHour);
    }
  }
  auto bars = BarSeries::Create({.symbol = "TEST", .timezone = timezone},
                                std::move(columns));
  CHECK(bars.ok());
  return *bars;
}

BarSeries::Columns RandomColumns(size_t count, uint64_t seed) {
  Random random(seed, 1);
  Random random_volume(seed, 2);
  BarSeries::Columns columns;
  columns.close = RandomCloses(count, seed);
  for (const double close : columns.close) {
    columns.high.push_back(close * (1 + 0.02 * random.NextUniform()));
    columns.low.push_back(close * (1 - 0.02 * random.NextUniform()));
    const double volume = 1'000 * random_volume.NextUniform();
    columns.volume.push_back(volume < 100 ? 0 : std::round(volume));
  }
  columns.open = columns.low;
  return columns;
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

std::shared_ptr<const BarSeries> BarsWithVolume(std::vector<double> high,
                                                std::vector<double> low,
                                                std::vector<double> close,
                                                std::vector<double> volume) {
  BarSeries::Columns columns;
  columns.open = low;
  columns.high = std::move(high);
  columns.low = std::move(low);
  columns.close = std::move(close);
  columns.volume = std::move(volume);
  return Create(std::move(columns));
}

std::shared_ptr<const BarSeries> BarsOfRanges(std::vector<double> high,
                                              std::vector<double> low,
                                              std::vector<double> close) {
  return BarsWithVolume(std::move(high), std::move(low), std::move(close), {});
}

std::shared_ptr<const BarSeries> BarsAt(std::vector<int64_t> time_us,
                                        const std::string& timezone,
                                        const std::vector<double>& prices,
                                        std::vector<double> volume) {
  return Create({.time_us = std::move(time_us),
                 .open = prices,
                 .high = prices,
                 .low = prices,
                 .close = prices,
                 .volume = std::move(volume)},
                timezone);
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
  return Create(RandomColumns(count, seed));
}

std::shared_ptr<const BarSeries> RandomIntradayBars(size_t count,
                                                    uint64_t seed) {
  BarSeries::Columns columns = RandomColumns(count, seed);
  for (size_t i = 0; i < count; ++i) {
    columns.time_us.push_back(static_cast<int64_t>(i) * 7 * kHour);
  }
  return Create(std::move(columns), "America/New_York");
}

std::shared_ptr<const BarSeries> SomeBars(const BarSeries& bars, size_t begin,
                                          size_t end) {
  const auto some = [begin, end](auto column) {
    using Value = std::remove_const_t<typename decltype(column)::element_type>;
    if (column.empty()) return std::vector<Value>();
    return std::vector<Value>(column.begin() + begin, column.begin() + end);
  };
  return Create({.time_us = some(bars.time_us()),
                 .open = some(bars.open()),
                 .high = some(bars.high()),
                 .low = some(bars.low()),
                 .close = some(bars.close()),
                 .volume = some(bars.volume())},
                bars.timezone());
}

std::shared_ptr<const BarSeries> FirstBars(const BarSeries& bars,
                                           size_t count) {
  return SomeBars(bars, 0, count);
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
  for (const double factor : {0.5, 1.5}) {
    std::map<std::string, ParameterValue> given;
    for (const auto& definition : definitions) {
      if (definition.type != ParameterDefinition::Type::kReal) continue;
      const double value = factor * std::get<double>(definition.default_value);
      given[definition.name] =
          std::clamp(value, *definition.minimum, *definition.maximum);
    }
    if (given.empty()) break;
    sets.push_back(ParameterSet::Resolve(definitions, given, &problems));
  }
  CHECK(problems.empty());
  return sets;
}

}  // namespace admf
