#include "engine/indicators/catalogue.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "engine/base/random.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/test_series.h"

namespace admf {
namespace {

bool SameBits(double a, double b) {
  return std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b);
}

IndicatorSeries ComputeAll(const IndicatorDefinition& definition,
                           const ParameterSet& parameters,
                           const BarSeries& bars) {
  auto series = definition.compute(parameters, bars, std::stop_token());
  EXPECT_TRUE(series.ok());
  return *std::move(series);
}

/// What holds for every indicator of the catalogue.
class EveryIndicatorTest : public testing::TestWithParam<IndicatorDefinition> {
};

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryIndicatorTest,
                         testing::ValuesIn(IndicatorCatalogue().begin(),
                                           IndicatorCatalogue().end()),
                         [](const auto& info) { return info.param.name; });

TEST_P(EveryIndicatorTest, IsDescribed) {
  EXPECT_EQ(GetParam().description.back(), '.');
  EXPECT_FALSE(GetParam().outputs.empty());
  std::set<std::string> names;
  for (const auto& parameter : GetParam().parameters) {
    EXPECT_TRUE(names.insert(parameter.name).second) << parameter.name;
    EXPECT_EQ(parameter.description.back(), '.') << parameter.name;
    std::vector<ParameterProblem> problems;
    ParameterSet::Resolve(GetParam().parameters,
                          {{parameter.name, parameter.default_value}},
                          &problems);
    EXPECT_TRUE(problems.empty()) << parameter.name;
  }
}

TEST_P(EveryIndicatorTest, BatchAndIncrementalFormAreEqualToTheBit) {
  // More bars than one block of the batch form has.
  const auto bars = RandomBars(20'000, 1);
  for (const auto& parameters : SomeParameters(GetParam().parameters)) {
    const auto series = ComputeAll(GetParam(), parameters, *bars);
    const auto incremental = GetParam().create(parameters);
    std::vector<double> values(GetParam().outputs.size());
    ASSERT_EQ(series.outputs.size(), values.size());
    for (size_t i = 0; i < bars->size(); ++i) {
      incremental->Update(*bars, i, values);
      for (size_t k = 0; k < values.size(); ++k) {
        ASSERT_TRUE(SameBits(values[k], series.output(k)[i])) << k << " " << i;
      }
    }
  }
}

TEST_P(EveryIndicatorTest, ReadsNoOtherBarThanTheNewest) {
  for (const auto& bars : {RandomBars(300, 2), RandomIntradayBars(300, 2)}) {
    for (const auto& parameters : SomeParameters(GetParam().parameters)) {
      const auto series = ComputeAll(GetParam(), parameters, *bars);
      const auto incremental = GetParam().create(parameters);
      std::vector<double> values(GetParam().outputs.size());
      for (size_t i = 0; i < bars->size(); ++i) {
        incremental->Update(*SomeBars(*bars, i, i + 1), 0, values);
        for (size_t k = 0; k < values.size(); ++k) {
          ASSERT_TRUE(SameBits(values[k], series.output(k)[i]))
              << k << " " << i;
        }
      }
    }
  }
}

TEST_P(EveryIndicatorTest, ReadersGiveTheSameHoweverTheBarsAreCut) {
  const auto bars = RandomIntradayBars(1000, 3);
  Random random(3, 1);
  for (const auto& parameters : SomeParameters(GetParam().parameters)) {
    const auto series = ComputeAll(GetParam(), parameters, *bars);
    for (const size_t longest : {1, 7, 300}) {
      const auto reader = GetParam().open(parameters, bars);
      for (size_t begin = 0; begin < bars->size();) {
        // Empty ranges, too.
        const size_t end = std::min<size_t>(
            begin + random.NextBelow(longest + 1), bars->size());
        const IndicatorOutputs outputs = reader->Read(begin, end);
        ASSERT_EQ(outputs.size(), series.outputs.size());
        for (size_t k = 0; k < outputs.size(); ++k) {
          ASSERT_EQ(outputs[k].size(), end - begin);
          for (size_t i = begin; i < end; ++i) {
            ASSERT_TRUE(SameBits(outputs[k][i - begin], series.output(k)[i]))
                << k << " " << i;
          }
        }
        begin = end;
      }
    }
  }
}

TEST_P(EveryIndicatorTest, LaterBarsDoNotChangeEarlierValues) {
  for (const auto& bars : {RandomBars(300, 3), RandomIntradayBars(300, 3)}) {
    for (const auto& parameters : SomeParameters(GetParam().parameters)) {
      const auto whole = ComputeAll(GetParam(), parameters, *bars);
      for (size_t count = 1; count < bars->size(); count += 13) {
        const auto first =
            ComputeAll(GetParam(), parameters, *FirstBars(*bars, count));
        EXPECT_EQ(first.warm_up, std::min(whole.warm_up, count));
        for (size_t k = 0; k < whole.outputs.size(); ++k) {
          ASSERT_EQ(first.output(k).size(), count);
          for (size_t i = 0; i < count; ++i) {
            ASSERT_TRUE(SameBits(first.output(k)[i], whole.output(k)[i]))
                << k << " " << i;
          }
        }
      }
    }
  }
}

TEST_P(EveryIndicatorTest, HasValuesFromOneBarOnInsideOfDays) {
  // Not before the declared warm-up, and all outputs from the same bar on.
  const auto bars = RandomIntradayBars(300, 4);
  for (const auto& parameters : SomeParameters(GetParam().parameters)) {
    const auto series = ComputeAll(GetParam(), parameters, *bars);
    EXPECT_GE(series.warm_up, GetParam().warm_up(parameters));
    ASSERT_LT(series.warm_up, bars->size());
    for (const auto& output : series.outputs) {
      for (size_t i = 0; i < bars->size(); ++i) {
        ASSERT_EQ(std::isfinite(output[i]), i >= series.warm_up) << i;
      }
    }
  }
}

TEST_P(EveryIndicatorTest, IsFiniteOnConstantPricesAndWithoutTrading) {
  const std::vector<double> prices(300, 93.07);
  for (const double volume : {0.0, 0.1}) {
    const auto bars = BarsWithVolume(prices, prices, prices,
                                     std::vector<double>(300, volume));
    for (const auto& parameters : SomeParameters(GetParam().parameters)) {
      const auto series = ComputeAll(GetParam(), parameters, *bars);
      for (const auto& output : series.outputs) {
        for (size_t i = series.warm_up; i < bars->size(); ++i) {
          ASSERT_TRUE(std::isfinite(output[i])) << i;
          // No noise of rounding that a strategy could trade on.
          ASSERT_EQ(output[i], output[series.warm_up]) << i;
        }
      }
    }
  }
}

TEST_P(EveryIndicatorTest, SaysIfItNeedsVolume) {
  const auto bars = BarsOfCloses(RandomCloses(300, 5));
  const IndicatorSpec spec{GetParam().name, {}};
  const auto computed = ComputeIndicator(spec, *bars, {}).status();
  EXPECT_EQ(CheckIndicator(spec, *bars), computed);
  EXPECT_EQ(OpenIndicator(spec, bars).status(), computed);
  if (!GetParam().needs_volume) {
    EXPECT_TRUE(computed.ok());
    return;
  }
  EXPECT_EQ(computed.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(std::string(computed.message()),
            GetParam().name +
                " needs the traded volume, and the data of TEST has none");
  EXPECT_TRUE(CheckIndicator(spec, *RandomBars(1, 5)).ok());
}

TEST_P(EveryIndicatorTest, HasValuesFromTheDeclaredWarmUpOn) {
  const auto bars = RandomBars(300, 4);
  for (const auto& parameters : SomeParameters(GetParam().parameters)) {
    const auto series = ComputeAll(GetParam(), parameters, *bars);
    EXPECT_EQ(series.warm_up, GetParam().warm_up(parameters));
    ASSERT_LT(series.warm_up, bars->size());
    for (const auto& output : series.outputs) {
      for (size_t i = 0; i < bars->size(); ++i) {
        ASSERT_EQ(std::isfinite(output[i]), i >= series.warm_up) << i;
        ASSERT_EQ(std::isnan(output[i]), i < series.warm_up) << i;
      }
    }
  }
}

TEST_P(EveryIndicatorTest, WarmUpIsAtMostTheNumberOfBars) {
  const auto bars = RandomBars(1, 5);
  for (const auto& parameters : SomeParameters(GetParam().parameters)) {
    const auto series = ComputeAll(GetParam(), parameters, *bars);
    EXPECT_EQ(series.warm_up,
              std::min<size_t>(GetParam().warm_up(parameters), 1));
  }
}

TEST_P(EveryIndicatorTest, CanBeCancelled) {
  std::stop_source stop;
  stop.request_stop();
  const auto series =
      GetParam().compute(SomeParameters(GetParam().parameters).front(),
                         *RandomBars(10, 6), stop.get_token());
  EXPECT_EQ(series.status().code(), absl::StatusCode::kCancelled);
}

TEST(IndicatorCatalogueTest, IsSortedByName) {
  std::set<std::string> names;
  std::string last;
  for (const auto& definition : IndicatorCatalogue()) {
    EXPECT_LT(last, definition.name);
    last = definition.name;
    EXPECT_EQ(FindIndicator(definition.name), &definition);
  }
}

TEST(IndicatorCatalogueTest, IsComplete) {
  for (const char* name : {"sma",           "ema",
                           "wma",           "dema",
                           "tema",          "hma",
                           "vwma",          "rsi",
                           "stochastic",    "stochastic_rsi",
                           "williams_r",    "cci",
                           "mfi",           "roc",
                           "momentum",      "ultimate_oscillator",
                           "macd",          "adx",
                           "aroon",         "vortex",
                           "parabolic_sar", "supertrend",
                           "ichimoku",      "atr",
                           "bollinger",     "keltner",
                           "donchian",      "linear_regression",
                           "obv",           "vpt",
                           "cmf",           "accumulation_distribution",
                           "vwap",          "volatility",
                           "pivot_points"}) {
    EXPECT_NE(FindIndicator(name), nullptr) << name;
  }
}

TEST(IndicatorCatalogueTest, FindsNothingElse) {
  EXPECT_EQ(FindIndicator("smaa"), nullptr);
  EXPECT_EQ(FindIndicator(""), nullptr);
}

TEST(ComputeIndicatorTest, FillsInDefaults) {
  const auto bars = RandomBars(60, 7);
  const auto series = Compute("sma", {}, *bars);
  const auto same = Compute("sma", {{"period", int64_t{20}}}, *bars);
  for (size_t i = 0; i < bars->size(); ++i) {
    EXPECT_TRUE(SameBits(series.output(0)[i], same.output(0)[i])) << i;
  }
}

TEST(ComputeIndicatorTest, RefusesWhatItDoesNotKnow) {
  const auto bars = RandomBars(10, 8);
  const auto near = ComputeIndicator({"smaa", {}}, *bars, {}).status();
  EXPECT_EQ(near.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(std::string(near.message()),
            "there is no indicator smaa; did you mean sma?");
  const auto far = ComputeIndicator({"moon_phase", {}}, *bars, {}).status();
  EXPECT_EQ(far.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(far.message().substr(0, 43),
            "there is no indicator moon_phase; there are");
}

TEST(ComputeIndicatorTest, RefusesBadParameters) {
  const auto status =
      ComputeIndicator({"sma", {{"period", int64_t{0}}, {"perod", 1.0}}},
                       *RandomBars(10, 9), {})
          .status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(std::string(status.message()),
            "sma: period must be a whole number from 1 to 100000, not 0; "
            "there is no parameter \"perod\"; did you mean period?");
}

}  // namespace
}  // namespace admf
