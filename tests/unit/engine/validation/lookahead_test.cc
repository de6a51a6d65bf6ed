#include "engine/validation/lookahead.h"

#include <algorithm>
#include <memory>
#include <stop_token>
#include <vector>

#include "absl/status/status.h"
#include "engine/base/check.h"
#include "engine/indicators/computing_indicator_source.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/broker/test_portfolio.h"

namespace admf {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Long while the close is above its mean of three bars; flat otherwise.
class Honest : public Strategy {
 public:
  std::vector<IndicatorSpec> Indicators() const override {
    return {{.name = "sma", .parameters = {{"period", int64_t{3}}}}};
  }

  void Decide(const BarSeries& bars,
              std::span<const IndicatorOutputs> indicators, size_t begin,
              size_t end, std::vector<Decision>* decisions) override {
    for (size_t i = begin; i < end; ++i) {
      const Side side = bars.close()[i] > indicators[0][0][i - begin]
                            ? Side::kLong
                            : Side::kFlat;
      if (side != side_) decisions->push_back({static_cast<int64_t>(i), side});
      side_ = side;
    }
  }

 private:
  Side side_ = Side::kFlat;
};

/// Long before the price rises: looks `bars` bars ahead, as far as there are.
class Clairvoyant : public Honest {
 public:
  explicit Clairvoyant(size_t ahead) : ahead_(ahead) {}

  void Decide(const BarSeries& bars, std::span<const IndicatorOutputs>,
              size_t begin, size_t end,
              std::vector<Decision>* decisions) override {
    for (size_t i = begin; i < end; ++i) {
      const size_t later = std::min(i + ahead_, bars.size() - 1);
      const Side side =
          bars.close()[later] > bars.close()[i] ? Side::kLong : Side::kFlat;
      if (side != side_) decisions->push_back({static_cast<int64_t>(i), side});
      side_ = side;
    }
  }

 private:
  const size_t ahead_;
  Side side_ = Side::kFlat;
};

class CheckLookaheadTest : public testing::Test {
 protected:
  LookaheadReport MustCheck(
      const std::function<std::unique_ptr<Strategy>()>& create,
      const std::vector<int64_t>& cuts) {
    auto report = CheckLookahead(create, bars_, indicators_, cuts, {});
    CHECK(report.ok());
    return *report;
  }

  const std::shared_ptr<const BarSeries> bars_ =
      MakeFlatDays("TEST", {5, 5, 5, 4, 6, 6, 5, 7, 8, 7});
  ComputingIndicatorSource indicators_;
};

TEST_F(CheckLookaheadTest, AnHonestStrategyHasNoDifference) {
  const auto report = MustCheck([] { return std::make_unique<Honest>(); },
                                {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
  EXPECT_FALSE(report.difference.has_value());
  EXPECT_EQ(report.cuts_checked, 10);
  // Above the mean at 4 and 5, not at 6, above at 7 and 8, not at 9.
  EXPECT_EQ(report.decisions, 4);
  // None before the cuts up to 4, then 1, 1, 2, 3, 3, 4.
  EXPECT_EQ(report.decisions_compared, 14);
}

TEST_F(CheckLookaheadTest, LookingAheadIsFound) {
  // With all bars it goes long at 3, since 6 follows 4. Before a cut at 4 it
  // can't know that.
  const auto report =
      MustCheck([] { return std::make_unique<Clairvoyant>(1); }, {3, 4, 5});
  ASSERT_TRUE(report.difference.has_value());
  EXPECT_EQ(report.cuts_checked, 2);
  EXPECT_EQ(report.difference->cut, 4);
  EXPECT_EQ(report.difference->bar, 3);
  EXPECT_EQ(report.difference->with_all_bars, Side::kLong);
  EXPECT_EQ(report.difference->with_bars_before_cut, std::nullopt);
}

TEST_F(CheckLookaheadTest, LookingTwoBarsAheadIsFound) {
  // It goes long at 5, since 7 comes two bars after 6. Before a cut at 7, the
  // last that it sees is 5.
  const auto report =
      MustCheck([] { return std::make_unique<Clairvoyant>(2); }, {7});
  ASSERT_TRUE(report.difference.has_value());
  EXPECT_EQ(report.difference->bar, 5);
  EXPECT_EQ(report.difference->with_all_bars, Side::kLong);
  EXPECT_EQ(report.difference->with_bars_before_cut, std::nullopt);
}

TEST_F(CheckLookaheadTest, ADecisionThatOnlyTheTruncatedRunMakesIsFound) {
  // One bar ahead, it is long at 6 and stays so at 7, since 8 is above 7.
  // Before a cut at 8 it leaves at 7.
  const auto report =
      MustCheck([] { return std::make_unique<Clairvoyant>(1); }, {8});
  ASSERT_TRUE(report.difference.has_value());
  EXPECT_EQ(report.difference->bar, 7);
  EXPECT_EQ(report.difference->with_all_bars, std::nullopt);
  EXPECT_EQ(report.difference->with_bars_before_cut, Side::kFlat);
}

TEST_F(CheckLookaheadTest, PassesErrorsOn) {
  const auto create = [] { return std::make_unique<Honest>(); };
  for (const int64_t cut : {0, 11}) {
    EXPECT_TRUE(absl::IsInvalidArgument(
        CheckLookahead(create, bars_, indicators_, {&cut, 1}, {}).status()));
  }
  std::stop_source source;
  source.request_stop();
  const int64_t cut = 5;
  EXPECT_TRUE(absl::IsCancelled(
      CheckLookahead(create, bars_, indicators_, {&cut, 1}, source.get_token())
          .status()));
}

TEST(LookaheadCutsTest, SpreadsHalfAndTakesTheLastBars) {
  // Three after the last bars, 97 to 99; three from 1 to 96.
  EXPECT_THAT(LookaheadCuts(100, 6), ElementsAre(1, 48, 96, 97, 98, 99));
  EXPECT_THAT(LookaheadCuts(100, 6, 50), ElementsAre(50, 73, 96, 97, 98, 99));
}

TEST(LookaheadCutsTest, AreAllWhereThereAreFew) {
  EXPECT_THAT(LookaheadCuts(4, 100), ElementsAre(1, 2, 3));
  EXPECT_THAT(LookaheadCuts(4, 3), ElementsAre(1, 2, 3));
  EXPECT_THAT(LookaheadCuts(2, 5), ElementsAre(1));
  EXPECT_THAT(LookaheadCuts(1, 5), IsEmpty());
  EXPECT_THAT(LookaheadCuts(100, 0), IsEmpty());
  EXPECT_THAT(LookaheadCuts(100, 1), ElementsAre(50));
}

TEST(LookaheadCutsTest, IncreaseAndAreAsManyAsAskedFor) {
  for (int64_t bars = 2; bars < 60; ++bars) {
    for (int64_t count = 1; count < 70; ++count) {
      const auto cuts = LookaheadCuts(bars, count, 2);
      ASSERT_EQ(cuts.size(), std::max<int64_t>(0, std::min(count, bars - 2)));
      for (size_t i = 1; i < cuts.size(); ++i) ASSERT_LT(cuts[i - 1], cuts[i]);
      if (cuts.empty()) continue;
      ASSERT_GE(cuts.front(), 2);
      ASSERT_LT(cuts.back(), bars);
    }
  }
}

}  // namespace
}  // namespace admf
