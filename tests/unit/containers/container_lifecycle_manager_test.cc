#include "containers/container_lifecycle_manager.h"

#include <cerrno>
#include <latch>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "containers/platform/posix_file_system.h"
#include "containers/platform/testing/faulty_file_system.h"
#include "containers/platform/testing/temporary_folder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/containers/probe_component.h"

namespace admf {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Operation = FaultyFileSystem::Operation;

class ContainerLifecycleManagerTest : public ::testing::Test {
 protected:
  void CreateManager(int max_containers, int max_pooled_per_type) {
    auto manager = ContainerLifecycleManager::Create(
        {.file_system = &files_,
         .scratch_root = folder_ / "scratch",
         .max_containers = max_containers,
         .max_pooled_per_type = max_pooled_per_type});
    ASSERT_TRUE(manager.ok()) << manager.status();
    manager_ = *std::move(manager);
  }
  absl::StatusOr<ContainerLease> Start(const std::string& type) {
    return manager_->CreateAndStart(
        type, {ProbeSpec(type, {}, &journal_)},
        {.workflow_id = "wf", .memory_limit_bytes = 100});
  }
  ContainerLease MustStart(const std::string& type) {
    auto lease = Start(type);
    EXPECT_TRUE(lease.ok()) << lease.status();
    return *std::move(lease);
  }
  // "created reused disposed failed; leased pooled".
  std::string Statistics() {
    const auto s = manager_->statistics();
    return absl::StrCat(s.created, " ", s.reused, " ", s.disposed, " ",
                        s.failed, "; ", s.leased, " ", s.pooled);
  }
  std::vector<std::string> ScratchFolders() {
    return *posix_.ListDirectory(folder_ / "scratch");
  }

  const TemporaryFolder folder_;
  PosixFileSystem posix_;
  FaultyFileSystem files_{&posix_};
  ProbeJournal journal_;
  std::unique_ptr<ContainerLifecycleManager> manager_;
};

TEST_F(ContainerLifecycleManagerTest, HandsOutARunningContainer) {
  CreateManager(2, 2);
  const ContainerLease lease = MustStart("backtest");
  ASSERT_TRUE(lease);
  EXPECT_EQ(lease->state(), ContainerState::kRunning);
  EXPECT_EQ((*lease).type(), "backtest");
  EXPECT_EQ(lease->workflow()->workflow_id(), "wf");
  EXPECT_THAT(journal_.TakeSteps(),
              ElementsAre("create backtest", "start backtest"));
  EXPECT_EQ(Statistics(), "1 0 0 0; 1 0");
}

TEST_F(ContainerLifecycleManagerTest, ReusesAReleasedContainerOfTheType) {
  CreateManager(4, 4);
  ContainerLease lease = MustStart("backtest");
  const UniversalScopedContainer* const container = &*lease;
  journal_.TakeSteps();
  EXPECT_EQ(lease.Release(), absl::OkStatus());
  EXPECT_FALSE(lease);
  EXPECT_EQ(lease.Release(), absl::OkStatus());
  EXPECT_EQ(lease.Dispose(), absl::OkStatus());
  EXPECT_THAT(journal_.TakeSteps(),
              ElementsAre("stop backtest", "reset backtest"));
  EXPECT_EQ(Statistics(), "1 0 0 0; 0 1");
  EXPECT_THAT(ScratchFolders(), IsEmpty());

  const ContainerLease other_type = MustStart("analysis");
  EXPECT_NE(&*other_type, container);
  const ContainerLease again = MustStart("backtest");
  EXPECT_EQ(&*again, container);
  EXPECT_EQ(again->state(), ContainerState::kRunning);
  EXPECT_EQ(Statistics(), "2 1 0 0; 2 0");
}

TEST_F(ContainerLifecycleManagerTest, DestroyingALeaseReleases) {
  CreateManager(2, 2);
  { const ContainerLease lease = MustStart("backtest"); }
  EXPECT_EQ(Statistics(), "1 0 0 0; 0 1");
}

TEST_F(ContainerLifecycleManagerTest, ALeaseCanBeMoved) {
  CreateManager(2, 2);
  ContainerLease first = MustStart("backtest");
  ContainerLease second = MustStart("analysis");
  ContainerLease moved = std::move(first);
  EXPECT_EQ(moved->type(), "backtest");
  // Releases what it held.
  second = std::move(moved);
  EXPECT_EQ(second->type(), "backtest");
  EXPECT_EQ(Statistics(), "2 0 0 0; 1 1");
}

TEST_F(ContainerLifecycleManagerTest, ALeaseMayBeStoppedBeforeItsRelease) {
  CreateManager(2, 2);
  ContainerLease lease = MustStart("backtest");
  EXPECT_EQ(lease->Stop(), absl::OkStatus());
  EXPECT_EQ(lease.Release(), absl::OkStatus());
  lease = MustStart("backtest");
  EXPECT_EQ(lease->Stop(), absl::OkStatus());
  EXPECT_EQ(lease->Reset(), absl::OkStatus());
  EXPECT_EQ(lease.Release(), absl::OkStatus());
  EXPECT_EQ(Statistics(), "1 1 0 0; 0 1");
}

TEST_F(ContainerLifecycleManagerTest, DisposeNeverPools) {
  CreateManager(2, 2);
  ContainerLease lease = MustStart("backtest");
  journal_.TakeSteps();
  EXPECT_EQ(lease.Dispose(), absl::OkStatus());
  EXPECT_THAT(journal_.TakeSteps(),
              ElementsAre("stop backtest", "destroy backtest"));
  EXPECT_EQ(Statistics(), "1 0 1 0; 0 0");
  EXPECT_THAT(ScratchFolders(), IsEmpty());
}

TEST_F(ContainerLifecycleManagerTest, ThePoolIsBoundedByType) {
  CreateManager(8, 1);
  {
    const ContainerLease one = MustStart("backtest");
    const ContainerLease two = MustStart("backtest");
    const ContainerLease three = MustStart("analysis");
  }
  EXPECT_EQ(Statistics(), "3 0 1 0; 0 2");
}

TEST_F(ContainerLifecycleManagerTest, WithoutAPoolAllAreDisposedOf) {
  CreateManager(8, 0);
  { const ContainerLease lease = MustStart("backtest"); }
  EXPECT_EQ(Statistics(), "1 0 1 0; 0 0");
}

TEST_F(ContainerLifecycleManagerTest, RefusesMoreContainersThanAllowed) {
  CreateManager(2, 2);
  ContainerLease one = MustStart("backtest");
  const ContainerLease two = MustStart("backtest");
  EXPECT_EQ(Start("backtest").status(),
            absl::ResourceExhaustedError("all 2 containers are in use"));
  EXPECT_EQ(Statistics(), "2 0 0 0; 2 0");
  EXPECT_EQ(one.Release(), absl::OkStatus());
  EXPECT_TRUE(Start("backtest").ok());
}

TEST_F(ContainerLifecycleManagerTest, PooledOnesOfOtherTypesMakeRoom) {
  CreateManager(2, 2);
  {
    ContainerLease first = MustStart("backtest");
    ContainerLease second = MustStart("analysis");
    EXPECT_EQ(second.Release(), absl::OkStatus());
    EXPECT_EQ(first.Release(), absl::OkStatus());
  }
  journal_.TakeSteps();
  const ContainerLease lease = MustStart("validation");
  // The one that has waited longest goes, before the new one is made.
  EXPECT_THAT(
      journal_.TakeSteps(),
      ElementsAre("destroy analysis", "create validation", "start validation"));
  EXPECT_EQ(Statistics(), "3 0 1 0; 1 1");
}

TEST_F(ContainerLifecycleManagerTest, AFailedMakingLeavesNothing) {
  CreateManager(1, 1);
  journal_.Fail("create backtest", absl::InternalError("broken"));
  EXPECT_EQ(Start("backtest").status(),
            absl::InternalError("making component 'backtest': broken"));
  EXPECT_EQ(Statistics(), "1 0 1 1; 0 0");
  EXPECT_TRUE(Start("analysis").ok());
}

TEST_F(ContainerLifecycleManagerTest, BadComponentsLeaveNothing) {
  CreateManager(1, 1);
  EXPECT_EQ(
      manager_
          ->CreateAndStart("backtest", {ProbeSpec("a", {"missing"}, &journal_)},
                           {.workflow_id = "wf"})
          .status()
          .code(),
      absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Statistics(), "0 0 0 0; 0 0");
  EXPECT_TRUE(Start("backtest").ok());
}

TEST_F(ContainerLifecycleManagerTest, AFailedStartLeavesNothing) {
  CreateManager(1, 1);
  journal_.Fail("start backtest", absl::UnavailableError("closed"));
  EXPECT_EQ(Start("backtest").status(),
            absl::UnavailableError("start of component 'backtest': closed"));
  EXPECT_THAT(
      journal_.TakeSteps(),
      ElementsAre("create backtest", "start backtest", "destroy backtest"));
  EXPECT_EQ(Statistics(), "1 0 1 1; 0 0");
  EXPECT_THAT(ScratchFolders(), IsEmpty());
}

TEST_F(ContainerLifecycleManagerTest, AFullDiskLeavesNothing) {
  CreateManager(1, 1);
  { const ContainerLease pooled = MustStart("backtest"); }
  files_.FailCall(Operation::kCreateUniqueDirectory, 1, ENOSPC);
  EXPECT_EQ(Start("backtest").status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Statistics(), "1 1 1 1; 0 0");
  EXPECT_TRUE(Start("backtest").ok());
}

TEST_F(ContainerLifecycleManagerTest, AFailedStopIsNeverPooled) {
  CreateManager(1, 1);
  ContainerLease lease = MustStart("backtest");
  journal_.Fail("stop backtest", absl::InternalError("stuck"));
  EXPECT_EQ(lease.Release(),
            absl::InternalError("stop of component 'backtest': stuck"));
  EXPECT_FALSE(lease);
  EXPECT_EQ(Statistics(), "1 0 1 1; 0 0");
  EXPECT_THAT(ScratchFolders(), IsEmpty());
}

TEST_F(ContainerLifecycleManagerTest, AFailedResetIsNeverPooled) {
  CreateManager(1, 1);
  ContainerLease lease = MustStart("backtest");
  journal_.Fail("reset backtest", absl::InternalError("stuck"));
  EXPECT_EQ(lease.Release(),
            absl::InternalError("reset of component 'backtest': stuck"));
  EXPECT_EQ(Statistics(), "1 0 1 1; 0 0");
  EXPECT_THAT(ScratchFolders(), IsEmpty());
}

TEST_F(ContainerLifecycleManagerTest, ScratchThatStaysIsNeverPooled) {
  CreateManager(1, 1);
  ContainerLease lease = MustStart("backtest");
  files_.FailAllCalls(Operation::kRemoveAll, EIO);
  EXPECT_EQ(lease.Release().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(Statistics(), "1 0 1 1; 0 0");
  EXPECT_EQ(ScratchFolders().size(), 1u);
  // The next daemon removes it.
  files_.Heal();
  CreateManager(1, 1);
  EXPECT_THAT(ScratchFolders(), IsEmpty());
}

TEST_F(ContainerLifecycleManagerTest, DisposesOfThePoolWhenTold) {
  CreateManager(4, 4);
  {
    const ContainerLease one = MustStart("backtest");
    const ContainerLease two = MustStart("analysis");
  }
  journal_.TakeSteps();
  EXPECT_EQ(manager_->DisposePooled(), absl::OkStatus());
  EXPECT_THAT(journal_.TakeSteps(),
              ElementsAre("destroy analysis", "destroy backtest"));
  EXPECT_EQ(Statistics(), "2 0 2 0; 0 0");
}

TEST_F(ContainerLifecycleManagerTest, TheDestructorDisposesOfThePool) {
  CreateManager(4, 4);
  { const ContainerLease lease = MustStart("backtest"); }
  journal_.TakeSteps();
  manager_.reset();
  EXPECT_THAT(journal_.TakeSteps(), ElementsAre("destroy backtest"));
}

TEST_F(ContainerLifecycleManagerTest, RemovesTheScratchOfACrashedDaemonOnly) {
  for (const char* path :
       {"scratch/workflow-old-AbCdEf", "scratch/something-else"}) {
    ASSERT_EQ(posix_.CreateDirectories(folder_ / path), absl::OkStatus());
    ASSERT_EQ(
        posix_.WriteFileDurably(absl::StrCat(folder_ / path, "/file"), "x"),
        absl::OkStatus());
  }
  CreateManager(1, 1);
  EXPECT_THAT(ScratchFolders(), ElementsAre("something-else"));
}

TEST_F(ContainerLifecycleManagerTest, ReportsWhyItCannotBeMade) {
  for (const Operation operation :
       {Operation::kCreateDirectories, Operation::kCanonical,
        Operation::kListDirectory}) {
    files_.FailCall(operation, 1, EROFS);
    EXPECT_EQ(ContainerLifecycleManager::Create(
                  {.file_system = &files_, .scratch_root = folder_ / "scratch"})
                  .status()
                  .code(),
              absl::StatusCode::kPermissionDenied);
  }
  ASSERT_EQ(posix_.CreateDirectories(folder_ / "scratch/workflow-old-AbCdEf"),
            absl::OkStatus());
  files_.FailCall(Operation::kRemoveAll, 1, EIO);
  EXPECT_EQ(ContainerLifecycleManager::Create(
                {.file_system = &files_, .scratch_root = folder_ / "scratch"})
                .status()
                .code(),
            absl::StatusCode::kDataLoss);
}

TEST_F(ContainerLifecycleManagerTest, RefusesBadLimits) {
  EXPECT_EQ(
      ContainerLifecycleManager::Create({.file_system = &files_,
                                         .scratch_root = folder_ / "scratch",
                                         .max_containers = 0})
          .status(),
      absl::InvalidArgumentError("max_containers must be at least 1, not 0"));
  EXPECT_EQ(
      ContainerLifecycleManager::Create({.file_system = &files_,
                                         .scratch_root = folder_ / "scratch",
                                         .max_pooled_per_type = -1})
          .status(),
      absl::InvalidArgumentError("max_pooled_per_type must not be negative: "
                                 "-1"));
}

TEST_F(ContainerLifecycleManagerTest, NoLeaseOutlivesIt) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  CreateManager(1, 1);
  const ContainerLease lease = MustStart("backtest");
  EXPECT_DEATH(manager_.reset(), "leased == 0");
}

// A component without state, which many threads may make.
class Idle : public Component {
 public:
  absl::Status Start(WorkflowScope&) override { return absl::OkStatus(); }
  absl::Status Stop() override { return absl::OkStatus(); }
  absl::Status Reset() override { return absl::OkStatus(); }
};

TEST_F(ContainerLifecycleManagerTest, ManyThreadsNeverPassTheLimits) {
  constexpr int kThreads = 4;
  constexpr int kMaxContainers = 3;
  CreateManager(kMaxContainers, 1);
  const ComponentSpec idle = {
      .name = "idle",
      .create = [](const ComponentScope&)
          -> absl::StatusOr<std::unique_ptr<Component>> {
        return std::make_unique<Idle>();
      }};
  std::latch start(kThreads);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      start.arrive_and_wait();
      for (int i = 0; i < 50; ++i) {
        const auto lease = manager_->CreateAndStart(
            thread % 2 == 0 ? "backtest" : "analysis", {idle},
            {.workflow_id = absl::StrCat("wf-", thread, "-", i)});
        if (!lease.ok()) {
          EXPECT_EQ(lease.status().code(),
                    absl::StatusCode::kResourceExhausted);
        }
        const auto s = manager_->statistics();
        EXPECT_LE(s.leased + s.pooled, kMaxContainers);
        EXPECT_LE(s.pooled, 2);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const auto s = manager_->statistics();
  EXPECT_EQ(s.leased, 0);
  EXPECT_EQ(s.failed, 0);
  EXPECT_EQ(s.created - s.disposed, s.pooled);
  EXPECT_THAT(ScratchFolders(), IsEmpty());
}

}  // namespace
}  // namespace admf
