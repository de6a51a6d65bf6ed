#include "managers/result_digest.h"

#include "engine/base/sha256.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

v1::WorkflowConfig Config() {
  v1::WorkflowConfig config;
  config.set_type(v1::WORKFLOW_TYPE_BACKTEST);
  auto& params =
      *config.mutable_backtest_config()->mutable_strategy()->mutable_params();
  for (const char* name : {"zeta", "alpha", "mid", "fast", "slow"}) {
    params[name].set_number_value(1);
  }
  return config;
}

TEST(ConfigDigestTest, NameLabelsAndInfrastructureDontMatter) {
  v1::WorkflowConfig other = Config();
  other.set_name("x");
  (*other.mutable_labels())["a"] = "b";
  other.mutable_infrastructure_config()->set_cpu_cores(2);
  EXPECT_EQ(ConfigDigest(Config()), ConfigDigest(other));
}

TEST(ConfigDigestTest, EverythingElseMatters) {
  v1::WorkflowConfig other = Config();
  (*other.mutable_backtest_config()
        ->mutable_strategy()
        ->mutable_params())["fast"]
      .set_number_value(2);
  EXPECT_NE(ConfigDigest(Config()), ConfigDigest(other));
  other = Config();
  other.mutable_backtest_config()->set_seed(1);
  EXPECT_NE(ConfigDigest(Config()), ConfigDigest(other));
}

TEST(ConfigDigestTest, OrderOfMapsDoesntMatter) {
  v1::WorkflowConfig reversed;
  reversed.set_type(v1::WORKFLOW_TYPE_BACKTEST);
  auto& params =
      *reversed.mutable_backtest_config()->mutable_strategy()->mutable_params();
  for (const char* name : {"slow", "fast", "mid", "alpha", "zeta"}) {
    params[name].set_number_value(1);
  }
  EXPECT_EQ(ConfigDigest(Config()), ConfigDigest(reversed));
}

v1::WorkflowResult Result() {
  v1::WorkflowResult result;
  result.set_code_version("1");
  result.set_config_digest("c");
  result.set_data_digest("d");
  (*result.mutable_metrics())["sharpe_ratio"] = 1.5;
  (*result.mutable_undefined_metrics())["sqn"] = "no trades";
  (*result.mutable_outputs())["bar_count"] = "10";
  auto* artifact = result.add_artifacts();
  artifact->set_name("trades");
  artifact->set_digest("t");
  return result;
}

TEST(ResultDigestTest, TimesIdsNamesAndWarningsDontMatter) {
  v1::WorkflowResult other = Result();
  other.set_workflow_id("wf-2");
  other.set_name("x");
  other.mutable_start_time()->set_seconds(5);
  other.mutable_end_time()->set_seconds(6);
  other.add_warnings("w");
  other.add_phases()->mutable_duration()->set_seconds(3);
  (*other.mutable_context())["earlier_trials"] = "7";
  other.set_trial_count(1);
  EXPECT_EQ(ResultDigest(Result()), ResultDigest(other));
}

TEST(ResultDigestTest, EveryOutcomeMatters) {
  const std::string digest = ResultDigest(Result());
  v1::WorkflowResult other = Result();
  (*other.mutable_metrics())["sharpe_ratio"] = 1.5000000000000002;
  EXPECT_NE(ResultDigest(other), digest);
  other = Result();
  other.mutable_artifacts(0)->set_digest("u");
  EXPECT_NE(ResultDigest(other), digest);
  other = Result();
  other.set_code_version("2");
  EXPECT_NE(ResultDigest(other), digest);
  other = Result();
  (*other.mutable_outputs())["bar_count"] = "11";
  EXPECT_NE(ResultDigest(other), digest);
  other = Result();
  (*other.mutable_undefined_metrics())["sqn"] = "other";
  EXPECT_NE(ResultDigest(other), digest);
  other = Result();
  other.mutable_verdict()->set_state(v1::Verdict::PASSED);
  EXPECT_NE(ResultDigest(other), digest);
  other = Result();
  other.mutable_search()->set_trial_count(3);
  EXPECT_NE(ResultDigest(other), digest);
}

/// Computed by hand from what the header says, when there were no searches.
TEST(ResultDigestTest, OfAResultWithoutSearchIsAsItWas) {
  v1::WorkflowResult empty;
  Sha256 expected;
  for (const char* text : {"admf-result-1", "", "", ""}) expected.AddText(text);
  for (int i = 0; i < 4; ++i) expected.AddInt(0);
  EXPECT_EQ(ResultDigest(empty), expected.Finish());
}

TEST(ResultDigestTest, OfASearchDoesntHangOnTheCache) {
  v1::WorkflowResult result = Result();
  v1::SearchReport& search = *result.mutable_search();
  search.set_trial_count(3);
  for (const char* name : {"zeta", "alpha", "mid"}) {
    (*search.mutable_parameter_importance())[name] = 0.25;
  }
  v1::WorkflowResult other = Result();
  v1::SearchReport& same = *other.mutable_search();
  for (const char* name : {"mid", "alpha", "zeta"}) {
    (*same.mutable_parameter_importance())[name] = 0.25;
  }
  same.set_trial_count(3);
  same.set_indicator_requests(10);
  same.set_indicators_computed(4);
  EXPECT_EQ(ResultDigest(other), ResultDigest(result));
  same.mutable_best()->set_number(1);
  EXPECT_NE(ResultDigest(other), ResultDigest(result));
}

}  // namespace
}  // namespace admf
