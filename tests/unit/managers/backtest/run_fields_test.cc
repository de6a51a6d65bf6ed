#include "managers/backtest/run_fields.h"

#include <algorithm>

#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(RunFieldsTest, AreTheNumbersOfTheRun) {
  EXPECT_TRUE(IsRunField("risk.stop_loss"));
  EXPECT_TRUE(IsRunField("portfolio.sizing.percent"));
  EXPECT_TRUE(IsRunField("execution.slippage.rate"));
  EXPECT_TRUE(IsWholeRunField("risk.max_holding_bars"));
  EXPECT_FALSE(IsWholeRunField("risk.stop_loss"));
  for (const char* other :
       {"", ".", "risk", "risk.", "risk.nothing", "risk.stop_loss.more",
        "portfolio.units", "portfolio.sizing", "strategy.type",
        "metrics.risk_free_rate", "seed", "execution.commission.tiers"}) {
    EXPECT_FALSE(IsRunField(other)) << other;
    EXPECT_FALSE(IsWholeRunField(other)) << other;
  }
}

TEST(RunFieldsTest, AllOfThemCanBeSet) {
  const auto paths = RunFields();
  EXPECT_TRUE(std::is_sorted(paths.begin(), paths.end()));
  EXPECT_GT(paths.size(), 30u);
  v1::BacktestConfig config;
  for (const std::string& path : paths) {
    EXPECT_TRUE(IsRunField(path)) << path;
    EXPECT_TRUE(SetRunField(path, 3, &config).ok()) << path;
  }
  EXPECT_EQ(config.risk().stop_loss(), 3);
  EXPECT_EQ(config.risk().max_holding_bars(), 3);
  EXPECT_EQ(config.portfolio().sizing().percent(), 3);
}

TEST(RunFieldsTest, AreReadWhereTheyAreSet) {
  v1::BacktestConfig config;
  EXPECT_FALSE(GetRunField("risk.stop_loss", config).has_value());
  EXPECT_FALSE(GetRunField("risk.nothing", config).has_value());
  config.mutable_risk()->set_stop_loss(0.25);
  config.mutable_risk()->set_max_holding_bars(7);
  EXPECT_EQ(GetRunField("risk.stop_loss", config), 0.25);
  EXPECT_EQ(GetRunField("risk.max_holding_bars", config), 7);
  EXPECT_FALSE(GetRunField("risk.take_profit", config).has_value());
}

TEST(RunFieldsTest, RefusesWhatDoesNotFit) {
  v1::BacktestConfig config;
  EXPECT_FALSE(SetRunField("risk.max_holding_bars", 2.5, &config).ok());
  EXPECT_FALSE(SetRunField("risk.max_holding_bars", 1e300, &config).ok());
  EXPECT_FALSE(SetRunField("risk.stop", 0.1, &config).ok());
  EXPECT_FALSE(config.has_risk() && config.risk().has_max_holding_bars());
}

}  // namespace
}  // namespace admf
