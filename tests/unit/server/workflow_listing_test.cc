#include "server/workflow_listing.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "coordinator/errors.h"
#include "coordinator/in_memory_journal.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using Ids = std::vector<std::string>;

class WorkflowListingTest : public testing::Test {
 protected:
  /// Five of them: wf-0 is the oldest; the even ones are of the desk `a`.
  WorkflowListingTest() {
    for (int i = 0; i < 5; ++i) {
      NewWorkflow workflow{.id = absl::StrCat("wf-", i)};
      workflow.config.set_type(v1::WORKFLOW_TYPE_BACKTEST);
      workflow.config.set_name(absl::StrCat("name ", i));
      (*workflow.config.mutable_labels())["desk"] = i % 2 == 0 ? "a" : "b";
      journal_.Create(std::move(workflow), absl::FromUnixSeconds(100 + i),
                      [](const auto& created) { EXPECT_TRUE(created.ok()); });
    }
  }

  v1::ListWorkflowsResponse List() {
    auto listed = ListWorkflows(request_, &journal_);
    EXPECT_TRUE(listed.ok()) << listed.status();
    return listed.value_or(v1::ListWorkflowsResponse());
  }

  static Ids IdsOf(const v1::ListWorkflowsResponse& response) {
    Ids ids;
    for (const auto& status : response.workflows()) {
      ids.push_back(status.workflow_id());
    }
    return ids;
  }

  InMemoryJournal journal_;
  v1::ListWorkflowsRequest request_;
};

TEST_F(WorkflowListingTest, TheNewestComeFirst) {
  const v1::ListWorkflowsResponse all = List();
  EXPECT_EQ(IdsOf(all), (Ids{"wf-4", "wf-3", "wf-2", "wf-1", "wf-0"}));
  EXPECT_EQ(all.next_page_token(), "");
}

TEST_F(WorkflowListingTest, PagesFollowEachOther) {
  request_.set_page_size(2);
  Ids ids;
  for (int page = 0; page < 3; ++page) {
    const v1::ListWorkflowsResponse response = List();
    for (std::string& id : IdsOf(response)) ids.push_back(std::move(id));
    EXPECT_EQ(response.next_page_token().empty(), page == 2);
    request_.set_page_token(response.next_page_token());
  }
  EXPECT_EQ(ids, (Ids{"wf-4", "wf-3", "wf-2", "wf-1", "wf-0"}));
}

TEST_F(WorkflowListingTest, APageThatIsJustFullIsTheLast) {
  request_.set_page_size(5);
  EXPECT_EQ(List().next_page_token(), "");
}

TEST_F(WorkflowListingTest, FiltersByWhatTheRequestSays) {
  (*request_.mutable_labels())["desk"] = "a";
  EXPECT_EQ(IdsOf(List()), (Ids{"wf-4", "wf-2", "wf-0"}));
  // At or after, and before.
  request_.mutable_submitted_after()->set_seconds(102);
  request_.mutable_submitted_before()->set_seconds(104);
  EXPECT_EQ(IdsOf(List()), (Ids{"wf-2"}));
  request_.Clear();
  request_.set_name_contains("me 3");
  EXPECT_EQ(IdsOf(List()), (Ids{"wf-3"}));
  request_.add_types(v1::WORKFLOW_TYPE_OPTIMIZATION);
  EXPECT_EQ(IdsOf(List()), Ids());
  request_.Clear();
  request_.add_states(v1::WORKFLOW_STATE_SUCCEEDED);
  EXPECT_EQ(IdsOf(List()), Ids());
  request_.add_states(v1::WORKFLOW_STATE_QUEUED);
  EXPECT_EQ(List().workflows_size(), 5);
}

TEST_F(WorkflowListingTest, RefusesASizeAndATokenThatAreWrong) {
  request_.set_page_size(-1);
  EXPECT_EQ(ReasonOf(ListWorkflows(request_, &journal_).status()),
            reason::kInvalidRequest);
  request_.set_page_size(2);
  request_.set_page_token(List().next_page_token());
  // Of another listing.
  request_.set_name_contains("name");
  EXPECT_EQ(ReasonOf(ListWorkflows(request_, &journal_).status()),
            reason::kInvalidRequest);
}

}  // namespace
}  // namespace admf
