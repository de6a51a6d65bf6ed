#include <functional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "managers/backtest/resolve_strategy.h"
#include "tests/unit/managers/backtest/backtest_config_fixture.h"

namespace admf {
namespace {

TEST_F(BacktestConfigTest, ParametersWinOverStrategyParams) {
  (*backtest().mutable_strategy()->mutable_params())["fast_period"]
      .set_number_value(7);
  (*config_.mutable_parameters())["fast_period"].set_number_value(12);
  ASSERT_EQ(Problems(), Fields{});
  EXPECT_EQ(ToParameterSet(resolved_.backtest_config().strategy())
                .GetInteger("fast_period"),
            12);
  EXPECT_TRUE(resolved_.parameters().empty());
}

TEST_F(BacktestConfigTest, ProblemsOfParametersAreNamedWhereTheyStand) {
  (*config_.mutable_parameters())["fast_peroid"].set_number_value(12);
  (*backtest().mutable_strategy()->mutable_params())["slow_period"]
      .set_string_value("thirty");
  EXPECT_EQ(Problems(),
            (Fields{"workflow.parameters.fast_peroid",
                    "workflow.backtest_config.strategy.params.slow_period"}));
}

TEST_F(BacktestConfigTest, ExpressionsAndTheirNumbersAreParameters) {
  v1::StrategyConfig& strategy = *backtest().mutable_strategy();
  strategy.set_type("rules");
  auto& params = *strategy.mutable_params();
  params["long_when"].set_string_value("rsi(14) < oversold");
  params["oversold"].set_number_value(30);
  (*config_.mutable_parameters())["oversold"].set_number_value(25);
  ASSERT_EQ(Problems(), Fields{});
  const auto& resolved = resolved_.backtest_config().strategy();
  EXPECT_EQ(resolved.params().at("oversold").number_value(), 25);
  EXPECT_EQ(resolved.params().at("exit_when").string_value(), "");
  const auto created = CreateStrategy(resolved);
  ASSERT_EQ(created->Indicators().size(), 1u);
  EXPECT_EQ(created->Indicators()[0].ToString(), "rsi(period=14)");
  // It is complete: once more changes nothing.
  const std::string once = resolved_.SerializeAsString();
  config_ = resolved_;
  ASSERT_EQ(Problems(), Fields{});
  EXPECT_EQ(resolved_.ByteSizeLong(), once.size());
}

TEST_F(BacktestConfigTest, ProblemsOfExpressionsAreNamedWhereTheyStand) {
  v1::StrategyConfig& strategy = *backtest().mutable_strategy();
  strategy.set_type("rules");
  (*strategy.mutable_params())["long_when"].set_string_value("rsi(14) < 30");
  (*strategy.mutable_params())["exit_when"].set_string_value("rsi(14) >");
  (*config_.mutable_parameters())["short_when"].set_string_value("rsi");
  EXPECT_EQ(Problems(),
            (Fields{"workflow.parameters.short_when",
                    "workflow.backtest_config.strategy.params.exit_when"}));
}

/// An ensemble of the members `trend` and `dips`.
class EnsembleConfigTest : public BacktestConfigTest {
 protected:
  EnsembleConfigTest() {
    strategy().set_type("ensemble");
    member("trend").set_type("sma_crossover");
    member("dips").set_type("rules");
    (*member("dips").mutable_params())["long_when"].set_string_value(
        "rsi(3) < limit");
    (*member("dips").mutable_params())["limit"].set_number_value(20);
  }

  v1::StrategyConfig& strategy() { return *backtest().mutable_strategy(); }
  v1::StrategyMember& member(const std::string& name) {
    return (*strategy().mutable_members())[name];
  }
  void Override(const std::string& name, double value) {
    (*config_.mutable_parameters())[name].set_number_value(value);
  }
  void SetVote(const std::string& vote) {
    (*strategy().mutable_params())["vote"].set_string_value(vote);
  }
};

TEST_F(EnsembleConfigTest, MembersAreFilledInAndCreated) {
  SetVote("weighted");
  member("trend").set_weight(2);
  Override("trend.fast_period", 7);
  Override("dips.limit", 15);
  Override("dips.weight", 0.5);
  Override("threshold", 0.25);
  ASSERT_EQ(Problems(), Fields{});
  const auto& resolved = resolved_.backtest_config().strategy();
  EXPECT_TRUE(resolved_.parameters().empty());
  EXPECT_EQ(resolved.params().at("threshold").number_value(), 0.25);
  const auto& trend = resolved.members().at("trend");
  EXPECT_EQ(trend.params().at("fast_period").number_value(), 7);
  EXPECT_EQ(trend.params().at("slow_period").number_value(), 30);
  EXPECT_EQ(trend.weight(), 2);
  const auto& dips = resolved.members().at("dips");
  EXPECT_EQ(dips.params().at("limit").number_value(), 15);
  EXPECT_EQ(dips.weight(), 0.5);
  // In the order of the names.
  std::vector<std::string> indicators;
  for (const auto& spec : CreateStrategy(resolved)->Indicators()) {
    indicators.push_back(spec.ToString());
  }
  EXPECT_EQ(indicators,
            (std::vector<std::string>{"rsi(period=3)", "sma(period=7)",
                                      "sma(period=30)"}));
  const std::string once = resolved_.SerializeAsString();
  config_ = resolved_;
  ASSERT_EQ(Problems(), Fields{});
  EXPECT_EQ(resolved_.ByteSizeLong(), once.size());
}

TEST_F(EnsembleConfigTest, WeightsAreOnesByDefaultWhereTheyCount) {
  ASSERT_EQ(Problems(), Fields{});
  EXPECT_FALSE(resolved_.backtest_config()
                   .strategy()
                   .members()
                   .at("trend")
                   .has_weight());
  SetVote("weighted");
  ASSERT_EQ(Problems(), Fields{});
  EXPECT_EQ(
      resolved_.backtest_config().strategy().members().at("trend").weight(), 1);
}

TEST_F(EnsembleConfigTest, EachProblemIsNamedWhereItStands) {
  const std::string kMembers = "workflow.backtest_config.strategy.members";
  const std::vector<std::pair<std::function<void()>, std::string>> wrong = {
      {[&] { member("trend").set_type("sma_crossovr"); },
       kMembers + ".trend.type"},
      {[&] { member("trend").clear_type(); }, kMembers + ".trend.type"},
      {[&] { member("trend").set_type("ensemble"); }, kMembers + ".trend.type"},
      {[&] { (*member("trend").mutable_params())["fast"].set_number_value(3); },
       kMembers + ".trend.params.fast"},
      {[&] {
         (*member("trend").mutable_params())["fast_period"].set_number_value(
             99);
       },
       kMembers + ".trend.params.fast_period"},
      {[&] {
         (*member("dips").mutable_params())["long_when"].set_string_value("1");
       },
       kMembers + ".dips.params.long_when"},
      {[&] { member("Trend").set_type("sma_crossover"); }, kMembers + ".Trend"},
      {[&] { member("a b").set_type("sma_crossover"); }, kMembers + ".a b"},
      {[&] { member("trend").set_weight(2); }, kMembers + ".trend.weight"},
      {[&] {
         SetVote("weighted");
         member("trend").set_weight(0);
       },
       kMembers + ".trend.weight"},
      {[&] {
         SetVote("weighted");
         Override("dips.weight", 1e7);
       },
       "workflow.parameters.dips.weight"},
      {[&] { Override("dips.limt", 3); }, "workflow.parameters.dips.limt"},
      {[&] { Override("tredn.fast_period", 3); },
       "workflow.parameters.tredn.fast_period"},
      {[&] { Override("fast_period", 3); }, "workflow.parameters.fast_period"},
      {[&] {
         SetVote("wieghted");
         member("trend").set_weight(2);
       },
       "workflow.backtest_config.strategy.params.vote"},
      {[&] { strategy().clear_members(); }, kMembers},
      {[&] {
         for (int i = 0; i < 15; ++i) {
           member("m" + std::to_string(i)).set_type("sma_crossover");
         }
       },
       kMembers},
      {[&] { strategy().set_type("buy_and_hold"); }, kMembers},
  };
  const v1::WorkflowConfig good = config_;
  for (const auto& [spoil, field] : wrong) {
    config_ = good;
    spoil();
    EXPECT_EQ(Problems(), Fields{field});
  }
}

}  // namespace
}  // namespace admf
