#include "coordinator/sqlite/active_statuses.h"

#include <string>

#include "admf/v1/workflow.pb.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

WorkflowEntry Entry(const std::string& id, v1::WorkflowState state,
                    int64_t last_sequence = 1) {
  WorkflowEntry entry{.ordinal = 7};
  entry.status.set_workflow_id(id);
  entry.status.set_state(state);
  entry.status.set_last_sequence(last_sequence);
  return entry;
}

TEST(ActiveStatusesTest, ABatchSeesWhatItHasChanged) {
  ActiveStatuses statuses(10);
  EXPECT_EQ(statuses.Find("wf-1"), nullptr);
  statuses.Set(Entry("wf-1", v1::WORKFLOW_STATE_RUNNING, 2));
  ASSERT_NE(statuses.Find("wf-1"), nullptr);
  EXPECT_EQ(statuses.Find("wf-1")->ordinal, 7);
  statuses.Set(Entry("wf-1", v1::WORKFLOW_STATE_RUNNING, 3));
  EXPECT_EQ(statuses.Find("wf-1")->status.last_sequence(), 3);
}

TEST(ActiveStatusesTest, AFailedBatchLeavesWhatWasThereBefore) {
  ActiveStatuses statuses(10);
  statuses.Set(Entry("wf-1", v1::WORKFLOW_STATE_RUNNING, 2));
  statuses.Keep();
  statuses.Set(Entry("wf-1", v1::WORKFLOW_STATE_RUNNING, 3));
  statuses.Set(Entry("wf-2", v1::WORKFLOW_STATE_RUNNING, 2));
  statuses.Discard();
  EXPECT_EQ(statuses.Find("wf-1")->status.last_sequence(), 2);
  EXPECT_EQ(statuses.Find("wf-2"), nullptr);
}

TEST(ActiveStatusesTest, OnlyWhatIsBeingExecutedIsRemembered) {
  ActiveStatuses statuses(10);
  statuses.Set(Entry("wf-1", v1::WORKFLOW_STATE_RUNNING));
  statuses.Set(Entry("wf-2", v1::WORKFLOW_STATE_QUEUED));
  statuses.Set(Entry("wf-3", v1::WORKFLOW_STATE_PAUSED));
  statuses.Set(Entry("wf-4", v1::WORKFLOW_STATE_CANCELLING));
  statuses.Keep();
  EXPECT_NE(statuses.Find("wf-1"), nullptr);
  EXPECT_EQ(statuses.Find("wf-2"), nullptr);
  EXPECT_EQ(statuses.Find("wf-3"), nullptr);
  EXPECT_NE(statuses.Find("wf-4"), nullptr);
  statuses.Set(Entry("wf-1", v1::WORKFLOW_STATE_SUCCEEDED));
  statuses.Keep();
  EXPECT_EQ(statuses.Find("wf-1"), nullptr);
}

TEST(ActiveStatusesTest, ItIsBounded) {
  ActiveStatuses statuses(3);
  int remembered = 0;
  for (int i = 0; i < 10; ++i) {
    statuses.Set(Entry(std::to_string(i), v1::WORKFLOW_STATE_RUNNING));
    statuses.Keep();
  }
  for (int i = 0; i < 10; ++i) {
    if (statuses.Find(std::to_string(i)) != nullptr) ++remembered;
  }
  EXPECT_EQ(remembered, 3);
}

}  // namespace
}  // namespace admf
