#include "containers/universal_scoped_container.h"

#include <cerrno>
#include <latch>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

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

// A container with three components: portfolio needs broker needs data.
class UniversalScopedContainerTest : public ::testing::Test {
 protected:
  UniversalScopedContainerTest() {
    specs_.push_back(ProbeSpec("portfolio", {"broker"}, &journal_));
    specs_.push_back(ProbeSpec("broker", {"data"}, &journal_));
    specs_.push_back(ProbeSpec("data", {}, &journal_));
  }

  std::unique_ptr<UniversalScopedContainer> Create() {
    auto container =
        UniversalScopedContainer::Create({.type = "backtest",
                                          .components = specs_,
                                          .file_system = &files_,
                                          .scratch_root = root_.path()});
    EXPECT_TRUE(container.ok()) << container.status();
    return *std::move(container);
  }
  // One that is RUNNING; what was journalled until then is gone.
  std::unique_ptr<UniversalScopedContainer> CreateRunning() {
    auto container = Create();
    EXPECT_EQ(container->Initialize(), absl::OkStatus());
    EXPECT_EQ(container->Start(assignment_), absl::OkStatus());
    journal_.TakeSteps();
    return container;
  }
  std::vector<std::string> ScratchFolders() {
    return *posix_.ListDirectory(root_.path());
  }

  const WorkflowAssignment assignment_ = {
      .workflow_id = "wf", .seed = 7, .memory_limit_bytes = 100};
  const TemporaryFolder root_;
  PosixFileSystem posix_;
  FaultyFileSystem files_{&posix_};
  ProbeJournal journal_;
  std::vector<ComponentSpec> specs_;
};

TEST_F(UniversalScopedContainerTest, GoesThroughItsLifeInOrder) {
  auto container = Create();
  EXPECT_EQ(container->type(), "backtest");
  EXPECT_THAT(journal_.TakeSteps(), IsEmpty());

  EXPECT_EQ(container->Initialize(), absl::OkStatus());
  EXPECT_THAT(journal_.TakeSteps(),
              ElementsAre("create data", "create broker", "create portfolio"));
  EXPECT_EQ(container->workflow(), nullptr);
  EXPECT_THAT(ScratchFolders(), IsEmpty());

  EXPECT_EQ(container->Start(assignment_), absl::OkStatus());
  EXPECT_THAT(journal_.TakeSteps(),
              ElementsAre("start data", "start broker", "start portfolio"));
  ASSERT_NE(container->workflow(), nullptr);
  EXPECT_EQ(container->workflow()->workflow_id(), "wf");
  EXPECT_EQ(container->workflow()->seed(), 7u);
  EXPECT_EQ(container->workflow()->memory().limit_bytes(), 100);
  EXPECT_EQ(ScratchFolders().size(), 1u);

  EXPECT_EQ(container->Stop(), absl::OkStatus());
  EXPECT_THAT(journal_.TakeSteps(),
              ElementsAre("stop portfolio", "stop broker", "stop data"));
  // What was computed can still be looked at.
  EXPECT_NE(container->workflow(), nullptr);

  EXPECT_EQ(container->Reset(), absl::OkStatus());
  EXPECT_THAT(journal_.TakeSteps(),
              ElementsAre("reset portfolio", "reset broker", "reset data"));
  EXPECT_EQ(container->workflow(), nullptr);
  EXPECT_THAT(ScratchFolders(), IsEmpty());

  EXPECT_EQ(container->Start({.workflow_id = "next"}), absl::OkStatus());
  EXPECT_EQ(container->workflow()->workflow_id(), "next");
  journal_.TakeSteps();

  EXPECT_EQ(container->Dispose(), absl::OkStatus());
  EXPECT_THAT(
      journal_.TakeSteps(),
      ElementsAre("stop portfolio", "stop broker", "stop data",
                  "destroy portfolio", "destroy broker", "destroy data"));
  EXPECT_EQ(container->workflow(), nullptr);
  EXPECT_THAT(ScratchFolders(), IsEmpty());
  EXPECT_EQ(container->Dispose(), absl::OkStatus());
  EXPECT_THAT(journal_.TakeSteps(), IsEmpty());
}

TEST_F(UniversalScopedContainerTest, TheDestructorDisposes) {
  CreateRunning().reset();
  EXPECT_THAT(
      journal_.TakeSteps(),
      ElementsAre("stop portfolio", "stop broker", "stop data",
                  "destroy portfolio", "destroy broker", "destroy data"));
  EXPECT_THAT(ScratchFolders(), IsEmpty());
}

TEST_F(UniversalScopedContainerTest, BadComponentsAreRefusedBeforeAnything) {
  specs_.push_back(ProbeSpec("news", {"wire"}, &journal_));
  EXPECT_EQ(UniversalScopedContainer::Create({.type = "backtest",
                                              .components = specs_,
                                              .file_system = &files_,
                                              .scratch_root = root_.path()})
                .status(),
            absl::InvalidArgumentError(
                "component 'news' depends on 'wire', which does not exist"));
  EXPECT_THAT(journal_.TakeSteps(), IsEmpty());
}

TEST_F(UniversalScopedContainerTest, GivesItsComponentsByNameAndType) {
  class Other : public ProbeComponent {};
  auto container = Create();
  EXPECT_EQ(container->Get<ProbeComponent>("data").status(),
            absl::NotFoundError("a backtest container that is CREATED has no "
                                "component 'data'"));
  ASSERT_EQ(container->Initialize(), absl::OkStatus());
  EXPECT_TRUE(container->Get<ProbeComponent>("data").ok());
  EXPECT_EQ(container->Get<Other>("data").status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(container->Get<ProbeComponent>("news").status().code(),
            absl::StatusCode::kNotFound);
  ASSERT_EQ(container->Dispose(), absl::OkStatus());
  EXPECT_EQ(container->Get<ProbeComponent>("data").status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(UniversalScopedContainerTest, SharedServicesReachCreateAndStart) {
  class Reader : public Component {
   public:
    absl::Status Start(WorkflowScope& workflow) override {
      return workflow.services().Get<const int>().status();
    }
    absl::Status Stop() override { return absl::OkStatus(); }
    absl::Status Reset() override { return absl::OkStatus(); }
  };
  int seen = 0;
  const ComponentSpec spec = {
      .name = "reader",
      .create = [&seen](const ComponentScope& scope)
          -> absl::StatusOr<std::unique_ptr<Component>> {
        auto number = scope.services().Get<const int>();
        if (!number.ok()) return number.status();
        seen = **number;
        return std::make_unique<Reader>();
      }};
  auto services = std::make_shared<SharedServices>();
  services->Add<const int>(std::make_shared<const int>(42));
  const auto container =
      *UniversalScopedContainer::Create({.type = "backtest",
                                         .components = {spec},
                                         .file_system = &files_,
                                         .scratch_root = root_.path(),
                                         .services = services});
  EXPECT_EQ(container->Initialize(), absl::OkStatus());
  EXPECT_EQ(seen, 42);
  EXPECT_EQ(container->Start(assignment_), absl::OkStatus());
}

TEST_F(UniversalScopedContainerTest, AFailedCreateDestroysWhatWasMade) {
  journal_.Fail("create portfolio", absl::NotFoundError("no account"));
  auto container = Create();
  EXPECT_EQ(container->Initialize(),
            absl::NotFoundError("making component 'portfolio': no account"));
  EXPECT_EQ(container->state(), ContainerState::kFailed);
  EXPECT_THAT(journal_.TakeSteps(),
              ElementsAre("create data", "create broker", "create portfolio",
                          "destroy broker", "destroy data"));
  EXPECT_FALSE(container->Get<ProbeComponent>("data").ok());
}

TEST_F(UniversalScopedContainerTest, ACreateThatMakesNothingIsAnError) {
  specs_[2].create = [](const ComponentScope&) {
    return std::unique_ptr<Component>();
  };
  auto container = Create();
  EXPECT_EQ(container->Initialize(),
            absl::InternalError(
                "making component 'data': its create returned nothing"));
}

TEST_F(UniversalScopedContainerTest, AFailedStartStopsWhatWasStarted) {
  journal_.Fail("start portfolio", absl::UnavailableError("no connection"));
  // That the way back fails too is not the news.
  journal_.Fail("stop data", absl::InternalError("stuck"));
  auto container = Create();
  ASSERT_EQ(container->Initialize(), absl::OkStatus());
  journal_.TakeSteps();
  EXPECT_EQ(
      container->Start(assignment_),
      absl::UnavailableError("start of component 'portfolio': no connection"));
  EXPECT_EQ(container->state(), ContainerState::kFailed);
  EXPECT_THAT(journal_.TakeSteps(),
              ElementsAre("start data", "start broker", "start portfolio",
                          "stop broker", "stop data"));
  EXPECT_EQ(container->Dispose(), absl::OkStatus());
  EXPECT_THAT(
      journal_.TakeSteps(),
      ElementsAre("destroy portfolio", "destroy broker", "destroy data"));
  EXPECT_THAT(ScratchFolders(), IsEmpty());
}

TEST_F(UniversalScopedContainerTest, AThrowingComponentIsAnError) {
  journal_.On("start broker",
              []() -> absl::Status { throw std::runtime_error("broken"); });
  auto container = Create();
  ASSERT_EQ(container->Initialize(), absl::OkStatus());
  EXPECT_EQ(container->Start(assignment_),
            absl::InternalError("start of component 'broker': broken"));
  EXPECT_EQ(container->state(), ContainerState::kFailed);
}

TEST_F(UniversalScopedContainerTest, AFullDiskFailsTheStart) {
  files_.FailCall(Operation::kCreateUniqueDirectory, 1, ENOSPC);
  auto container = Create();
  ASSERT_EQ(container->Initialize(), absl::OkStatus());
  journal_.TakeSteps();
  EXPECT_EQ(container->Start(assignment_).code(),
            absl::StatusCode::kUnavailable);
  EXPECT_EQ(container->state(), ContainerState::kFailed);
  EXPECT_THAT(journal_.TakeSteps(), ElementsAre("start data"));
  EXPECT_EQ(container->Dispose(), absl::OkStatus());
  EXPECT_EQ(container->workflow(), nullptr);
}

TEST_F(UniversalScopedContainerTest, AWorkflowThatNeedsNoScratchTouchesNoDisk) {
  specs_.clear();
  {
    auto container = Create();
    ASSERT_EQ(container->Initialize(), absl::OkStatus());
    ASSERT_EQ(container->Start(assignment_), absl::OkStatus());
    ASSERT_EQ(container->Stop(), absl::OkStatus());
    ASSERT_EQ(container->Reset(), absl::OkStatus());
  }
  EXPECT_EQ(files_.calls(Operation::kCreateUniqueDirectory), 0);
  EXPECT_EQ(files_.calls(Operation::kRemoveAll), 0);
}

TEST_F(UniversalScopedContainerTest, ABadAssignmentFailsTheStart) {
  auto container = Create();
  ASSERT_EQ(container->Initialize(), absl::OkStatus());
  journal_.TakeSteps();
  EXPECT_EQ(container->Start({.workflow_id = "../x"}).code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(container->state(), ContainerState::kFailed);
  EXPECT_EQ(container->workflow(), nullptr);
  EXPECT_THAT(journal_.TakeSteps(), IsEmpty());
}

TEST_F(UniversalScopedContainerTest, AFailedStopStopsTheOthers) {
  auto container = CreateRunning();
  journal_.Fail("stop portfolio", absl::AbortedError("one"));
  journal_.Fail("stop data", absl::InternalError("two"));
  EXPECT_EQ(container->Stop(),
            absl::AbortedError("stop of component 'portfolio': one"));
  EXPECT_EQ(container->state(), ContainerState::kFailed);
  EXPECT_THAT(journal_.TakeSteps(),
              ElementsAre("stop portfolio", "stop broker", "stop data"));
  // They are not stopped again.
  EXPECT_EQ(container->Dispose(), absl::OkStatus());
  EXPECT_THAT(
      journal_.TakeSteps(),
      ElementsAre("destroy portfolio", "destroy broker", "destroy data"));
}

TEST_F(UniversalScopedContainerTest, AFailedResetFailsTheContainer) {
  auto container = CreateRunning();
  ASSERT_EQ(container->Stop(), absl::OkStatus());
  journal_.TakeSteps();
  journal_.Fail("reset broker", absl::InternalError("stuck"));
  EXPECT_EQ(container->Reset(),
            absl::InternalError("reset of component 'broker': stuck"));
  EXPECT_EQ(container->state(), ContainerState::kFailed);
  EXPECT_THAT(journal_.TakeSteps(),
              ElementsAre("reset portfolio", "reset broker", "reset data"));
  EXPECT_THAT(ScratchFolders(), IsEmpty());
}

TEST_F(UniversalScopedContainerTest, ScratchThatStaysFailsTheReset) {
  auto container = CreateRunning();
  ASSERT_EQ(container->Stop(), absl::OkStatus());
  files_.FailCall(Operation::kRemoveAll, 1, EIO);
  EXPECT_EQ(container->Reset().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(container->state(), ContainerState::kFailed);
  EXPECT_EQ(container->Dispose(), absl::OkStatus());
  EXPECT_THAT(ScratchFolders(), IsEmpty());
}

TEST_F(UniversalScopedContainerTest,
       DisposingAgainRemovesTheScratchThatStayed) {
  auto container = CreateRunning();
  files_.FailCall(Operation::kRemoveAll, 1, EIO);
  EXPECT_EQ(container->Dispose().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(container->state(), ContainerState::kDisposed);
  EXPECT_EQ(ScratchFolders().size(), 1u);
  journal_.TakeSteps();
  EXPECT_EQ(container->Dispose(), absl::OkStatus());
  EXPECT_THAT(ScratchFolders(), IsEmpty());
  EXPECT_THAT(journal_.TakeSteps(), IsEmpty());
}

TEST_F(UniversalScopedContainerTest, DisposeReleasesAllEvenIfStoppingFails) {
  auto container = CreateRunning();
  journal_.Fail("stop broker", absl::InternalError("stuck"));
  files_.FailCall(Operation::kRemoveAll, 2, EIO);
  EXPECT_EQ(container->Dispose(),
            absl::InternalError("stop of component 'broker': stuck"));
  EXPECT_EQ(container->state(), ContainerState::kDisposed);
  EXPECT_THAT(
      journal_.TakeSteps(),
      ElementsAre("stop portfolio", "stop broker", "stop data",
                  "destroy portfolio", "destroy broker", "destroy data"));
  EXPECT_THAT(ScratchFolders(), IsEmpty());
}

TEST_F(UniversalScopedContainerTest, DisposeWaitsForTheCallOfAnotherThread) {
  auto container = Create();
  ASSERT_EQ(container->Initialize(), absl::OkStatus());
  journal_.TakeSteps();
  std::latch starting(1);
  journal_.On("start data", [&] {
    starting.count_down();
    // Gives Dispose the time to do what it must not do yet.
    for (int i = 0; i < 1000; ++i) std::this_thread::yield();
    return absl::OkStatus();
  });
  absl::Status started;
  std::thread starter([&] { started = container->Start(assignment_); });
  starting.wait();
  EXPECT_EQ(container->Dispose(), absl::OkStatus());
  starter.join();
  EXPECT_EQ(started, absl::OkStatus());
  EXPECT_THAT(
      journal_.TakeSteps(),
      ElementsAre("start data", "start broker", "start portfolio",
                  "stop portfolio", "stop broker", "stop data",
                  "destroy portfolio", "destroy broker", "destroy data"));
}

TEST_F(UniversalScopedContainerTest, AComponentMustNotDisposeOfItsContainer) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  auto container = CreateRunning();
  journal_.On("stop data", [&] { return container->Dispose(); });
  EXPECT_DEATH(container->Stop().IgnoreError(), "broken invariant");
  // Let it end.
  journal_.On("stop data", [] { return absl::OkStatus(); });
}

}  // namespace
}  // namespace admf
