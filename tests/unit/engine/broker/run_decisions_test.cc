#include "engine/broker/run_decisions.h"

#include <stop_token>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/engine/broker/test_portfolio.h"

namespace admf {
namespace {

class RunDecisionsTest : public testing::Test {
 protected:
  DecisionRun MustRun(const SimulationSettings& settings,
                      double multiplier = 1) const {
    auto run = RunDecisions(bars_, decisions_, settings, multiplier,
                            std::stop_token());
    CHECK(run.ok());
    return *std::move(run);
  }

  const std::shared_ptr<const BarSeries> bars_ =
      MakeFlatDays("TEST", {100, 110, 120, 130});
  const std::vector<Decision> decisions_ = {{0, Side::kLong}, {2, Side::kFlat}};
};

TEST_F(RunDecisionsTest, TakesTheQuickPathWhereItCan) {
  const DecisionRun run = MustRun(TenUnitsEach());
  EXPECT_FALSE(run.portfolio.has_value());
  // Ten units from 110 to 130.
  EXPECT_EQ(run.simulation.states.back().cash, 10'200);
  EXPECT_EQ(run.bytes(), run.simulation.bytes());
}

TEST_F(RunDecisionsTest, SettingsOfTheBrokerGoThere) {
  SimulationSettings settings = TenUnitsEach();
  settings.max_drawdown = 0.5;
  const DecisionRun run = MustRun(settings);
  ASSERT_TRUE(run.portfolio.has_value());
  EXPECT_EQ(run.portfolio->simulation.orders.size(), 2);
  EXPECT_EQ(run.simulation.states.back().cash, 10'200);
  EXPECT_GT(run.bytes(), run.simulation.bytes());
}

TEST_F(RunDecisionsTest, ContractsGoToTheBroker) {
  const DecisionRun run = MustRun(TenUnitsEach(), 3);
  ASSERT_TRUE(run.portfolio.has_value());
  EXPECT_EQ(run.simulation.states.back().cash, 10'600);
}

TEST_F(RunDecisionsTest, PassesErrorsOn) {
  const std::vector<Decision> beyond = {{9, Side::kLong}};
  for (const double multiplier : {1.0, 3.0}) {
    EXPECT_TRUE(absl::IsInvalidArgument(
        RunDecisions(bars_, beyond, TenUnitsEach(), multiplier, {}).status()));
  }
}

}  // namespace
}  // namespace admf
