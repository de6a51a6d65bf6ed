#include "engine/strategies/catalogue.h"

#include <algorithm>
#include <memory>
#include <set>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "engine/base/random.h"
#include "engine/indicators/catalogue.h"
#include "engine/indicators/computing_indicator_source.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/test_series.h"

namespace admf {
namespace {

using Decisions = std::vector<Decision>;

/// A strategy; one that is made of others, of some of the catalogue.
std::unique_ptr<Strategy> CreateOf(const StrategyDefinition& definition,
                                   const ParameterSet& parameters) {
  if (definition.create != nullptr) return definition.create(parameters);
  std::vector<StrategyMember> members;
  for (const char* name :
       {"macd_crossover", "rsi_reversion", "sma_crossover"}) {
    const StrategyDefinition* member = FindStrategy(name);
    std::vector<ParameterProblem> problems;
    members.push_back({.strategy = member->create(
                           ResolveStrategyParameters(*member, {}, &problems))});
  }
  return definition.create_of_members(parameters, std::move(members));
}

/// What holds for every strategy of the catalogue.
class EveryStrategyTest : public testing::TestWithParam<StrategyDefinition> {
 protected:
  std::vector<ParameterSet> Parameters() const {
    if (GetParam().name != "rules") {
      return SomeParameters(GetParam().parameters);
    }
    // It has no defaults that decide anything.
    std::vector<ParameterProblem> problems;
    return {ResolveStrategyParameters(
                GetParam(),
                {{"long_when", std::string("crosses_above(sma(10), sma(30))")},
                 {"short_when", std::string("rsi(7) > limit")},
                 {"exit_when", std::string("close < close[12]")},
                 {"limit", 65.0}},
                &problems),
            ResolveStrategyParameters(
                GetParam(),
                {{"short_when",
                  std::string("high - low < atr(5)[600] and "
                              "crosses_below(macd().signal, ema(3) / 50)")},
                 {"exit_short_when", std::string("not close < sma(9)[1]")}},
                &problems)};
  }

  Decisions Decide(const ParameterSet& parameters,
                   const std::shared_ptr<const BarSeries>& bars) const {
    ComputingIndicatorSource indicators;
    auto decisions = DecideAll(*CreateOf(GetParam(), parameters), bars,
                               indicators, std::stop_token());
    EXPECT_TRUE(decisions.ok());
    return *std::move(decisions);
  }
};

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryStrategyTest,
                         testing::ValuesIn(StrategyCatalogue().begin(),
                                           StrategyCatalogue().end()),
                         [](const auto& info) { return info.param.name; });

TEST_P(EveryStrategyTest, IsDescribed) {
  EXPECT_EQ(GetParam().description.back(), '.');
  std::set<std::string> names;
  for (const auto& parameter : GetParam().parameters) {
    EXPECT_TRUE(names.insert(parameter.name).second) << parameter.name;
    EXPECT_EQ(parameter.description.back(), '.') << parameter.name;
    std::vector<ParameterProblem> problems;
    ResolveStrategyParameters(
        GetParam(), {{parameter.name, parameter.default_value}}, &problems);
    // Of rules at least one is needed.
    EXPECT_EQ(problems.empty(), GetParam().name != "rules") << parameter.name;
  }
}

TEST_P(EveryStrategyTest, MakesDecisionsOnARandomWalk) {
  const auto bars = RandomBars(2000, 1);
  EXPECT_FALSE(Decide(Parameters().front(), bars).empty());
}

TEST_P(EveryStrategyTest, DecidesInOrderAndOnlyChanges) {
  const auto bars = RandomBars(2000, 2);
  for (const auto& parameters : Parameters()) {
    int64_t last = -1;
    Side side = Side::kFlat;
    for (const Decision& decision : Decide(parameters, bars)) {
      ASSERT_GT(decision.bar, last);
      ASSERT_LT(decision.bar, static_cast<int64_t>(bars->size()));
      ASSERT_NE(decision.side, side);
      last = decision.bar;
      side = decision.side;
    }
  }
}

TEST_P(EveryStrategyTest, DoesNotLookAhead) {
  // The decisions of a truncated history are the truncated decisions.
  const auto bars = RandomIntradayBars(400, 3);
  for (const auto& parameters : Parameters()) {
    const Decisions all = Decide(parameters, bars);
    for (size_t count = 1; count <= bars->size(); count += 3) {
      Decisions expected = all;
      std::erase_if(expected, [count](const Decision& decision) {
        return decision.bar >= static_cast<int64_t>(count);
      });
      ASSERT_EQ(Decide(parameters, FirstBars(*bars, count)), expected) << count;
    }
  }
}

TEST_P(EveryStrategyTest, DecidesTheSameHoweverTheBarsAreCut) {
  const auto bars = RandomBars(1000, 4);
  Random random(4, 2);
  for (const auto& parameters : Parameters()) {
    const Decisions expected = Decide(parameters, bars);
    ComputingIndicatorSource source;
    for (const size_t longest : {1, 7, 300}) {
      std::vector<std::unique_ptr<IndicatorReader>> readers;
      for (const auto& spec : CreateOf(GetParam(), parameters)->Indicators()) {
        readers.push_back(*source.Open(spec, bars, std::stop_token()));
      }
      const auto strategy = CreateOf(GetParam(), parameters);
      Decisions decisions;
      for (size_t begin = 0; begin < bars->size();) {
        // Empty ranges, too.
        const size_t end = std::min<size_t>(
            begin + random.NextBelow(longest + 1), bars->size());
        std::vector<IndicatorOutputs> outputs;
        for (const auto& reader : readers) {
          outputs.push_back(reader->Read(begin, end));
        }
        strategy->Decide(*bars, outputs, begin, end, &decisions);
        begin = end;
      }
      ASSERT_EQ(decisions, expected) << longest;
    }
  }
}

TEST_P(EveryStrategyTest, DecidesNothingBeforeItsIndicatorsHaveValues) {
  const auto bars = RandomBars(400, 5);
  for (const auto& parameters : Parameters()) {
    std::vector<size_t> warm_ups;
    ComputingIndicatorSource source;
    for (const auto& spec : CreateOf(GetParam(), parameters)->Indicators()) {
      const auto series = source.Get(spec, bars, std::stop_token());
      ASSERT_TRUE(series.ok()) << series.status();
      warm_ups.push_back((*series)->warm_up);
    }
    if (warm_ups.empty()) continue;
    // Of what rules and members of an ensemble look at, one may be enough.
    const bool one_is_enough =
        GetParam().name == "rules" || GetParam().name == "ensemble";
    const size_t warm_up =
        one_is_enough ? *std::min_element(warm_ups.begin(), warm_ups.end())
                      : *std::max_element(warm_ups.begin(), warm_ups.end());
    for (const Decision& decision : Decide(parameters, bars)) {
      ASSERT_GE(decision.bar, static_cast<int64_t>(warm_up));
    }
    for (size_t count = 1; count <= warm_up; count = 2 * count + 1) {
      EXPECT_EQ(Decide(parameters, FirstBars(*bars, count)), Decisions{});
    }
  }
}

TEST_P(EveryStrategyTest, DecidesNothingOnConstantPrices) {
  const std::vector<double> prices(400, 93.07);
  for (const double volume : {0.0, 0.1}) {
    const auto bars = BarsWithVolume(prices, prices, prices,
                                     std::vector<double>(400, volume));
    for (const auto& parameters : Parameters()) {
      const Decisions expected = GetParam().name == "buy_and_hold"
                                     ? Decisions{{0, Side::kLong}}
                                     : Decisions{};
      EXPECT_EQ(Decide(parameters, bars), expected);
    }
  }
}

TEST_P(EveryStrategyTest, SaysIfItNeedsVolume) {
  const auto strategy = CreateOf(GetParam(), Parameters().front());
  const IndicatorSpec* needs_volume = nullptr;
  const auto specs = strategy->Indicators();
  for (const auto& spec : specs) {
    if (FindIndicator(spec.name)->needs_volume) needs_volume = &spec;
  }
  ComputingIndicatorSource indicators;
  const auto status = DecideAll(*strategy, BarsOfCloses(RandomCloses(100, 6)),
                                indicators, std::stop_token())
                          .status();
  if (needs_volume == nullptr) {
    EXPECT_TRUE(status.ok()) << status;
  } else {
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(std::string(status.message()),
              needs_volume->name +
                  " needs the traded volume, and the data of TEST has none");
  }
}

TEST(StrategyCatalogueTest, IsComplete) {
  for (const char* name : {"sma_crossover",
                           "ema_crossover",
                           "macd_crossover",
                           "rsi_reversion",
                           "rsi_threshold",
                           "stochastic_reversion",
                           "cci_reversion",
                           "bollinger_reversion",
                           "bollinger_breakout",
                           "keltner_reversion",
                           "keltner_breakout",
                           "donchian_breakout",
                           "momentum",
                           "roc_threshold",
                           "adx_trend",
                           "parabolic_sar",
                           "supertrend",
                           "aroon",
                           "vortex",
                           "obv_trend",
                           "mfi_reversion",
                           "vwap_deviation",
                           "ichimoku",
                           "buy_and_hold",
                           "rules",
                           "ensemble"}) {
    EXPECT_NE(FindStrategy(name), nullptr) << name;
  }
}

TEST(StrategyCatalogueTest, IsSortedByName) {
  std::string last;
  for (const auto& definition : StrategyCatalogue()) {
    EXPECT_LT(last, definition.name);
    last = definition.name;
    EXPECT_EQ(FindStrategy(definition.name), &definition);
  }
}

TEST(StrategyCatalogueTest, FindsNothingElse) {
  EXPECT_EQ(FindStrategy("sma_cross"), nullptr);
  EXPECT_EQ(FindStrategy(""), nullptr);
}

TEST(ResolveStrategyParametersTest, ChecksAcrossOnlyWhatIsWellByItself) {
  const StrategyDefinition& definition = *FindStrategy("sma_crossover");
  std::vector<ParameterProblem> problems = {{"earlier", "one"}};
  ResolveStrategyParameters(
      definition, {{"fast_period", int64_t{50}}, {"slow_perod", int64_t{60}}},
      &problems);
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(problems[1].name, "slow_perod");
  // A problem from elsewhere is no reason not to look.
  problems.resize(1);
  ResolveStrategyParameters(definition, {{"fast_period", int64_t{50}}},
                            &problems);
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(problems[1].description,
            "fast_period (50) must be less than slow_period (30)");
}

}  // namespace
}  // namespace admf
