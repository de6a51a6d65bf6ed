#include "client/cli/progress_state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "client/cli/style.h"
#include "google/protobuf/text_format.h"

namespace admf {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

ProgressState After(const std::vector<std::string>& events) {
  ProgressState state;
  for (const std::string& text : events) {
    v1::WorkflowEvent event;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &event));
    state.Apply(event);
  }
  return state;
}

const char kThirdPhase[] =
    "phase_started { phase: WORKFLOW_PHASE_COMPUTATION index: 3 count: 6 }";
const char kHalfDone[] =
    "progress { phase: WORKFLOW_PHASE_COMPUTATION fraction: 0.5 message: 'bar "
    "1074' }";

TEST(ProgressStateTest, CountsPhasesAlike) {
  EXPECT_EQ(After({}).fraction(), 0);
  EXPECT_DOUBLE_EQ(After({kThirdPhase}).fraction(), 2.0 / 6);
  EXPECT_DOUBLE_EQ(After({kThirdPhase, kHalfDone}).fraction(), 2.5 / 6);
  EXPECT_DOUBLE_EQ(
      After({kThirdPhase, kHalfDone, "phase_completed {}"}).fraction(),
      3.0 / 6);
}

TEST(ProgressStateTest, ARetriedPhaseBeginsAgain) {
  const ProgressState state = After({kThirdPhase, kHalfDone, "phase_failed {}",
                                     "phase_retried { attempt: 2 "
                                     "backoff { seconds: 3 } }"});
  EXPECT_DOUBLE_EQ(state.fraction(), 2.0 / 6);
  EXPECT_EQ(state.message(), "waiting 3.0 s before try 2");
  EXPECT_EQ(After({"phase_started { index: 3 count: 6 attempt: 2 }"}).message(),
            "try 2");
}

TEST(ProgressStateTest, APauseRestsUntilItIsResumed) {
  EXPECT_EQ(After({"started {}", kThirdPhase, "pause_requested {}"}).message(),
            "pauses at the next checkpoint");
  const ProgressState paused =
      After({"started {}", kThirdPhase, "pause_requested {}", "paused {}"});
  EXPECT_EQ(paused.state(), v1::WORKFLOW_STATE_PAUSED);
  EXPECT_FALSE(paused.ended());
  EXPECT_EQ(ProgressLine(paused, absl::Seconds(5), 80), "paused  5.0 s");
  const ProgressState resumed =
      After({"started {}", kThirdPhase, "pause_requested {}", "paused {}",
             "resumed {}"});
  EXPECT_EQ(ProgressLine(resumed, absl::Seconds(5), 80),
            "waiting in the queue  5.0 s");
  EXPECT_EQ(After({"started {}", "pause_requested {}", "resumed {}"}).state(),
            v1::WORKFLOW_STATE_RUNNING);
}

TEST(ProgressStateTest, ARecoveredPhaseBeginsAgain) {
  const ProgressState state = After({"started {}", kThirdPhase, kHalfDone,
                                     "recovered { after_crash: true }"});
  EXPECT_DOUBLE_EQ(state.fraction(), 2.0 / 6);
  EXPECT_EQ(state.message(), "recovered");
  EXPECT_EQ(state.state(), v1::WORKFLOW_STATE_RUNNING);
}

TEST(ProgressStateTest, FollowsTheState) {
  EXPECT_EQ(After({"submitted {}"}).state(), v1::WORKFLOW_STATE_QUEUED);
  EXPECT_EQ(After({"started {}"}).state(), v1::WORKFLOW_STATE_RUNNING);
  EXPECT_EQ(After({"started {}", "cancel_requested {}"}).state(),
            v1::WORKFLOW_STATE_CANCELLING);
  const ProgressState done =
      After({"started {}", "completed { state: WORKFLOW_STATE_FAILED }"});
  EXPECT_EQ(done.state(), v1::WORKFLOW_STATE_FAILED);
  EXPECT_TRUE(done.ended());
}

TEST(ProgressStateTest, NonsenseFromAServerStaysInBounds) {
  EXPECT_DOUBLE_EQ(After({kThirdPhase, "progress { fraction: 7 }"}).fraction(),
                   3.0 / 6);
  EXPECT_EQ(After({"phase_started { index: 9 count: 3 }"}).fraction(), 1.0);
  EXPECT_EQ(After({"phase_started { index: -1 count: -1 }"}).fraction(), 0.0);
}

TEST(ProgressLineTest, ShowsPhaseBarMessageAndTime) {
  EXPECT_EQ(ProgressLine(After({"started {}", kThirdPhase, kHalfDone}),
                         absl::Milliseconds(1200), 80),
            "[3/6] computation       [########............]  42 %  bar 1074  "
            "1.2 s");
}

TEST(ProgressLineTest, BeforeTheFirstPhase) {
  EXPECT_EQ(ProgressLine(After({}), absl::Seconds(5), 80),
            "waiting in the queue  5.0 s");
  EXPECT_EQ(ProgressLine(After({"started {}"}), absl::Seconds(5), 80),
            "starting  5.0 s");
}

TEST(ProgressLineTest, CancellingAndEnded) {
  EXPECT_THAT(ProgressLine(After({"started {}", "cancel_requested {}"}),
                           absl::Seconds(1), 80),
              HasSubstr("cancelling"));
  EXPECT_EQ(ProgressLine(After({"completed { state: WORKFLOW_STATE_FAILED }"}),
                         absl::Seconds(1), 80),
            "failed  1.0 s");
}

TEST(ProgressLineTest, FitsAndKeepsTheTime) {
  const ProgressState state = After({"started {}", kThirdPhase, kHalfDone});
  for (const size_t width : {1, 5, 10, 30, 60, 66}) {
    const std::string line = ProgressLine(state, absl::Seconds(75), width);
    EXPECT_LE(DisplayWidth(line), width) << line;
  }
  EXPECT_THAT(ProgressLine(state, absl::Seconds(75), 40), EndsWith("  1m15s"));
}

}  // namespace
}  // namespace admf
