#include "engine/execution/verification.h"

#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "engine/execution/simulator.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/execution/test_bars.h"

namespace admf {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

/// A run in which everything happens, and ways to falsify it.
///
/// Bar 1 long; bar 3 reversed to short; bar 5 the short is stopped; bar 7 long;
/// bar 8 its target; bar 10 an entry that is rejected; bar 12 long until the
/// end.
class VerificationTest : public ::testing::Test {
 protected:
  VerificationTest() {
    settings_.commission = {Commission::Type::kPercent, 0.001, 0};
    settings_.slippage = {Slippage::Type::kPercent, 0.002};
    settings_.stop_loss = 0.2;
    settings_.take_profit = 0.3;
    simulation_ = *Simulate(*bars_, decisions_, settings_, {});
  }

  absl::Status Verify() const {
    return VerifySimulation(*bars_, decisions_, settings_, simulation_);
  }
  void ExpectWrong(int64_t bar, const std::string& what) const {
    const absl::Status status = Verify();
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
    const std::string message(status.message());
    EXPECT_THAT(message, StartsWith("bar " + std::to_string(bar) + ": "));
    EXPECT_THAT(message, HasSubstr(what));
  }

  const std::shared_ptr<const BarSeries> bars_ =
      MakeBars({{100, 101, 99, 100},
                {101, 105, 100, 104},
                {104, 110, 103, 108},
                {108, 109, 100, 101},
                {101, 104, 95, 103},
                {110, 140, 108, 120},
                {120, 122, 118, 121},
                {121, 125, 119, 124},
                {124, 170, 123, 165},
                {165, 168, 160, 162},
                {9e6, 9e6, 9e6, 9e6},
                {150, 155, 149, 151},
                {152, 158, 150, 156},
                {157, 160, 155, 158}});
  const std::vector<Decision> decisions_ = {
      {0, Side::kLong}, {2, Side::kShort}, {6, Side::kLong},
      {9, Side::kLong}, {11, Side::kLong}, {13, Side::kShort}};
  SimulationSettings settings_;
  Simulation simulation_;
};

TEST_F(VerificationTest, ARealSimulationIsRight) {
  ASSERT_EQ(simulation_.fills.size(), 7u);
  EXPECT_EQ(simulation_.fills[3].reason, OrderReason::kStopLoss);
  EXPECT_EQ(simulation_.fills[5].reason, OrderReason::kTakeProfit);
  ASSERT_EQ(simulation_.rejections.size(), 1u);
  EXPECT_EQ(Verify(), absl::OkStatus());
}

// ----- Fills.

TEST_F(VerificationTest, FindsAFillBeforeItsDecision) {
  simulation_.fills[0].decided_bar = 1;
  ExpectWrong(1, "the bar of a fill, from its decision, is 1 instead of 2");
}

TEST_F(VerificationTest, FindsFillsOutOfOrder) {
  simulation_.fills[4].bar = 4;
  ExpectWrong(4, "out of order");
}

TEST_F(VerificationTest, FindsAFillOutsideTheSeries) {
  simulation_.fills[6].bar = 14;
  ExpectWrong(14, "outside the series");
}

TEST_F(VerificationTest, FindsAPriceOutsideTheBar) {
  simulation_.fills[5].market_price = 171;
  ExpectWrong(8, "above the high: it is 171 instead of 170");
  simulation_.fills[5].market_price = 122;
  ExpectWrong(8, "below the low: it is 122 instead of 123");
  simulation_.fills[5].market_price = std::numeric_limits<double>::quiet_NaN();
  ExpectWrong(8, "below the low");
}

TEST_F(VerificationTest, FindsAnOpeningOrderAtAnotherPrice) {
  simulation_.fills[0].market_price = 102;
  ExpectWrong(1, "is 102 instead of 101");
}

TEST_F(VerificationTest, FindsSlippageInTheTradersFavour) {
  simulation_.fills[0].price = 100.9;
  ExpectWrong(1, "slippage in the trader's favour");
}

TEST_F(VerificationTest, FindsTooMuchSlippage) {
  simulation_.fills[0].price = 101.3;
  ExpectWrong(1, "the price with slippage is 101.3");
}

TEST_F(VerificationTest, FindsAWrongCommission) {
  simulation_.fills[1].commission = 0;
  ExpectWrong(3, "the commission is 0 instead of 10.");
}

TEST_F(VerificationTest, FindsAnExitOfAnotherSize) {
  simulation_.fills[1].units += 1;
  ExpectWrong(3, "the units of an exit");
}

TEST_F(VerificationTest, FindsFillsThatDoNotAlternate) {
  simulation_.fills[1].reason = OrderReason::kEntry;
  ExpectWrong(3, "do not alternate");
}

TEST_F(VerificationTest, FindsReasonsThatTheSettingsDoNotGive) {
  settings_.take_profit.reset();
  ExpectWrong(8, "do not give a reason");
}

TEST_F(VerificationTest, FindsAForbiddenSide) {
  settings_.direction = Direction::kLongOnly;
  ExpectWrong(3, "do not give a reason");
}

TEST_F(VerificationTest, FindsAPositionThatIsOpenAfterTheEnd) {
  settings_.close_at_end = true;
  ExpectWrong(13, "open after the end");
}

// ----- Decisions.

TEST_F(VerificationTest, FindsAFillWithoutADecision) {
  const std::vector<Decision> fewer = {{0, Side::kLong}, {2, Side::kShort}};
  const absl::Status status =
      VerifySimulation(*bars_, fewer, settings_, simulation_);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("bar 7: no decision asked for a fill"));
}

TEST_F(VerificationTest, FindsAnEntryOnTheOtherSide) {
  std::vector<Decision> decisions = decisions_;
  decisions[0].side = Side::kShort;
  const absl::Status status =
      VerifySimulation(*bars_, decisions, settings_, simulation_);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("bar 1: an entry is on the other side"));
}

TEST_F(VerificationTest, FindsADecisionWithoutAnExit) {
  std::vector<Decision> decisions = decisions_;
  decisions.insert(decisions.begin() + 1, Decision{1, Side::kFlat});
  const absl::Status status =
      VerifySimulation(*bars_, decisions, settings_, simulation_);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("bar 2: a decision did not close the position"));
}

TEST_F(VerificationTest, FindsAMissingRejection) {
  simulation_.rejections.clear();
  ExpectWrong(10, "neither a fill nor a rejection");
}

TEST_F(VerificationTest, FindsAnInventedRejection) {
  simulation_.rejections.push_back({12, Side::kLong, "no reason"});
  ExpectWrong(12, "no decision asked for what was rejected");
}

// ----- Exits.

TEST_F(VerificationTest, FindsAStopThatWasPassedOver) {
  settings_.stop_loss = 0.05;
  // The first long's stop stands at 101.202 x 0.95 = 96.14; the short's, from
  // 107.784, at 113.17, and bar 5 opens at 110 and reaches 140.
  ExpectWrong(5, "the market price of a stop or target");
  settings_.stop_loss = 0.01;
  // 101.202 x 0.99 = 100.19 is above the low of the entry bar.
  ExpectWrong(1, "a stop was passed over: the adverse extreme is 100");
}

TEST_F(VerificationTest, FindsATargetThatWasPassedOver) {
  settings_.take_profit = 0.05;
  // 101.202 x 1.05 = 106.26 is below the high of bar 2.
  ExpectWrong(2, "a target was passed over: the favourable extreme is 110");
}

TEST_F(VerificationTest, FindsATrailingStopThatWasPassedOver) {
  settings_.trailing_stop = 0.03;
  // The short's best price is 100 after bar 3, which brings its stop to 103.
  ExpectWrong(4, "a stop was passed over: the adverse extreme is 104");
}

TEST_F(VerificationTest, FindsATrailingStopThatIsNearerThanTheStop) {
  settings_.trailing_stop = 0.15;
  // The short's best price is 95 after bar 4: 109.25 comes before 129.3.
  ExpectWrong(5, "another stop was hit first: its level is 109.2");
}

TEST_F(VerificationTest, FindsAStopThatWasHitBeforeTheTarget) {
  const auto bars = MakeBars({{100, 100, 100, 100}, {100, 140, 70, 100}});
  const std::vector<Decision> decisions = {{0, Side::kLong}};
  SimulationSettings settings;
  settings.take_profit = 0.25;
  simulation_ = *Simulate(*bars, decisions, settings, {});
  ASSERT_TRUE(VerifySimulation(*bars, decisions, settings, simulation_).ok());
  settings.stop_loss = 0.25;
  EXPECT_EQ(VerifySimulation(*bars, decisions, settings, simulation_).message(),
            "bar 1: another stop was hit first: its level is 75 instead of "
            "125");
}

TEST_F(VerificationTest, FindsATargetThatWasHitAtTheOpen) {
  const auto bars = MakeBars(
      {{100, 100, 100, 100}, {100, 100, 100, 100}, {130, 140, 70, 100}});
  const std::vector<Decision> decisions = {{0, Side::kLong}};
  SimulationSettings settings;
  settings.stop_loss = 0.25;
  simulation_ = *Simulate(*bars, decisions, settings, {});
  ASSERT_TRUE(VerifySimulation(*bars, decisions, settings, simulation_).ok());
  settings.take_profit = 0.25;
  EXPECT_EQ(VerifySimulation(*bars, decisions, settings, simulation_).message(),
            "bar 2: the target was hit at the open: its level is 125 instead "
            "of 75");
}

TEST_F(VerificationTest, FindsAPositionThatIsTooOld) {
  settings_.max_holding_bars = 1;
  ExpectWrong(3, "the age of a position in bars is 2 instead of 1");
}

TEST_F(VerificationTest, FindsAnOpenPositionThatIsTooOld) {
  const std::vector<Decision> decisions = {{9, Side::kLong}};
  SimulationSettings settings;
  settings.initial_cash = 1e8;
  simulation_ = *Simulate(*bars_, decisions, settings, {});
  // Entered at the open of bar 10: the open of bar 14 would close it.
  settings.max_holding_bars = 4;
  EXPECT_TRUE(VerifySimulation(*bars_, decisions, settings, simulation_).ok());
  settings.max_holding_bars = 3;
  EXPECT_EQ(
      VerifySimulation(*bars_, decisions, settings, simulation_).message(),
      "bar 13: the age of a position in bars is 4 instead of 3");
}

// ----- Trades.

TEST_F(VerificationTest, FindsEveryWrongFieldOfATrade) {
  const std::vector<std::pair<std::function<void(Trade&)>, std::string>> ways =
      {{[](Trade& trade) { trade.entry_bar = 2; }, "other bars"},
       {[](Trade& trade) { trade.exit_bar = 4; }, "other bars"},
       {[](Trade& trade) { trade.open = true; }, "other bars"},
       {[](Trade& trade) { trade.exit_reason = OrderReason::kStopLoss; },
        "other bars or reasons"},
       {[](Trade& trade) { trade.units += 1; }, "the units of a trade"},
       {[](Trade& trade) { trade.entry_price += 1e-6; }, "the entry price"},
       {[](Trade& trade) { trade.exit_price += 1e-6; }, "the exit price"},
       {[](Trade& trade) { trade.commission += 1e-6; }, "the commission"},
       {[](Trade& trade) { trade.profit += 1e-6; }, "the profit"},
       {[](Trade& trade) { trade.return_fraction += 1e-9; }, "the return"}};
  for (const auto& [falsify, what] : ways) {
    const Trade original = simulation_.trades[0];
    falsify(simulation_.trades[0]);
    ExpectWrong(3, what);
    simulation_.trades[0] = original;
  }
  EXPECT_EQ(Verify(), absl::OkStatus());
}

TEST_F(VerificationTest, FindsAMissingTrade) {
  simulation_.trades.pop_back();
  ExpectWrong(13, "the number of trades is 3 instead of 4");
}

TEST_F(VerificationTest, FindsAnOpenTradeAtAnotherPriceThanTheLastClose) {
  simulation_.trades.back().exit_price = 157;
  ExpectWrong(13, "the exit price of a trade is 157 instead of 158");
}

// ----- Accounts.

TEST_F(VerificationTest, FindsCashThatTheFillsDoNotExplain) {
  simulation_.states[1].cash += 1e-6;
  ExpectWrong(1, "cash is");
}

TEST_F(VerificationTest, FindsUnitsThatTheFillsDoNotExplain) {
  simulation_.states[1].units += 1;
  ExpectWrong(1, "the units held is");
}

TEST_F(VerificationTest, FindsAChangeWithoutAFill) {
  AccountState state = simulation_.states[1];
  state.bar = 2;
  simulation_.states.insert(simulation_.states.begin() + 2, state);
  ExpectWrong(2, "changed without a fill");
}

TEST_F(VerificationTest, FindsAFillThatChangedNothing) {
  simulation_.states.pop_back();
  ExpectWrong(12, "did not change the account");
}

TEST_F(VerificationTest, FindsAMissingBeginning) {
  simulation_.states.erase(simulation_.states.begin());
  ExpectWrong(0, "no state at the beginning");
  simulation_.states.clear();
  ExpectWrong(0, "no state at the beginning");
}

TEST_F(VerificationTest, FindsAnotherInitialCash) {
  settings_.initial_cash += 0.01;
  ExpectWrong(0, "cash is 10000 instead of 10000.01");
}

TEST_F(VerificationTest, FindsPartsOfWholeUnits) {
  settings_.units = Units::kFractional;
  simulation_ = *Simulate(*bars_, decisions_, settings_, {});
  ASSERT_EQ(Verify(), absl::OkStatus());
  settings_.units = Units::kWhole;
  ExpectWrong(1, "the number of whole units");
}

TEST_F(VerificationTest, FindsAPositionThatIsNotPaidFor) {
  settings_.sizing.percent = 50;
  ExpectWrong(1, "a position is not paid for: its cost");
}

TEST_F(VerificationTest, FindsAPositionThatIsTooSmall) {
  settings_.sizing.percent = 50;
  simulation_ = *Simulate(*bars_, decisions_, settings_, {});
  ASSERT_EQ(Verify(), absl::OkStatus());
  settings_.sizing.percent = 100;
  ExpectWrong(1, "a position is too small: the cost of more");
}

TEST_F(VerificationTest, FindsAnotherFixedNumberOfUnits) {
  settings_.sizing = {Sizing::Type::kFixedUnits, 100, 3};
  ExpectWrong(1, "the fixed number of units is 98 instead of 3");
}

}  // namespace
}  // namespace admf
