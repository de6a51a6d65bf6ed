#include "engine/validation/perturbation.h"

#include <cstddef>
#include <limits>
#include <map>
#include <set>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Decisions = std::vector<Decision>;

constexpr Side kLong = Side::kLong;
constexpr Side kFlat = Side::kFlat;
constexpr Side kShort = Side::kShort;

TEST(DelayDecisionsTest, EveryDecisionIsLater) {
  const Decisions decisions = {{0, kLong}, {3, kShort}, {7, kFlat}};
  EXPECT_EQ(DelayDecisions(decisions, 10, 2),
            (Decisions{{2, kLong}, {5, kShort}, {9, kFlat}}));
  EXPECT_EQ(DelayDecisions(decisions, 10, 0), decisions);
}

TEST(DelayDecisionsTest, LeavesOutWhatIsBeyondTheLastBar) {
  const Decisions decisions = {{0, kLong}, {3, kShort}, {7, kFlat}};
  EXPECT_EQ(DelayDecisions(decisions, 10, 3),
            (Decisions{{3, kLong}, {6, kShort}}));
  EXPECT_THAT(DelayDecisions(decisions, 10, 10), IsEmpty());
}

TEST(DelayDecisionsAtRandomTest, NoDelayChangesNothing) {
  const Decisions decisions = {{0, kLong}, {3, kShort}, {9, kFlat}};
  EXPECT_EQ(DelayDecisionsAtRandom(decisions, 10, 0, 1, 1), decisions);
}

TEST(DelayDecisionsAtRandomTest, AllDelaysAreEquallyLikely) {
  std::map<int64_t, int> counts;
  for (uint64_t path = 0; path < 4'000; ++path) {
    const Decisions delayed =
        DelayDecisionsAtRandom(Decisions{{2, kLong}}, 10, 3, 7, path);
    ASSERT_EQ(delayed.size(), 1);
    ++counts[delayed[0].bar];
  }
  ASSERT_EQ(counts.size(), 4);
  for (int64_t bar = 2; bar <= 5; ++bar) EXPECT_NEAR(counts[bar], 1'000, 120);
}

TEST(DelayDecisionsAtRandomTest, OvertakenDecisionsAreLeftOut) {
  // Both decisions are at 0 to 3 and at 1 to 4. Where the first one comes
  // after the second, or with it, only the second is left.
  const Decisions decisions = {{0, kLong}, {1, kShort}};
  std::set<size_t> sizes;
  for (uint64_t path = 0; path < 200; ++path) {
    const Decisions delayed = DelayDecisionsAtRandom(decisions, 10, 3, 7, path);
    sizes.insert(delayed.size());
    ASSERT_EQ(delayed.back().side, kShort);
    if (delayed.size() == 2) {
      ASSERT_LT(delayed[0].bar, delayed[1].bar);
      ASSERT_EQ(delayed[0].side, kLong);
    }
  }
  EXPECT_THAT(sizes, ElementsAre(1, 2));
}

TEST(DelayDecisionsAtRandomTest, RepeatedSidesAreOneDecision) {
  // Where the flat one is overtaken, the second long one wants nothing new.
  const Decisions decisions = {{0, kLong}, {10, kFlat}, {11, kLong}};
  int merged = 0;
  for (uint64_t path = 0; path < 200; ++path) {
    const Decisions delayed =
        DelayDecisionsAtRandom(decisions, 100, 3, 7, path);
    if (delayed.size() == 3) continue;
    ASSERT_EQ(delayed.size(), 1);
    ASSERT_LE(delayed[0].bar, 3);
    ++merged;
  }
  // The flat one's delay is greater than the last one's in 6 of 16 cases.
  EXPECT_NEAR(merged, 200 * 6.0 / 16, 25);
}

TEST(DelayDecisionsAtRandomTest, LeavesOutWhatIsBeyondTheLastBar) {
  for (uint64_t path = 0; path < 200; ++path) {
    for (const Decision& decision : DelayDecisionsAtRandom(
             Decisions{{0, kLong}, {8, kFlat}, {9, kShort}}, 10, 5, 3, path)) {
      ASSERT_LT(decision.bar, 10);
    }
  }
}

TEST(ScaleCostsTest, MultipliesWhatIsPaid) {
  SimulationSettings settings;
  settings.commission = {.type = Commission::Type::kPercent,
                         .rate = 0.002,
                         .minimum = 1,
                         .maximum_rate = 0.01};
  settings.slippage = {.type = Slippage::Type::kPercent, .rate = 0.001};
  settings.spread = 0.0004;
  settings.initial_cash = 77;
  const auto scaled =
      ScaleCosts(settings, {.commission = 3, .slippage = 2, .spread = 0.5});
  ASSERT_TRUE(scaled.ok());
  EXPECT_EQ(scaled->commission.rate, 0.002 * 3);
  EXPECT_EQ(scaled->commission.minimum, 3);
  EXPECT_EQ(scaled->commission.maximum_rate, 0.01 * 3);
  EXPECT_EQ(scaled->slippage.rate, 0.002);
  EXPECT_EQ(scaled->spread, 0.0002);
  EXPECT_EQ(scaled->initial_cash, 77);
}

TEST(ScaleCostsTest, MultipliesAmountsAndTiers) {
  SimulationSettings settings;
  settings.commission = {.type = Commission::Type::kTiered,
                         .tiers = {{0, 0.5}, {100, 0.25}}};
  settings.slippage = {.type = Slippage::Type::kFixed, .amount = 0.5};
  const auto scaled = ScaleCosts(settings, {.commission = 2, .slippage = 4});
  ASSERT_TRUE(scaled.ok());
  EXPECT_EQ(scaled->commission.tiers,
            (std::vector<CommissionTier>{{0, 1}, {100, 0.5}}));
  EXPECT_EQ(scaled->slippage.amount, 2);
}

TEST(ScaleCostsTest, MultipliesTheCoefficientOfVolumeImpact) {
  SimulationSettings settings;
  settings.slippage = {.type = Slippage::Type::kVolumeImpact,
                       .coefficient = 0.25};
  EXPECT_EQ(ScaleCosts(settings, {.slippage = 2})->slippage.coefficient, 0.5);
  EXPECT_THAT(ScaleCosts(settings, {.slippage = 4}).status().message(),
              HasSubstr("coefficient 0.25 times 4 is 1"));
  // Nobody looks at the coefficient of another type.
  settings.slippage.type = Slippage::Type::kNone;
  EXPECT_TRUE(ScaleCosts(settings, {.slippage = 100}).ok());
}

TEST(ScaleCostsTest, ACommissionsCapStaysBelowThePrice) {
  SimulationSettings settings;
  settings.commission = {
      .type = Commission::Type::kPercent, .rate = 0.002, .maximum_rate = 0.5};
  const auto scaled = ScaleCosts(settings, {.commission = 3});
  ASSERT_TRUE(scaled.ok()) << scaled.status();
  EXPECT_EQ(scaled->commission.rate, 0.002 * 3);
  EXPECT_LT(scaled->commission.maximum_rate, 1);
  EXPECT_GT(scaled->commission.maximum_rate, 0.999999);
}

TEST(ScaleCostsTest, RefusesWhatIsNoFactor) {
  for (const double bad : {-1.0, std::numeric_limits<double>::quiet_NaN(),
                           std::numeric_limits<double>::infinity()}) {
    EXPECT_THAT(ScaleCosts({}, {.commission = bad}).status().message(),
                HasSubstr("commission"));
    EXPECT_THAT(ScaleCosts({}, {.slippage = bad}).status().message(),
                HasSubstr("slippage"));
    EXPECT_THAT(ScaleCosts({}, {.spread = bad}).status().message(),
                HasSubstr("spread"));
  }
  SimulationSettings settings;
  settings.spread = 0.6;
  EXPECT_TRUE(
      absl::IsInvalidArgument(ScaleCosts(settings, {.spread = 2}).status()));
}

}  // namespace
}  // namespace admf
