#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "admf/v1/coordinator_service.pb.h"
#include "containers/platform/file_system.h"
#include "containers/platform/posix_file_system.h"
#include "containers/platform/testing/temporary_folder.h"
#include "coordinator/errors.h"
#include "coordinator/in_memory_journal.h"
#include "engine/data/table.h"
#include "gtest/gtest.h"
#include "managers/artifact_store.h"
#include "server/export_stream.h"

namespace admf {
namespace {

class TableExporterTest : public testing::Test {
 protected:
  TableExporterTest() {
    for (const char* name : {"artifacts", "exports"}) {
      EXPECT_TRUE(files_.CreateDirectories(folder_ / name).ok());
    }
  }

  /// Keeps a part of a table with one column.
  std::string Keep(std::vector<int64_t> numbers) {
    return *artifacts_.Put(EncodeTable({{{"n", std::move(numbers)}}}));
  }

  /// Ends a workflow with these artifacts: names and digests.
  void Finish(const std::vector<std::pair<std::string, std::string>>& kept) {
    NewWorkflow workflow;
    workflow.id = "wf-1";
    journal_.Create(workflow, absl::UnixEpoch(),
                    [](const auto& created) { ASSERT_TRUE(created.ok()); });
    v1::WorkflowResult result;
    result.set_workflow_id("wf-1");
    result.set_state(v1::WORKFLOW_STATE_SUCCEEDED);
    for (const auto& [name, digest] : kept) {
      auto* artifact = result.add_artifacts();
      artifact->set_name(name);
      artifact->set_digest(digest);
    }
    std::vector<v1::WorkflowEvent> events(2);
    events[0].mutable_started();
    events[1].mutable_completed()->set_state(v1::WORKFLOW_STATE_SUCCEEDED);
    journal_.AppendEvents(
        {.workflow_id = "wf-1", .events = events, .result = result},
        [](const auto& appended) { ASSERT_TRUE(appended.ok()); });
  }

  absl::StatusOr<std::string> Export(v1::Table table) {
    v1::ExportTableRequest request;
    request.set_workflow_id("wf-1");
    request.set_table(table);
    const auto file = exporter_.Export(request);
    if (!file.ok()) return file.status();
    const auto bytes = (*file)->bytes();
    return std::string(reinterpret_cast<const char*>(bytes.data()),
                       bytes.size());
  }

  TemporaryFolder folder_;
  PosixFileSystem files_;
  InMemoryJournal journal_;
  ArtifactStore artifacts_{folder_ / "artifacts", &files_};
  TableExporter exporter_{&journal_, &artifacts_, &files_, folder_ / "exports"};
};

TEST_F(TableExporterTest, PutsThePartsTogetherInOrder) {
  Finish({{"trades", Keep({3, 1})},
          {"fills", Keep({9})},
          {"trades", Keep({})},
          {"trades", Keep({2})}});
  EXPECT_EQ(*Export(v1::TABLE_TRADES), "n\n3\n1\n2\n");
  EXPECT_EQ(*Export(v1::TABLE_FILLS), "n\n9\n");
  EXPECT_TRUE(files_.ListDirectory(folder_ / "exports")->empty());
}

TEST_F(TableExporterTest, ADamagedPartIsNoShorterTable) {
  const std::string second = Keep({2});
  Finish({{"trades", Keep({1})}, {"trades", second}});
  ASSERT_TRUE(
      files_
          .WriteFileDurably(absl::StrCat(folder_ / "artifacts", "/",
                                         second.substr(0, 2), "/", second),
                            "something else")
          .ok());
  EXPECT_TRUE(absl::IsDataLoss(Export(v1::TABLE_TRADES).status()));
  EXPECT_TRUE(files_.ListDirectory(folder_ / "exports")->empty());
}

TEST_F(TableExporterTest, AMissingPartSaysWhatToDo) {
  const std::string second = Keep({2});
  Finish({{"trades", Keep({1})}, {"trades", second}});
  ASSERT_TRUE(files_
                  .RemoveFile(absl::StrCat(folder_ / "artifacts", "/",
                                           second.substr(0, 2), "/", second))
                  .ok());
  const absl::Status status = Export(v1::TABLE_TRADES).status();
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_NE(status.message().find("restore that from the backup"),
            absl::string_view::npos);
}

TEST_F(TableExporterTest, ThereMayBeNoSuchTable) {
  Finish({{"trades", Keep({1})}});
  const absl::Status status = Export(v1::TABLE_EQUITY).status();
  EXPECT_TRUE(absl::IsNotFound(status)) << status;
  EXPECT_EQ(ReasonOf(status), reason::kTableNotAvailable);
}

}  // namespace
}  // namespace admf
