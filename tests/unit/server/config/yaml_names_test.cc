#include "server/config/yaml_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "admf/v1/workflow_config.pb.h"
#include "google/protobuf/struct.pb.h"
#include "tests/unit/server/config/test_schema.h"

namespace admf {
namespace {

using testing::ElementsAre;

TEST(YamlNamesTest, DropsTheNameOfTheEnum) {
  const auto& type = *v1::FillMode_descriptor();
  EXPECT_EQ(YamlEnumName(*type.FindValueByName("FILL_MODE_NEXT_OPEN")),
            "next_open");
  EXPECT_EQ(YamlEnumName(*type.FindValueByName("FILL_MODE_UNSPECIFIED")), "");
  EXPECT_THAT(YamlEnumNames(type), ElementsAre("next_open", "same_close"));
}

TEST(YamlNamesTest, KeepsNamesWithoutSuchAPrefix) {
  const auto& type = *google::protobuf::NullValue_descriptor();
  EXPECT_THAT(YamlEnumNames(type), ElementsAre("null_value"));
}

TEST(YamlNamesTest, FindsEnumValues) {
  const auto& type = *v1::Direction_descriptor();
  ASSERT_NE(FindYamlEnum(type, "long_only"), nullptr);
  EXPECT_EQ(FindYamlEnum(type, "long_only")->number(), v1::DIRECTION_LONG_ONLY);
  for (const auto* name :
       {"", "unspecified", "LONG_ONLY", "DIRECTION_LONG_ONLY", "long"}) {
    EXPECT_EQ(FindYamlEnum(type, name), nullptr) << name;
  }
}

TEST(YamlNamesTest, ListsKeys) {
  EXPECT_THAT(YamlKeys(*v1::StrategyConfig::descriptor()),
              ElementsAre("type", "params", "members"));
}

std::string Hint(std::string_view key,
                 const google::protobuf::Descriptor& type) {
  return UnknownKeyHint(key, type, *v1::WorkflowDocument::descriptor());
}

TEST(UnknownKeyHintTest, NamesTheNearestKey) {
  EXPECT_EQ(Hint("pramas", *v1::StrategyConfig::descriptor()),
            "did you mean `params`?");
}

TEST(UnknownKeyHintTest, NamesWhereTheKeyBelongs) {
  // Below.
  EXPECT_EQ(Hint("stop_loss", *v1::BacktestConfig::descriptor()),
            "it belongs under `risk`");
  EXPECT_EQ(Hint("initial_cash", *v1::WorkflowConfig::descriptor()),
            "it belongs under `backtest_config.portfolio`");
  // The nearest of several.
  EXPECT_EQ(Hint("type", *v1::WorkflowDocument::descriptor()),
            "it belongs under `workflow`");
  // Below a map.
  EXPECT_EQ(Hint("columns", *v1::DataConfig::descriptor()),
            "it belongs under `sources.<name>`");
  // Somewhere else in the document.
  EXPECT_EQ(Hint("portfolio", *v1::ExecutionConfig::descriptor()),
            "it belongs under `workflow.backtest_config`");
  EXPECT_EQ(Hint("workflow", *v1::ExecutionConfig::descriptor()),
            "it belongs to the top level of the document");
}

TEST(UnknownKeyHintTest, ListsTheKeysOtherwise) {
  EXPECT_EQ(Hint("banana", *v1::MetricsConfig::descriptor()),
            "the keys here are `periods_per_year`, `risk_free_rate`");
  // In several places, none of them below.
  EXPECT_EQ(Hint("type", *v1::MetricsConfig::descriptor()),
            "the keys here are `periods_per_year`, `risk_free_rate`");
  // Fields of durations and of values of any type are no keys.
  EXPECT_EQ(Hint("nanos", *v1::InfrastructureConfig::descriptor()),
            "the keys here are `cpu_cores`, `max_workers`, `memory_limit_mb`, "
            "`timeout`, `retry`, `phases`");
  EXPECT_EQ(Hint("number_value", *v1::StrategyConfig::descriptor()),
            "the keys here are `type`, `params`, `members`");
  EXPECT_EQ(Hint("x", *MakeNothing()->GetDescriptor()),
            "no key is accepted here");
}

TEST(UnknownKeyHintTest, EndsForRecursiveMessages) {
  const auto everything = MakeEverything();
  const auto& type = *everything->GetDescriptor();
  EXPECT_EQ(UnknownKeyHint("childs", type, type), "did you mean `child`?");
}

}  // namespace
}  // namespace admf
