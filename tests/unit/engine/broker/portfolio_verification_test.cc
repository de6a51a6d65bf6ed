// A verification is worth what it finds: every kind of mistake is planted.

#include "engine/broker/portfolio_verification.h"

#include <stop_token>
#include <string>
#include <vector>

#include "engine/base/random.h"
#include "engine/broker/portfolio_equity.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/broker/test_portfolio.h"

namespace admf {
namespace {

using ::testing::HasSubstr;

class PortfolioVerificationTest : public ::testing::Test {
 protected:
  PortfolioVerificationTest() {
    settings_ = TenUnitsEach();
    settings_.commission = {.type = Commission::Type::kFixed, .amount = 2};
    settings_.borrow_rate = 0.1;
    settings_.take_profit = 0.5;
    simulation_ = MustSimulate(*bars_, plans_, settings_);
  }

  std::string Verdict() const {
    const absl::Status status =
        VerifyPortfolio(*bars_, plans_, settings_, simulation_);
    return std::string(status.message());
  }

  const std::shared_ptr<const AlignedBars> bars_ =
      Align({MakeDays("A", {{100, 101, 99, 100},
                            {100, 101, 99, 100},
                            {105, 110, 104, 106},
                            {107, 108, 100, 101}}),
             MakeFlatDays("B", {50, 50, 60, 40})});
  const std::vector<Decision> in_a_ = {{0, Side::kLong}, {2, Side::kFlat}};
  const std::vector<Decision> in_b_ = {{0, Side::kShort}};
  const std::vector<SymbolPlan> plans_ = {{.decisions = in_a_},
                                          {.decisions = in_b_}};
  SimulationSettings settings_;
  PortfolioSimulation simulation_;
};

TEST_F(PortfolioVerificationTest, FindsNothingInARightOne) {
  EXPECT_EQ(Verdict(), "");
  EXPECT_EQ(simulation_.fills.size(), 3u);
}

/// A position that becomes a million times as large leaves nothing of the first
/// money's last digits.
TEST(PortfolioVerificationOfGrowthTest, FindsNothingInARightOne) {
  const std::vector<Decision> buy = {{0, Side::kLong}};
  SimulationSettings settings;
  settings.units = Units::kFractional;
  settings.spread = 0.001;
  for (uint64_t seed = 0; seed < 32; ++seed) {
    Random random(seed, /*stream=*/0);
    std::vector<std::vector<double>> prices(2);
    for (std::vector<double>& of_symbol : prices) {
      double price = 0.05;
      for (int day = 0; day < 500; ++day) {
        of_symbol.push_back(price);
        price *= 1.03 + 0.05 * (random.NextUniform() - 0.5);
      }
    }
    const auto bars =
        Align({MakeFlatDays("A", prices[0]), MakeFlatDays("B", prices[1])});
    const std::vector<SymbolPlan> plans = {{.decisions = buy, .weight = 0.5},
                                           {.decisions = buy, .weight = 0.5}};
    const auto simulation = MustSimulate(*bars, plans, settings);
    EXPECT_GT(FinalPortfolioEquity(*bars, simulation), 1e9);
    EXPECT_EQ(VerifyPortfolio(*bars, plans, settings, simulation),
              absl::OkStatus());
  }
}

TEST_F(PortfolioVerificationTest, IsCancelled) {
  std::stop_source source;
  source.request_stop();
  EXPECT_EQ(VerifyPortfolio(*bars_, plans_, settings_, simulation_,
                            source.get_token())
                .code(),
            absl::StatusCode::kCancelled);
}

TEST_F(PortfolioVerificationTest, FindsAPriceThatWasNotTraded) {
  simulation_.fills[0].market_price = simulation_.fills[0].price = 98;
  EXPECT_THAT(Verdict(), HasSubstr("below the low"));
}

TEST_F(PortfolioVerificationTest, FindsSlippageThatTheSettingsDoNotKnow) {
  simulation_.fills[0].price = 100.5;
  EXPECT_THAT(Verdict(), HasSubstr("the price with costs"));
  simulation_.fills[0].price = 99.5;
  EXPECT_THAT(Verdict(), HasSubstr("in the trader's favour"));
}

TEST_F(PortfolioVerificationTest, FindsAWrongCommission) {
  simulation_.fills[1].commission = 1;
  EXPECT_THAT(Verdict(), HasSubstr("the commission is 1 instead of 2"));
}

TEST_F(PortfolioVerificationTest, FindsAFillOfTheWrongBar) {
  simulation_.fills[0].bar = 2;
  EXPECT_THAT(Verdict(), HasSubstr("the bar of a fill"));
}

TEST_F(PortfolioVerificationTest, FindsAnEntryWithoutADecision) {
  simulation_.fills[0].bar = simulation_.fills[0].tick = 2;
  simulation_.fills[0].decided_bar = 1;
  simulation_.fills[0].market_price = simulation_.fills[0].price = 105;
  std::swap(simulation_.fills[0], simulation_.fills[1]);
  EXPECT_THAT(Verdict(), HasSubstr("follows no decision"));
}

TEST_F(PortfolioVerificationTest, FindsAnOrderThatWasFilledTwice) {
  simulation_.orders[0].units = 5;
  simulation_.orders[0].filled_units = 5;
  EXPECT_THAT(Verdict(), HasSubstr("the filled units of an order"));
}

TEST_F(PortfolioVerificationTest, FindsAStatusThatIsNotTrue) {
  simulation_.orders[0].status = OrderStatus::kCancelled;
  EXPECT_THAT(Verdict(), HasSubstr("the status of an order"));
}

TEST_F(PortfolioVerificationTest, FindsATargetThatWasPassed) {
  settings_.take_profit = 0.05;
  EXPECT_THAT(Verdict(), HasSubstr("target was passed over"));
}

TEST_F(PortfolioVerificationTest, FindsAStopThatWasPassed) {
  settings_.stop_loss = 0.1;
  EXPECT_THAT(Verdict(), HasSubstr("stop was passed over"));
}

TEST_F(PortfolioVerificationTest, FindsAPositionThatIsTooOld) {
  settings_.max_holding_bars = 1;
  EXPECT_THAT(Verdict(), HasSubstr("the age of a position"));
}

TEST_F(PortfolioVerificationTest, FindsCashFromNowhere) {
  simulation_.cash_states.back().cash += 0.001;
  EXPECT_THAT(Verdict(), HasSubstr("tick 3: the cash is"));
}

TEST_F(PortfolioVerificationTest, FindsBorrowingThatWasForgotten) {
  settings_.borrow_rate = 0.2;
  EXPECT_THAT(Verdict(), HasSubstr("the cash is"));
}

TEST_F(PortfolioVerificationTest, FindsWrongHoldings) {
  simulation_.holding_states[0].units = 9;
  EXPECT_THAT(Verdict(), HasSubstr("the units held is 9 instead of 10"));
}

TEST_F(PortfolioVerificationTest, FindsAProfitThatIsNotItsFills) {
  simulation_.trades[0].profit += 1e-6;
  EXPECT_THAT(Verdict(), HasSubstr("the profit of a trade"));
}

TEST_F(PortfolioVerificationTest, FindsAMissingTrade) {
  simulation_.trades.pop_back();
  EXPECT_THAT(Verdict(), HasSubstr("the number of trades"));
}

TEST_F(PortfolioVerificationTest, FindsABarThatGaveTooMuch) {
  settings_.volume_limit = 0.009;
  EXPECT_THAT(Verdict(), HasSubstr("pass volume_limit"));
}

TEST_F(PortfolioVerificationTest, FindsAnEntryOutsideTheSession) {
  settings_.session = Session{kTestMinute, 2 * kTestMinute};
  EXPECT_THAT(Verdict(), HasSubstr("outside the session"));
}

TEST_F(PortfolioVerificationTest, FindsASideThatIsForbidden) {
  settings_.direction = Direction::kLongOnly;
  EXPECT_THAT(Verdict(), HasSubstr("a side that is not allowed"));
}

}  // namespace
}  // namespace admf
