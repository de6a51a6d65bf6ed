#include "coordinator/sqlite/list_query.h"

#include <memory>
#include <string>

#include "SQLiteCpp/Database.h"
#include "SQLiteCpp/Statement.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "containers/platform/testing/temporary_folder.h"
#include "coordinator/sqlite/sqlite_connection.h"
#include "coordinator/sqlite/sqlite_schema.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

// That the right workflows are listed is in journal_conformance_test; here it
// is about how SQLite finds them.
class ListQueryTest : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = SqliteConnection::Open({.path = folder_ / "journal.db"},
                                         SqliteConnection::Mode::kWrite);
    ASSERT_TRUE(opened.ok()) << opened.status();
    connection_ = *std::move(opened);
    ASSERT_TRUE(MigrateJournal(*connection_).ok());
  }

  std::string PlanOf(const WorkflowFilter& filter) {
    SQLite::Statement explain(
        connection_->database(),
        absl::StrCat("EXPLAIN QUERY PLAN ", PlanList(filter, 99, 10).sql));
    std::string plan;
    while (explain.executeStep()) {
      absl::StrAppend(&plan, explain.getColumn(3).getString(), "\n");
    }
    return plan;
  }

  TemporaryFolder folder_;
  std::unique_ptr<SqliteConnection> connection_;
};

TEST_F(ListQueryTest, WalksBackwardsWithoutSorting) {
  EXPECT_EQ(PlanOf({}), "SEARCH w USING INTEGER PRIMARY KEY (rowid<?)\n");
  EXPECT_EQ(PlanOf({.name_contains = "goog"}),
            "SEARCH w USING INTEGER PRIMARY KEY (rowid<?)\n");
}

TEST_F(ListQueryTest, WalksThroughAState) {
  EXPECT_EQ(PlanOf({.states = {v1::WORKFLOW_STATE_FAILED}}),
            "SEARCH w USING INDEX workflows_by_state (state=? AND rowid<?)\n");
}

TEST_F(ListQueryTest, MergesSeveralStates) {
  const std::string plan = PlanOf(
      {.states = {v1::WORKFLOW_STATE_FAILED, v1::WORKFLOW_STATE_CANCELLED,
                  v1::WORKFLOW_STATE_RUNNING}});
  EXPECT_TRUE(absl::StrContains(plan, "MERGE (UNION ALL)")) << plan;
  EXPECT_FALSE(absl::StrContains(plan, "TEMP B-TREE")) << plan;
  EXPECT_FALSE(absl::StrContains(plan, "SCAN")) << plan;
}

TEST_F(ListQueryTest, WalksAlongALabel) {
  EXPECT_EQ(PlanOf({.states = {v1::WORKFLOW_STATE_FAILED},
                    .labels = {{"team", "research"}}}),
            "SEARCH l USING PRIMARY KEY (key=? AND value=? AND ordinal<?)\n"
            "SEARCH w USING INTEGER PRIMARY KEY (rowid=?)\n");
}

TEST_F(ListQueryTest, LooksBetweenTheOrdinalsOfASpanOfTime) {
  const std::string plan =
      PlanOf({.submitted_after = absl::FromUnixSeconds(1),
              .submitted_before = absl::FromUnixSeconds(2)});
  EXPECT_TRUE(absl::StrContains(
      plan, "SEARCH w USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"))
      << plan;
  EXPECT_TRUE(absl::StrContains(
      plan,
      "SEARCH workflows USING COVERING INDEX workflows_by_submit_time "
      "(submit_time>? AND submit_time<?)"))
      << plan;
}

TEST_F(ListQueryTest, LooksAtNoOlderOrdinalThanATimeHas) {
  EXPECT_EQ(PlanOf({.states = {v1::WORKFLOW_STATE_FAILED},
                    .submitted_after = absl::FromUnixSeconds(1)}),
            "SEARCH w USING INDEX workflows_by_state "
            "(state=? AND rowid>? AND rowid<?)\n"
            "SCALAR SUBQUERY 1\n"
            "SEARCH workflows USING COVERING INDEX workflows_by_submit_time "
            "(submit_time>?)\n");
}

TEST_F(ListQueryTest, WhatTheCallerWroteIsNeverSql) {
  const ListQuery query = PlanList(
      {.labels = {{"a' OR 1 --", "b"}}, .name_contains = "'; DROP"}, 99, 10);
  EXPECT_FALSE(absl::StrContains(query.sql, "DROP"));
  EXPECT_FALSE(absl::StrContains(query.sql, "OR 1"));
}

}  // namespace
}  // namespace admf
