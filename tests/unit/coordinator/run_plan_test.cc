#include "coordinator/run_plan.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "admf/v1/workflow.pb.h"
#include "coordinator/journal.h"
#include "gtest/gtest.h"
#include "managers/workflow_manager.h"

namespace admf {
namespace {

using Next = RunPlan::Next;

constexpr auto kInitialization = v1::WORKFLOW_PHASE_INITIALIZATION;
constexpr auto kComputation = v1::WORKFLOW_PHASE_COMPUTATION;
constexpr auto kAggregation = v1::WORKFLOW_PHASE_AGGREGATION;
constexpr auto kFinalization = v1::WORKFLOW_PHASE_FINALIZATION;

class RunPlanTest : public testing::Test {
 protected:
  static RunPlan Fresh() {
    return {{{kInitialization},
             {kComputation},
             {kAggregation, /*critical=*/false},
             {kFinalization}},
            {}};
  }

  /// What is chosen, with the kinds and phases of its events.
  std::string Choose(RunPlan& plan, StopCause stop = StopCause::kNone,
                     bool pause = false) {
    RunPlan::Events events;
    const Next next = plan.ChooseNext(stop, pause, &events);
    std::string text;
    for (const v1::WorkflowEvent& event : events) {
      if (event.has_phase_started()) {
        text += "start " +
                v1::WorkflowPhase_Name(event.phase_started().phase())
                    .substr(sizeof("WORKFLOW_PHASE_") - 1) +
                " " + std::to_string(event.phase_started().attempt()) + ": ";
      } else if (event.has_paused()) {
        text += "paused: ";
      } else if (event.has_interrupted()) {
        text += "interrupted: ";
      } else {
        text += "other: ";
      }
    }
    switch (next) {
      case Next::kExecute:
        return text + "execute";
      case Next::kPause:
        return text + "pause";
      case Next::kInterrupt:
        return text + "interrupt";
      case Next::kComplete:
        return text + "complete";
    }
    return text;
  }

  RunPlan::Events Record(RunPlan& plan, const absl::Status& status = {}) {
    RunPlan::Events events;
    if (status.ok()) {
      plan.Record(PhaseOutcome{}, absl::Seconds(1), &events);
    } else {
      plan.Record(status, absl::Seconds(1), &events);
    }
    return events;
  }
};

TEST_F(RunPlanTest, GoesFromPhaseToPhaseToTheEnd) {
  RunPlan plan = Fresh();
  for (const char* phase :
       {"INITIALIZATION", "COMPUTATION", "AGGREGATION", "FINALIZATION"}) {
    EXPECT_FALSE(plan.done());
    EXPECT_EQ(Choose(plan), "start " + std::string(phase) + " 1: execute");
    EXPECT_EQ(plan.at_last_phase(), std::string(phase) == "FINALIZATION");
    const auto events = Record(plan);
    ASSERT_EQ(events.size(), 1u);
    EXPECT_TRUE(events.front().has_phase_completed());
  }
  EXPECT_TRUE(plan.done());
  EXPECT_EQ(Choose(plan), "complete");
  EXPECT_EQ(plan.finished().size(), 4u);
  EXPECT_TRUE(plan.failure().ok());
  EXPECT_FALSE(plan.degraded());
}

TEST_F(RunPlanTest, ACriticalFailureGoesOnToTheLastPhase) {
  RunPlan plan = Fresh();
  const auto events = Record(plan, absl::InternalError("first"));
  EXPECT_TRUE(events.front().has_phase_failed());
  EXPECT_EQ(Choose(plan), "start FINALIZATION 1: execute");
  Record(plan, absl::InternalError("second"));
  EXPECT_EQ(Choose(plan), "complete");
  // What went wrong first is why.
  EXPECT_EQ(plan.failure().message(), "first");
  EXPECT_TRUE(plan.finished().front().failed_critically);
  EXPECT_TRUE(plan.ends_early(StopCause::kNone));
}

TEST_F(RunPlanTest, AnUncriticalFailureDegrades) {
  RunPlan plan = Fresh();
  Record(plan);
  Record(plan);
  Record(plan, absl::InternalError("no report"));
  EXPECT_TRUE(plan.degraded());
  EXPECT_TRUE(plan.failure().ok());
  EXPECT_FALSE(plan.finished().back().failed_critically);
  EXPECT_EQ(Choose(plan), "start FINALIZATION 1: execute");
}

TEST_F(RunPlanTest, CancelledOrLateGoesOnToTheLastPhase) {
  for (const StopCause stop : {StopCause::kCancelled, StopCause::kTimeout}) {
    RunPlan plan = Fresh();
    EXPECT_TRUE(plan.ends_early(stop));
    EXPECT_EQ(Choose(plan, stop), "start FINALIZATION 1: execute");
    Record(plan);
    EXPECT_EQ(Choose(plan, stop), "complete");
  }
}

TEST_F(RunPlanTest, AnOutcomeThatNoJournalKeepsIsAFailure) {
  RunPlan plan = Fresh();
  PhaseOutcome outcome;
  outcome.outputs["table"] = std::string(Journal::kMaxValueBytes, 'x');
  RunPlan::Events events;
  plan.Record(outcome, absl::Seconds(1), &events);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_TRUE(events.front().has_phase_failed());
  EXPECT_LT(events.front().ByteSizeLong(), 1000u);
  EXPECT_EQ(plan.failure().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(plan.finished().size(), 1u);
  EXPECT_EQ(Choose(plan), "start FINALIZATION 1: execute");
}

TEST_F(RunPlanTest, RestsAndGoesOnWithTheSamePhase) {
  RunPlan plan = Fresh();
  Record(plan);
  EXPECT_EQ(Choose(plan, StopCause::kNone, /*pause=*/true), "paused: pause");
  EXPECT_EQ(Choose(plan, StopCause::kShutdown), "interrupted: interrupt");
  EXPECT_EQ(Choose(plan), "start COMPUTATION 1: execute");
}

TEST_F(RunPlanTest, NothingRestsThatOnlyHasToEnd) {
  RunPlan plan = Fresh();
  // A cancellation is not held up by a pause.
  EXPECT_EQ(Choose(plan, StopCause::kCancelled, /*pause=*/true),
            "start FINALIZATION 1: execute");
  plan.SkipToEnd();
  EXPECT_EQ(Choose(plan, StopCause::kShutdown, /*pause=*/true), "complete");
}

TEST_F(RunPlanTest, ARetryIsTheNextAttemptOfThePhase) {
  RunPlan plan = Fresh();
  RunPlan::Events events;
  plan.Retry(absl::UnavailableError("disk"), absl::Seconds(2), &events);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events.front().phase_retried().attempt(), 2);
  EXPECT_EQ(Choose(plan), "start INITIALIZATION 2: execute");
  Record(plan);
  EXPECT_EQ(plan.finished().back().result.attempt(), 2);
  EXPECT_EQ(Choose(plan), "start COMPUTATION 1: execute");
}

TEST_F(RunPlanTest, ThatThereIsNoSuchWorkIsAFailureOfNoPhase) {
  RunPlan plan = Fresh();
  plan.FailAtOnce(absl::UnimplementedError("no such type"));
  EXPECT_EQ(Choose(plan), "complete");
  EXPECT_TRUE(plan.finished().empty());
  EXPECT_EQ(plan.failure().message(), "no such type");
  // The same without any phases.
  RunPlan empty;
  EXPECT_TRUE(empty.done());
  EXPECT_EQ(Choose(empty), "complete");
}

}  // namespace
}  // namespace admf
