#include "client/cli/result_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "google/protobuf/text_format.h"

namespace admf {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

v1::WorkflowResult Parse(const std::string& text) {
  v1::WorkflowResult result;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &result));
  return result;
}

const char kSucceeded[] = R"(
  workflow_id: "w-1"
  name: "goog"
  type: WORKFLOW_TYPE_BACKTEST
  state: WORKFLOW_STATE_SUCCEEDED
  config_digest: "c0"
  data_digest: "d0"
  result_digest: "e0"
  metrics { key: "total_return" value: 4.142299 }
  metrics { key: "final_equity" value: 51422.99 }
  metrics { key: "trade_count" value: 66 }
  undefined_metrics { key: "calmar_ratio" value: "there is no drawdown" }
  outputs { key: "bar_count" value: "2148" }
  outputs { key: "data_digest" value: "d0" }
  artifacts { name: "trades" row_count: 1066 size_bytes: 2048 }
  start_time { seconds: 100 }
  end_time { seconds: 100 nanos: 12000000 }
)";

TEST(ResultViewTest, ShowsAllForPeople) {
  EXPECT_EQ(ResultText(Parse(kSucceeded), Style(), 0),
            "goog  succeeded\n"
            "id         w-1\n"
            "type       backtest\n"
            "time       12 ms\n"
            "bar_count  2148\n"
            "\n"
            "METRIC            VALUE\n"
            "final_equity  51,422.99\n"
            "total_return   414.23 %\n"
            "trade_count          66\n"
            "\n"
            "UNDEFINED     REASON\n"
            "calmar_ratio  there is no drawdown\n"
            "\n"
            "TABLE    ROWS     SIZE  EXPORT IT WITH\n"
            "trades  1,066  2.0 KiB  admf result w-1 --trades trades.csv\n"
            "\n"
            "DIGEST\n"
            "config  c0\n"
            "data    d0\n"
            "result  e0\n");
}

TEST(ResultViewTest, ShowsWhatWentWrong) {
  const std::string text = ResultText(Parse(R"(
    workflow_id: "w-2"
    state: WORKFLOW_STATE_FAILED
    degraded: true
    error { message: "GOOG.csv is missing" }
    phases { phase: WORKFLOW_PHASE_DATA_PREPARATION errors: "no file" }
    phases { phase: WORKFLOW_PHASE_FINALIZATION success: true }
    warnings: "few trades"
  )"),
                                      Style(), 0);
  EXPECT_THAT(
      text,
      AllOf(HasSubstr("(no name)  failed  degraded"),
            HasSubstr("error  GOOG.csv is missing"),
            HasSubstr("\nFAILED PHASES\ndata_preparation  no file\n"),
            HasSubstr("\nWARNINGS\n-  few trades\n"), Not(HasSubstr("METRIC")),
            Not(HasSubstr("UNDEFINED")), Not(HasSubstr("DIGEST"))));
}

TEST(ResultViewTest, AVerdictStandsInTheTitleAndInATable) {
  const std::string text = ResultText(Parse(std::string(kSucceeded) + R"(
    context { key: "earlier_trials" value: "4851" }
    verdict {
      state: FAILED
      outcomes {
        criterion { metric: "total_return" min: 5 } value: 4.142299
        reason: "too little"
      }
    }
  )"),
                                      Style(), 0);
  EXPECT_THAT(text,
              AllOf(HasSubstr("goog  succeeded  verdict FAILED\n"),
                    HasSubstr("\nCONTEXT\nearlier_trials  4851\n\n"
                              "CRITERION           VALUE  VERDICT  REASON\n"
                              "total_return >= 5  4.1423  FAILED   too "
                              "little\n")));
}

TEST(ResultViewTest, AWorkflowOfManyTrialsShowsItsSearchOrTheirNumber) {
  const std::string search = ResultText(
      Parse("trial_count: 500 search { trial_count: 500 }"), Style(), 0);
  EXPECT_THAT(search, AllOf(HasSubstr("\nSEARCH\ntrials  500, 0 of"),
                            Not(HasSubstr("trials  500\n"))));
  EXPECT_THAT(ResultText(Parse("trial_count: 500"), Style(), 0),
              HasSubstr("\ntrials  500\n"));
  EXPECT_THAT(ResultText(Parse("trial_count: 1"), Style(), 0),
              Not(HasSubstr("trials")));
  // Where the outputs have it, it is not said twice.
  const auto both =
      Parse("trial_count: 500 outputs { key: 'trial_count' value: '500' }");
  EXPECT_THAT(
      ResultText(both, Style(), 0),
      AllOf(HasSubstr("\ntrial_count  500\n"), Not(HasSubstr("\ntrials"))));
  EXPECT_THAT(ResultCsv(both),
              ::testing::EndsWith("\nresult_digest,\ntrial_count,500\n"));
}

TEST(ResultViewTest, PartsOfATableAreOneTable) {
  EXPECT_THAT(
      ResultText(Parse(R"(
    workflow_id: "w-1"
    artifacts { name: "trials" row_count: 4096 size_bytes: 1024 }
    artifacts { name: "trials" row_count: 4 size_bytes: 1024 }
    artifacts { name: "windows" row_count: 12 size_bytes: 512 }
  )"),
                 Style(), 0),
      HasSubstr("\n"
                "TABLE     ROWS     SIZE  EXPORT IT WITH\n"
                "trials   4,100  2.0 KiB  admf result w-1 --trials "
                "trials.csv\n"
                "windows     12    512 B  admf result w-1 --table windows "
                "windows.csv\n"));
}

TEST(ResultViewTest, CsvHasTheVerdictAndTheBestParameters) {
  const std::string text = ResultCsv(Parse(R"(
    state: WORKFLOW_STATE_SUCCEEDED
    trial_count: 12
    context { key: "earlier_trials" value: "7" }
    verdict { state: PASSED }
    search {
      best { parameters { key: "fast_period" value { number_value: 12 } } }
    }
  )"));
  EXPECT_THAT(text, AllOf(HasSubstr("\nverdict,PASSED\n"),
                          HasSubstr("\ntrial_count,12\nbest.fast_period,12\n"
                                    "earlier_trials,7\n")));
}

TEST(ResultViewTest, CsvIsUnrounded) {
  EXPECT_EQ(ResultCsv(Parse(kSucceeded)),
            "name,value\n"
            "workflow_id,w-1\n"
            "workflow_name,goog\n"
            "type,backtest\n"
            "state,succeeded\n"
            "degraded,false\n"
            "config_digest,c0\n"
            "data_digest,d0\n"
            "result_digest,e0\n"
            "bar_count,2148\n"
            "final_equity,51422.99\n"
            "total_return,4.142299\n"
            "trade_count,66\n"
            "calmar_ratio,\n");
}

}  // namespace
}  // namespace admf
