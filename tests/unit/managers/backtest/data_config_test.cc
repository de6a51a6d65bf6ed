#include <functional>
#include <string>
#include <vector>

#include "engine/data/adjustments.h"
#include "engine/data/exchange_calendar.h"
#include "engine/data/period_rule.h"
#include "engine/data/read_request.h"
#include "gtest/gtest.h"
#include "managers/backtest/resolve_data.h"
#include "tests/unit/managers/backtest/backtest_config_fixture.h"

namespace admf {
namespace {

TEST_F(BacktestConfigTest, HowBarsAreMadeHasDefaultsWhereItIsGiven) {
  EXPECT_EQ(Problems(), Fields{});
  EXPECT_FALSE(resolved_.data_config().has_resample());
  EXPECT_FALSE(resolved_.data_config().has_adjustments());
  EXPECT_EQ(resolved_.data_config().gaps(), v1::GAP_POLICY_UNSPECIFIED);
  v1::DataConfig& data = *config_.mutable_data_config();
  data.set_timeframe("1w");
  data.mutable_resample()->set_label(v1::PERIOD_EDGE_RIGHT);
  data.set_calendar(v1::TRADING_CALENDAR_NYSE);
  data.mutable_adjustments()->set_path("GOOG.csv");
  EXPECT_EQ(Problems(), Fields{});
  EXPECT_EQ(resolved_.data_config().resample().closed(), v1::PERIOD_EDGE_LEFT);
  EXPECT_EQ(resolved_.data_config().gaps(), v1::GAP_POLICY_ERROR);
  EXPECT_EQ(resolved_.data_config().adjustments().method(),
            v1::ADJUSTMENT_METHOD_SPLIT_DIVIDEND);
}

TEST_F(BacktestConfigTest, TheReaderGetsHowBarsAreMade) {
  v1::DataConfig& data = *config_.mutable_data_config();
  data.set_timeframe("1w");
  data.mutable_resample()->set_closed(v1::PERIOD_EDGE_RIGHT);
  data.set_calendar(v1::TRADING_CALENDAR_24X5);
  data.set_gaps(v1::GAP_POLICY_WARN);
  data.mutable_adjustments()->set_path("GOOG.csv");
  data.mutable_adjustments()->set_method(v1::ADJUSTMENT_METHOD_SPLIT);
  ASSERT_EQ(Problems(), Fields{});
  const auto request = ToReadRequest(*root_, resolved_.data_config());
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(request->period_rule.closed, PeriodEdge::kRight);
  EXPECT_EQ(request->period_rule.label, PeriodEdge::kLeft);
  EXPECT_EQ(request->calendar, ExchangeCalendar::Kind::k24x5);
  EXPECT_EQ(request->gaps, ReadRequest::Gaps::kWarn);
  EXPECT_EQ(request->adjustment_method, AdjustmentMethod::kSplit);
  EXPECT_EQ(request->adjustments_path, request->path);
  EXPECT_EQ(request->adjustments_display_path, "GOOG.csv");
}

class SeveralSymbolsTest : public BacktestConfigTest {
 protected:
  SeveralSymbolsTest() {
    auto& sources = *config_.mutable_data_config()->mutable_sources();
    for (const char* symbol : {"MSFT", "AAPL"}) {
      sources[symbol].set_path("GOOG.csv");
    }
  }

  void Weigh(const std::string& symbol, double weight) {
    (*portfolio().mutable_weights())[symbol] = weight;
  }
};

TEST_F(SeveralSymbolsTest, HaveEqualWeightsByDefault) {
  ASSERT_EQ(Problems(), Fields{});
  const auto& weights = resolved_.backtest_config().portfolio().weights();
  ASSERT_EQ(weights.size(), 3u);
  for (const auto& [symbol, weight] : weights) EXPECT_EQ(weight, 1.0 / 3);
  // What was filled in stays as it is.
  config_ = resolved_;
  EXPECT_EQ(Problems(), Fields{});
}

TEST_F(SeveralSymbolsTest, OneSymbolHasNone) {
  auto& sources = *config_.mutable_data_config()->mutable_sources();
  sources.erase("MSFT");
  sources.erase("AAPL");
  ASSERT_EQ(Problems(), Fields{});
  EXPECT_TRUE(resolved_.backtest_config().portfolio().weights().empty());
  Weigh("GOOG", 0.5);
  EXPECT_EQ(Problems(), Fields{"workflow.backtest_config.portfolio.weights"});
}

TEST_F(SeveralSymbolsTest, TermsAreInOrderOfTheNames) {
  Weigh("GOOG", 0.5);
  Weigh("AAPL", 0.25);
  Weigh("MSFT", 0.125);
  portfolio().set_multiplier(10);
  (*portfolio().mutable_multipliers())["MSFT"] = 50;
  ASSERT_EQ(Problems(), Fields{});
  const std::vector<SymbolTerms> terms = ToSymbolTerms(resolved_);
  ASSERT_EQ(terms.size(), 3u);
  EXPECT_EQ(terms[0].symbol, "AAPL");
  EXPECT_EQ(terms[0].weight, 0.25);
  EXPECT_EQ(terms[0].multiplier, 10);
  EXPECT_EQ(terms[1].symbol, "GOOG");
  EXPECT_EQ(terms[1].weight, 0.5);
  EXPECT_EQ(terms[2].symbol, "MSFT");
  EXPECT_EQ(terms[2].multiplier, 50);
}

TEST_F(SeveralSymbolsTest, AMultiplierOfTheOnlySymbolIsThePortfolios) {
  auto& sources = *config_.mutable_data_config()->mutable_sources();
  sources.erase("MSFT");
  sources.erase("AAPL");
  (*portfolio().mutable_multipliers())["GOOG"] = 50;
  ASSERT_EQ(Problems(), Fields{});
  EXPECT_EQ(MultiplierOf(resolved_.backtest_config()), 50);
}

TEST_F(SeveralSymbolsTest, ReadersAreInOrderOfTheNames) {
  ASSERT_EQ(Problems(), Fields{});
  const auto requests = ToReadRequests(*root_, resolved_.data_config());
  ASSERT_TRUE(requests.ok()) << requests.status();
  ASSERT_EQ(requests->size(), 3u);
  EXPECT_EQ((*requests)[0].symbol, "AAPL");
  EXPECT_EQ((*requests)[1].symbol, "GOOG");
  EXPECT_EQ((*requests)[2].symbol, "MSFT");
  EXPECT_EQ((*requests)[2].display_path, "GOOG.csv");
  EXPECT_FALSE(ToReadRequest(*root_, resolved_.data_config()).ok());
}

TEST_F(SeveralSymbolsTest, WhatIsWrongNamesTheSymbol) {
  const auto weigh_all = [this](double weight) {
    for (const char* symbol : {"AAPL", "GOOG", "MSFT"}) Weigh(symbol, weight);
  };
  const std::string portfolio_field = "workflow.backtest_config.portfolio.";
  const std::vector<std::pair<std::function<void()>, Fields>> wrong = {
      {[&] { weigh_all(0.34); }, {portfolio_field + "weights"}},
      {[&] {
         weigh_all(0.1);
         Weigh("MSFT", 0);
       },
       {portfolio_field + "weights.MSFT"}},
      {[&] {
         weigh_all(0.1);
         Weigh("MFST", 0.1);
       },
       {portfolio_field + "weights.MFST"}},
      {[&] { Weigh("GOOG", 0.1); },
       {portfolio_field + "weights.AAPL", portfolio_field + "weights.MSFT"}},
      {[&] {
         weigh_all(0.1);
         portfolio().mutable_sizing()->set_type(v1::SIZING_TYPE_FIXED_CASH);
         portfolio().mutable_sizing()->set_cash(100);
       },
       {portfolio_field + "weights"}},
      {[&] { (*portfolio().mutable_multipliers())["ES"] = 50; },
       {portfolio_field + "multipliers.ES"}},
      {[&] { (*portfolio().mutable_multipliers())["GOOG"] = 0; },
       {portfolio_field + "multipliers.GOOG"}},
      {[&] { config_.set_type(v1::WORKFLOW_TYPE_VALIDATION); },
       {"workflow.data_config.sources"}},
      {[&] {
         auto& sources = *config_.mutable_data_config()->mutable_sources();
         sources["MSFT"].set_path("gone.csv");
         sources["AAPL"].set_path("../AAPL.csv");
       },
       {"workflow.data_config.sources.AAPL.path",
        "workflow.data_config.sources.MSFT.path"}},
  };
  const v1::WorkflowConfig good = config_;
  for (const auto& [spoil, fields] : wrong) {
    config_ = good;
    spoil();
    EXPECT_EQ(Problems(), fields);
  }
  config_ = good;
  weigh_all(1.0 / 3);
  EXPECT_EQ(Problems(), Fields{});
}

}  // namespace
}  // namespace admf
