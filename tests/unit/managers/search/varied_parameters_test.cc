#include "managers/search/varied_parameters.h"

#include <optional>
#include <string>

#include "gtest/gtest.h"
#include "tests/unit/managers/search/search_fixture.h"

namespace admf {
namespace {

using google::protobuf::Value;

absl::StatusOr<SearchDimension> Read(const std::string& name,
                                     const std::string& value) {
  return ReadDimension(name, Parse<Value>(value), CrossoverRun());
}

std::string ErrorOf(const std::string& name, const std::string& value) {
  return std::string(Read(name, value).status().message());
}

TEST(VariedParametersTest, ReadsListsRangesAndMappings) {
  const auto list = Read("fast_period", R"(list_value {
      values { number_value: 5 } values { number_value: 10 } })");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_EQ(list->kind, SearchDimension::Kind::kChoices);
  EXPECT_EQ(list->choices,
            (std::vector<ParameterValue>{int64_t{5}, int64_t{10}}));

  const auto text =
      Read("fast_period", R"p(string_value: " range(2, 8, 3) ")p");
  ASSERT_TRUE(text.ok()) << text.status();
  EXPECT_EQ(text->kind, SearchDimension::Kind::kInteger);
  EXPECT_EQ(text->minimum, 2);
  EXPECT_EQ(text->maximum, 8);
  EXPECT_EQ(text->step, 3);

  const auto mapping = Read("risk.stop_loss", R"(struct_value {
      fields { key: "min" value { number_value: 0.01 } }
      fields { key: "max" value { number_value: 0.1 } }
      fields { key: "scale" value { string_value: "log" } }
      fields { key: "when" value { struct_value { fields {
        key: "fast_period" value { number_value: 5 } } } } } })");
  ASSERT_TRUE(mapping.ok()) << mapping.status();
  EXPECT_EQ(mapping->kind, SearchDimension::Kind::kReal);
  EXPECT_TRUE(mapping->log_scale);
  EXPECT_FALSE(mapping->step.has_value());
  EXPECT_EQ(mapping->when->name, "fast_period");
}

TEST(VariedParametersTest, SaysWhatIsWrong) {
  EXPECT_NE(ErrorOf("fst_period", R"(list_value {})")
                .find("did you mean fast_period?"),
            std::string::npos);
  EXPECT_NE(ErrorOf("risk.stop_los", R"(list_value {})")
                .find("did you mean risk.stop_loss?"),
            std::string::npos);
  EXPECT_NE(ErrorOf("fast_period", R"p(string_value: "2..8")p").find("range("),
            std::string::npos);
  EXPECT_NE(ErrorOf("fast_period", R"p(string_value: "range(0, 8)")p")
                .find("fast_period"),
            std::string::npos);
  EXPECT_NE(ErrorOf("fast_period", R"(number_value: 3)").find("list"),
            std::string::npos);
  EXPECT_NE(ErrorOf("fast_period", R"(struct_value {
      fields { key: "min" value { number_value: 3 } } })")
                .find("`max`"),
            std::string::npos);
  EXPECT_NE(ErrorOf("fast_period", R"(struct_value {
      fields { key: "type" value { string_value: "real" } } })")
                .find("whole number"),
            std::string::npos);
  EXPECT_NE(ErrorOf("fast_period", R"(struct_value {
      fields { key: "from" value { number_value: 3 } } })")
                .find("no key `from`"),
            std::string::npos);
  EXPECT_NE(
      ErrorOf("portfolio.initial_cash", R"p(string_value: "range(1, 2)")p")
          .find("account"),
      std::string::npos);
}

TEST(VariedParametersTest, AppliesAPoint) {
  v1::BacktestConfig run = CrossoverRun();
  const std::vector<SearchDimension> dimensions = {
      {.name = "fast_period"},
      {.name = "risk.max_holding_bars"},
      {.name = "risk.stop_loss"},
      {.name = "slow_period"}};
  ASSERT_TRUE(ApplyPoint(dimensions,
                         {int64_t{7}, int64_t{12}, 0.05, std::nullopt}, &run)
                  .ok());
  EXPECT_EQ(run.strategy().params().at("fast_period").number_value(), 7);
  EXPECT_EQ(run.strategy().params().at("slow_period").number_value(), 20);
  EXPECT_EQ(run.risk().stop_loss(), 0.05);
  EXPECT_EQ(run.risk().max_holding_bars(), 12);
  EXPECT_FALSE(
      ApplyPoint({{.name = "risk.max_holding_bars"}}, {0.5}, &run).ok());
}

TEST(VariedParametersTest, TakesParametersOfMembers) {
  const auto run = Parse<v1::BacktestConfig>(R"(
    strategy {
      type: "ensemble"
      members { key: "trend" value { type: "sma_crossover" weight: 1 } }
    })");
  const auto range = Parse<Value>(R"p(string_value: "range(2, 8, 3)")p");
  EXPECT_TRUE(ReadDimension("trend.fast_period", range, run).ok());
  EXPECT_TRUE(ReadDimension("trend.weight", range, run).ok());
  EXPECT_FALSE(ReadDimension("trend.nothing", range, run).ok());
  v1::BacktestConfig varied = run;
  ASSERT_TRUE(
      ApplyPoint({{.name = "trend.fast_period"}, {.name = "trend.weight"}},
                 {int64_t{4}, 2.5}, &varied)
          .ok());
  const auto& member = varied.strategy().members().at("trend");
  EXPECT_EQ(member.params().at("fast_period").number_value(), 4);
  EXPECT_EQ(member.weight(), 2.5);
  EXPECT_EQ(GetVariedNumber("trend.fast_period", varied), 4);
  EXPECT_EQ(GetVariedNumber("trend.weight", varied), 2.5);
  EXPECT_EQ(GetVariedNumber("trend.fast_period", run), std::nullopt);
}

TEST(GetVariedNumberTest, WhatIsNoNumberOrNotSetIsNone) {
  const auto run = Parse<v1::BacktestConfig>(R"(
    strategy {
      type: "ensemble"
      params { key: "vote" value { string_value: "weighted" } }
      params { key: "threshold" value { number_value: 0.5 } }
      members { key: "trend" value { type: "sma_crossover" } }
    }
    risk { stop_loss: 0.25 })");
  EXPECT_EQ(GetVariedNumber("threshold", run), 0.5);
  EXPECT_EQ(GetVariedNumber("vote", run), std::nullopt);
  EXPECT_EQ(GetVariedNumber("trend.weight", run), std::nullopt);
  EXPECT_EQ(GetVariedNumber("risk.stop_loss", run), 0.25);
  EXPECT_EQ(GetVariedNumber("risk.take_profit", run), std::nullopt);
}

}  // namespace
}  // namespace admf
