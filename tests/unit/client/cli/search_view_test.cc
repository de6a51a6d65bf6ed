#include "client/cli/search_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"

namespace admf {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::WorkflowResult Parse(const std::string& text) {
  v1::WorkflowResult result;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &result));
  return result;
}

std::string Text(const std::string& result) {
  return SearchText(Parse(result), Style(), 0);
}

// A trial of two averages.
std::string Trial(int number, int fast, int slow, double sharpe_ratio) {
  return absl::StrCat(
      "number: ", number, " parameters { key: 'fast_period' value { ",
      "number_value: ", fast, " } } parameters { key: 'slow_period' value { ",
      "number_value: ", slow,
      " } } metrics { key: 'sharpe_ratio' value: ", sharpe_ratio, " }");
}

TEST(SearchViewTest, NothingWithoutASearch) { EXPECT_EQ(Text(""), ""); }

TEST(SearchViewTest, PeakAndPlateauStandSideBySide) {
  EXPECT_EQ(
      Text(absl::StrCat(
          "search { trial_count: 4851 feasible_trial_count: 4700 "
          "end_reason: 'every point of the grid was tried' "
          "indicator_requests: 9702 indicators_computed: 99 best { ",
          Trial(1203, 12, 45, 1.5), " } plateau { ", Trial(1310, 14, 50, 1.25),
          " } parameter_importance { key: 'fast_period' value: 0.412 } "
          "neighbourhood { size: 8 tried: 7 mean_drop: 0.05 "
          "worst_drop: 0.21 } explanations: 'Luck alone would do.' }")),
      "\nSEARCH\n"
      "trials         4,851, 4,700 of them feasible\n"
      "ended because  every point of the grid was tried\n"
      "indicators     99 computed for 9,702 requests\n"
      "neighbourhood  7 of 8 trials one step from the peak were tried; "
      "their score is 0.0500 lower on average, 0.2100 at worst\n"
      "\n"
      "CHOICE          PEAK  PLATEAU  IMPORTANCE\n"
      "trial          1,203    1,310\n"
      "sharpe_ratio  1.5000   1.2500\n"
      "fast_period       12       14     41.20 %\n"
      "slow_period       45       50\n"
      "\n"
      "WHAT IT MEANS\n"
      "-  Luck alone would do.\n");
}

TEST(SearchViewTest, WithoutAFeasibleTrialThereIsNoChoice) {
  EXPECT_EQ(Text("search { trial_count: 9 end_reason: 'out of time' }"),
            "\nSEARCH\n"
            "trials         9, 0 of them feasible\n"
            "ended because  out of time\n");
}

TEST(SearchViewTest, AMissingPlateauIsADash) {
  EXPECT_THAT(
      Text(absl::StrCat("search { best { ", Trial(3, 5, 20, 0.5), " } }")),
      HasSubstr("trial              3        -\n"
                "sharpe_ratio  0.5000        -\n"
                "fast_period        5        -\n"));
}

TEST(SearchViewTest, ObjectivesAreThoseOfTheConfiguration) {
  const std::string text = Text(
      "config { optimization_config { objectives { metric: 'cagr' } "
      "objectives { metric: 'turnover' } } } "
      "search { pareto_front { number: 4 "
      "parameters { key: 'period' value { number_value: 7 } } "
      "metrics { key: 'cagr' value: 0.1 } metrics { key: 'turnover' value: 2 } "
      "} pareto_front { number: 9 "
      "parameters { key: 'period' value { number_value: 9 } } "
      "metrics { key: 'cagr' value: 0.2 } } }");
  EXPECT_THAT(text, HasSubstr("\nPARETO FRONT\n"
                              "TRIAL     cagr   turnover  PARAMETERS\n"
                              "    4  10.00 %          2  period=7\n"
                              "    9  20.00 %  undefined  period=9\n"));
  EXPECT_THAT(text, Not(HasSubstr("sharpe_ratio")));
}

TEST(SearchViewTest, ALongFrontIsCut) {
  std::string search;
  for (int i = 0; i < 23; ++i) {
    absl::StrAppend(&search, "pareto_front { ", Trial(i, i, 2 * i, 1), " } ");
  }
  const std::string text = Text("search { " + search + " }");
  EXPECT_THAT(text, HasSubstr("fast_period=19 slow_period=38\n"
                              "and 3 more: --output json has all\n"));
  EXPECT_THAT(text, Not(HasSubstr("fast_period=20")));
}

TEST(SearchViewTest, RegimesAndEnsemble) {
  EXPECT_EQ(
      Text(absl::StrCat(
          "search { trial_count: 2 feasible_trial_count: 2 ",
          "regimes { regime: 'up_low' bar_count: 812 best { ",
          Trial(1, 5, 20, 2),
          " metrics { key: 'regime_sharpe_ratio' value: 3.5 } } } regimes { "
          "regime: 'down_high' ",
          "bar_count: 40 } ensemble { weight: 0.6 trial { ", Trial(1, 5, 20, 2),
          " } } ensemble { weight: 0.4 trial { ", Trial(0, 4, 30, 1),
          " } } }")),
      "\nSEARCH\n"
      "trials  2, 2 of them feasible\n"
      "\n"
      "REGIME     BARS  TRIAL  regime_sharpe_ratio  PARAMETERS\n"
      "up_low      812      1               3.5000  fast_period=5 "
      "slow_period=20\n"
      "down_high    40      -                    -  too few bars for a "
      "choice\n"
      "\n"
      "ENSEMBLE\n"
      " WEIGHT  TRIAL  sharpe_ratio  PARAMETERS\n"
      "60.00 %      1             2  fast_period=5 slow_period=20\n"
      "40.00 %      0             1  fast_period=4 slow_period=30\n");
}

}  // namespace
}  // namespace admf
