#include "client/cli/catalog_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "google/protobuf/text_format.h"

namespace admf {
namespace {

using ::testing::ElementsAre;

v1::GetServerInfoResponse Catalog() {
  v1::GetServerInfoResponse info;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(R"(
    strategies {
      name: "sma_crossover"
      description: "Long above, short below."
      parameters {
        name: "fast_period" type: PARAMETER_TYPE_INTEGER
        description: "Bars of the fast average"
        default_value { number_value: 10 } minimum: 1 maximum: 10000
      }
      parameters {
        name: "mode" type: PARAMETER_TYPE_CHOICE description: "How"
        default_value { string_value: "a" } choices: "a" choices: "b"
      }
    }
    strategies { name: "aroon" description: "Strategy." }
    indicators { name: "aroon" description: "Indicator."
                 outputs: "up" outputs: "down"
                 parameters {
                   name: "smooth" type: PARAMETER_TYPE_REAL minimum: 0.5
                   default_value { bool_value: true }
                 } }
  )",
                                                            &info));
  return info;
}

TEST(CatalogViewTest, ListsEveryEntry) {
  EXPECT_EQ(CatalogText(Catalog(), Style(), 0),
            "STRATEGY       PARAMETERS AND DEFAULTS\n"
            "sma_crossover  fast_period=10 mode=a\n"
            "aroon\n"
            "\n"
            "INDICATOR  PARAMETERS AND DEFAULTS\n"
            "aroon      smooth=true\n"
            "\n"
            "`admf catalog NAME` explains one of them.\n");
}

TEST(CatalogViewTest, ExplainsTextsOtherNumbersAndMembers) {
  v1::StrategyInfo strategy;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(R"(
    name: "rules" description: "By rules." takes_other_numbers: true
    parameters {
      name: "long_when" type: PARAMETER_TYPE_TEXT description: "When"
      default_value { string_value: "" }
    }
  )",
                                                            &strategy));
  EXPECT_EQ(StrategyText(strategy, Style(), 0),
            "rules  strategy\n"
            "By rules.\n"
            "\n"
            "PARAMETER  TYPE  DEFAULT  RANGE  MEANING\n"
            "long_when  text       \"\"         When\n"
            "\n"
            "other parameters: numbers of any name\n");
  strategy.set_takes_other_numbers(false);
  strategy.set_has_members(true);
  strategy.clear_parameters();
  EXPECT_EQ(StrategyText(strategy, Style(), 0),
            "rules  strategy\n"
            "By rules.\n"
            "\n"
            "members: strategies of any name\n");
}

TEST(CatalogViewTest, ExplainsAStrategy) {
  EXPECT_EQ(StrategyText(Catalog().strategies(0), Style(), 0),
            "sma_crossover  strategy\n"
            "Long above, short below.\n"
            "\n"
            "PARAMETER    TYPE     DEFAULT  RANGE       MEANING\n"
            "fast_period  integer       10  1 to 10000  Bars of the fast "
            "average\n"
            "mode         choice         a  a | b       How\n");
}

TEST(CatalogViewTest, ExplainsAnIndicator) {
  EXPECT_EQ(IndicatorText(Catalog().indicators(0), Style(), 0),
            "aroon  indicator\n"
            "Indicator.\n"
            "\n"
            "PARAMETER  TYPE  DEFAULT  RANGE        MEANING\n"
            "smooth     real     true  0.5 or more\n"
            "\n"
            "series: up, down\n");
}

TEST(CatalogViewTest, CsvHasARowForEachParameter) {
  EXPECT_EQ(CatalogCsv(Catalog()),
            "kind,name,parameter,type,default,minimum,maximum,choices,"
            "description\n"
            "strategy,sma_crossover,fast_period,integer,10,1,10000,,"
            "Bars of the fast average\n"
            "strategy,sma_crossover,mode,choice,a,,,a|b,How\n"
            "strategy,aroon,,,,,,,\n"
            "indicator,aroon,smooth,real,true,0.5,,,\n");
}

TEST(CatalogViewTest, ANameCanBeBoth) {
  const auto both = FilterCatalog(Catalog(), "aroon");
  EXPECT_EQ(both.strategies_size(), 1);
  EXPECT_EQ(both.indicators_size(), 1);
  EXPECT_EQ(FilterCatalog(Catalog(), "none").strategies_size(), 0);
  EXPECT_THAT(CatalogNames(Catalog()),
              ElementsAre("sma_crossover", "aroon", "aroon"));
}

}  // namespace
}  // namespace admf
