#include "client/cli/status_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "google/protobuf/text_format.h"

namespace admf {
namespace {

using ::testing::HasSubstr;

v1::WorkflowStatus Parse(const std::string& text) {
  v1::WorkflowStatus status;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &status));
  return status;
}

// 2026-11-22 07:21:33 UTC and the ten seconds after it.
std::vector<v1::WorkflowStatus> Workflows() {
  return {
      Parse(R"(workflow_id: "w-4" name: "goog" type: WORKFLOW_TYPE_BACKTEST
               state: WORKFLOW_STATE_RUNNING priority: 3 progress: 0.46
               current_phase: WORKFLOW_PHASE_COMPUTATION
               progress_message: "bar 990"
               labels { key: "team" value: "a" }
               labels { key: "commit" value: "3f" }
               submit_time { seconds: 1795332093 }
               start_time { seconds: 1795332094 })"),
      Parse(R"(workflow_id: "w-3" type: WORKFLOW_TYPE_BACKTEST
               state: WORKFLOW_STATE_QUEUED priority: 1 queue_position: 2
               submit_time { seconds: 1795332093 })"),
      Parse(R"(workflow_id: "w-2" name: "eur, usd" type: WORKFLOW_TYPE_BACKTEST
               state: WORKFLOW_STATE_FAILED priority: 3
               error { message: "no data" }
               submit_time { seconds: 1795332093 }
               start_time { seconds: 1795332093 }
               end_time { seconds: 1795332093 nanos: 8000000 })"),
  };
}

const absl::Time kNow = absl::FromUnixSeconds(1795332103);

TEST(StatusViewTest, TableHasALineForEachWorkflow) {
  EXPECT_EQ(WorkflowTable(Workflows(), kNow, absl::UTCTimeZone(), Style(), 0),
            "ID   NAME      TYPE      STATE    SUBMITTED             TIME  "
            "REMARK\n"
            "w-4  goog      backtest  running  2026-11-22 07:21:33  9.0 s  "
            "computation 46 %\n"
            "w-3            backtest  queued   2026-11-22 07:21:33         "
            "2 before it\n"
            "w-2  eur, usd  backtest  failed   2026-11-22 07:21:33   8 ms  "
            "no data\n");
}

TEST(StatusViewTest, DetailsOfARunningWorkflow) {
  EXPECT_EQ(
      WorkflowDetails(Workflows()[0], kNow, absl::UTCTimeZone(), Style(), 0),
      "id         w-4\n"
      "name       goog\n"
      "type       backtest\n"
      "labels     commit=3f, team=a\n"
      "state      running\n"
      "priority   3\n"
      "phase      computation\n"
      "progress   46 %, bar 990\n"
      "submitted  2026-11-22 07:21:33\n"
      "started    2026-11-22 07:21:34\n"
      "time       9.0 s\n");
}

TEST(StatusViewTest, DetailsOfAFailedWorkflowSayWhy) {
  EXPECT_THAT(
      WorkflowDetails(Workflows()[2], kNow, absl::UTCTimeZone(), Style(), 0),
      HasSubstr("error      no data\n"));
}

TEST(StatusViewTest, ARetryThatIsToPause) {
  const v1::WorkflowStatus workflow =
      Parse(R"(workflow_id: "w-5" type: WORKFLOW_TYPE_BACKTEST
               state: WORKFLOW_STATE_RUNNING priority: 3 progress: 0.5
               current_phase: WORKFLOW_PHASE_COMPUTATION phase_attempt: 2
               pause_requested: true retry_of: "w-2"
               submit_time { seconds: 1795332093 })");
  EXPECT_THAT(
      WorkflowTable({workflow}, kNow, absl::UTCTimeZone(), Style(), 0),
      HasSubstr("computation 50 %, try 2, pauses at the next checkpoint\n"));
  EXPECT_THAT(WorkflowDetails(workflow, kNow, absl::UTCTimeZone(), Style(), 0),
              ::testing::AllOf(
                  HasSubstr("retry of   w-2\n"), HasSubstr("try        2\n"),
                  HasSubstr("pause      at the next checkpoint\n")));
  EXPECT_THAT(WorkflowCsv({workflow}), HasSubstr(",true,2,w-2\n"));
}

TEST(StatusViewTest, APausedWorkflowAndOneWithoutAPosition) {
  const auto paused = Parse(
      "workflow_id: 'w-6' state: WORKFLOW_STATE_PAUSED "
      "pause_requested: true");
  const auto queued = Parse("workflow_id: 'w-7' state: WORKFLOW_STATE_QUEUED");
  const std::string table =
      WorkflowTable({paused, queued}, kNow, absl::UTCTimeZone(), Style(), 0);
  EXPECT_THAT(table, HasSubstr("paused"));
  EXPECT_THAT(table, ::testing::Not(HasSubstr("next to run")));
  EXPECT_THAT(WorkflowDetails(paused, kNow, absl::UTCTimeZone(), Style(), 0),
              ::testing::Not(HasSubstr("next checkpoint")));
}

TEST(StatusViewTest, ClocksThatDifferShowNoNegativeTime) {
  const absl::Time earlier = absl::FromUnixSeconds(1795332000);
  EXPECT_THAT(
      WorkflowDetails(Workflows()[0], earlier, absl::UTCTimeZone(), Style(), 0),
      HasSubstr("time       0 ms\n"));
}

TEST(StatusViewTest, CsvHasExactValues) {
  EXPECT_EQ(WorkflowCsv(Workflows()),
            "workflow_id,name,type,state,priority,queue_position,current_phase,"
            "progress,submit_time,start_time,end_time,degraded,labels,error,"
            "pause_requested,phase_attempt,retry_of\n"
            "w-4,goog,backtest,running,3,,computation,0.46,"
            "2026-11-22T07:21:33Z,2026-11-22T07:21:34Z,,false,"
            "\"commit=3f, team=a\",,false,,\n"
            "w-3,,backtest,queued,1,2,,0,2026-11-22T07:21:33Z,,,false,,,"
            "false,,\n"
            "w-2,\"eur, usd\",backtest,failed,3,,,0,2026-11-22T07:21:33Z,"
            "2026-11-22T07:21:33Z,2026-11-22T07:21:33.008Z,false,,no data,"
            "false,,\n");
}

}  // namespace
}  // namespace admf
