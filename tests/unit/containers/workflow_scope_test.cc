#include "containers/workflow_scope.h"

#include <cerrno>
#include <latch>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "containers/platform/posix_file_system.h"
#include "containers/platform/testing/faulty_file_system.h"
#include "containers/platform/testing/temporary_folder.h"
#include "engine/base/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

class WorkflowScopeTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<WorkflowScope>> Create(
      WorkflowAssignment assignment) {
    return WorkflowScope::Create(std::move(assignment), &files_, root_.path(),
                                 services_);
  }

  const TemporaryFolder root_;
  PosixFileSystem posix_;
  FaultyFileSystem files_{&posix_};
  std::shared_ptr<const SharedServices> services_ =
      std::make_shared<SharedServices>();
};

TEST_F(WorkflowScopeTest, HasWhatBelongsToTheWorkflow) {
  const auto scope =
      Create({.workflow_id = "wf-1_A", .seed = 7, .memory_limit_bytes = 1000});
  ASSERT_TRUE(scope.ok()) << scope.status();
  EXPECT_EQ((*scope)->workflow_id(), "wf-1_A");
  EXPECT_EQ((*scope)->seed(), 7u);
  EXPECT_EQ((*scope)->memory().limit_bytes(), 1000);
  EXPECT_EQ((*scope)->memory().used_bytes(), 0);
  EXPECT_EQ((*scope)->events().last_sequence(), 0u);
  EXPECT_EQ(&(*scope)->services(), services_.get());
}

TEST_F(WorkflowScopeTest, TheScratchFolderIsMadeWhenAskedFor) {
  const auto scope = Create({.workflow_id = "wf"});
  const auto twin = Create({.workflow_id = "wf"});
  ASSERT_TRUE(scope.ok()) << scope.status();
  ASSERT_TRUE(twin.ok()) << twin.status();
  EXPECT_THAT(*files_.ListDirectory(root_.path()), IsEmpty());
  const auto folder = (*scope)->ScratchFolder();
  ASSERT_TRUE(folder.ok()) << folder.status();
  EXPECT_THAT(*folder, StartsWith(root_ / "workflow-wf-"));
  EXPECT_THAT(*files_.ListDirectory(*folder), IsEmpty());
  EXPECT_EQ(*(*scope)->ScratchFolder(), *folder);
  EXPECT_NE(*(*twin)->ScratchFolder(), *folder);
}

TEST_F(WorkflowScopeTest, ManyThreadsGetOneScratchFolder) {
  const auto scope = Create({.workflow_id = "wf"});
  ASSERT_TRUE(scope.ok()) << scope.status();
  std::vector<std::string> seen(4);
  std::latch start(4);
  std::vector<std::thread> threads;
  for (std::string& folder : seen) {
    threads.emplace_back([&] {
      start.arrive_and_wait();
      folder = *(*scope)->ScratchFolder();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(seen, Each(seen[0]));
  EXPECT_THAT(*files_.ListDirectory(root_.path()), SizeIs(1));
}

TEST_F(WorkflowScopeTest, RandomNumbersDependOnSeedAndStreamAlone) {
  const auto scope = Create({.workflow_id = "a", .seed = 7});
  ASSERT_TRUE(scope.ok()) << scope.status();
  Random first = (*scope)->MakeRandom(3);
  Random again = (*scope)->MakeRandom(3);
  Random by_hand(7, 3);
  for (int i = 0; i < 10; ++i) {
    const uint64_t bits = first.NextBits();
    EXPECT_EQ(bits, again.NextBits());
    EXPECT_EQ(bits, by_hand.NextBits());
  }
  EXPECT_NE((*scope)->MakeRandom(3).NextBits(),
            (*scope)->MakeRandom(4).NextBits());
}

TEST_F(WorkflowScopeTest, RefusesIdsThatAreNoPartOfAPath) {
  for (const std::string& id :
       {std::string(), std::string(".."), std::string("a/b"),
        std::string("a b"), std::string("a\0b", 3), std::string("\xc3\xa4"),
        std::string(129, 'a')}) {
    const auto scope = Create({.workflow_id = id});
    EXPECT_EQ(scope.status().code(), absl::StatusCode::kInvalidArgument) << id;
    EXPECT_THAT(std::string(scope.status().message()),
                HasSubstr("is not a workflow id"));
  }
  EXPECT_TRUE(Create({.workflow_id = std::string(128, 'a')}).ok());
}

TEST_F(WorkflowScopeTest, RefusesANegativeMemoryLimit) {
  EXPECT_EQ(Create({.workflow_id = "a", .memory_limit_bytes = -1}).status(),
            absl::InvalidArgumentError(
                "the memory limit of workflow a is negative: -1"));
  EXPECT_THAT(*files_.ListDirectory(root_.path()), IsEmpty());
}

TEST_F(WorkflowScopeTest, WithoutServicesThereAreNone) {
  services_ = nullptr;
  const auto scope = Create({.workflow_id = "a"});
  ASSERT_TRUE(scope.ok()) << scope.status();
  EXPECT_EQ((*scope)->services().Get<int>().status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(WorkflowScopeTest, AFullDiskIsAnErrorThatCanPass) {
  const auto scope = Create({.workflow_id = "a"});
  ASSERT_TRUE(scope.ok()) << scope.status();
  files_.FailCall(FaultyFileSystem::Operation::kCreateUniqueDirectory, 1,
                  ENOSPC);
  EXPECT_EQ((*scope)->ScratchFolder().status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_TRUE((*scope)->ScratchFolder().ok());
}

TEST_F(WorkflowScopeTest, RemovesTheScratchFolderWithAllThatIsInIt) {
  const auto scope = Create({.workflow_id = "a"});
  ASSERT_TRUE(scope.ok()) << scope.status();
  ASSERT_TRUE(
      files_.WriteFileDurably(*(*scope)->ScratchFolder() + "/file", "x").ok());
  files_.FailCall(FaultyFileSystem::Operation::kRemoveAll, 1, EIO);
  EXPECT_EQ((*scope)->RemoveScratchFolder().code(),
            absl::StatusCode::kDataLoss);
  EXPECT_TRUE((*scope)->RemoveScratchFolder().ok());
  EXPECT_TRUE((*scope)->RemoveScratchFolder().ok());
  EXPECT_THAT(*files_.ListDirectory(root_.path()), IsEmpty());
}

TEST_F(WorkflowScopeTest, NoScratchFolderIsMadeAfterTheWorkflow) {
  const auto scope = Create({.workflow_id = "a"});
  ASSERT_TRUE(scope.ok()) << scope.status();
  EXPECT_TRUE((*scope)->RemoveScratchFolder().ok());
  EXPECT_EQ((*scope)->ScratchFolder().status(),
            absl::FailedPreconditionError("workflow a has ended"));
  EXPECT_THAT(*files_.ListDirectory(root_.path()), IsEmpty());
}

}  // namespace
}  // namespace admf
