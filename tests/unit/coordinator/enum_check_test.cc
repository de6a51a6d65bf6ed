#include "coordinator/enum_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "admf/v1/workflow_config.pb.h"
#include "google/protobuf/text_format.h"

namespace admf {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> Problems(const std::string& text) {
  v1::WorkflowConfig config;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &config));
  std::vector<ConfigProblem> problems;
  FindUnknownEnumValues(config, "workflow", &problems);
  std::vector<std::string> texts;
  for (const ConfigProblem& problem : problems) {
    texts.push_back(problem.field + ": " + problem.description);
  }
  return texts;
}

TEST(EnumCheckTest, KnownValuesAndOtherNumbersAreNoProblem) {
  EXPECT_THAT(Problems(R"(
    type: WORKFLOW_TYPE_BACKTEST
    labels { key: "team" value: "a" }
    parameters { key: "fast_period" value { number_value: 99 } }
    data_config { sources { key: "GOOG" value { format: DATA_FORMAT_CSV } } }
    infrastructure_config { cpu_cores: 99 }
    backtest_config { execution { fill: FILL_MODE_SAME_CLOSE } })"),
              IsEmpty());
}

TEST(EnumCheckTest, LooksIntoMapsAndListsOfMessages) {
  EXPECT_THAT(Problems(R"(
    parameters { key: "fast_period" value { null_value: NULL_VALUE } }
    optimization_config { objectives { direction: 77 } }
    validation_config { method: 76 })"),
              ElementsAre(HasSubstr("objectives[0].direction: 77"),
                          HasSubstr("validation_config.method: 76")));
}

TEST(EnumCheckTest, EveryUnknownValueIsNamedWhereItStands) {
  EXPECT_THAT(
      Problems(R"(
    data_config { sources { key: "GOOG" value { format: 99 } } }
    infrastructure_config {
      phases { phase: WORKFLOW_PHASE_COMPUTATION } phases { phase: 99 } }
    backtest_config {
      execution { fill: 99 commission { type: 98 } slippage { type: -1 } }
      portfolio { units: 97 direction: 96 sizing { type: 95 } } })"),
      ElementsAre(
          "workflow.data_config.sources.GOOG.format: 99 stands for nothing "
          "here; choose from csv, parquet",
          "workflow.infrastructure_config.phases[1].phase: 99 stands for "
          "nothing here; choose from initialization, data_preparation, "
          "computation, validation, aggregation, finalization",
          "workflow.backtest_config.execution.fill: 99 stands for nothing "
          "here; choose from next_open, same_close",
          "workflow.backtest_config.execution.commission.type: 98 stands for "
          "nothing here; choose from none, percent, fixed, per_share, "
          "tiered",
          "workflow.backtest_config.execution.slippage.type: -1 stands for "
          "nothing here; choose from none, percent, fixed, volume_impact",
          "workflow.backtest_config.portfolio.sizing.type: 95 stands for "
          "nothing here; choose from percent_equity, fixed_units, fixed_cash, "
          "volatility_target, kelly_fraction, atr_risk",
          "workflow.backtest_config.portfolio.units: 97 stands for nothing "
          "here; choose from whole, fractional",
          "workflow.backtest_config.portfolio.direction: 96 stands for "
          "nothing here; choose from long_only, short_only, long_short"));
}

}  // namespace
}  // namespace admf
