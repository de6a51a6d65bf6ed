#pragma once

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "containers/component.h"
#include "containers/platform/posix_file_system.h"
#include "containers/platform/testing/fake_clock.h"
#include "containers/platform/testing/fake_timer_queue.h"
#include "containers/platform/testing/manual_executor.h"
#include "coordinator/coordinator.h"
#include "coordinator/in_memory_journal.h"
#include "gtest/gtest.h"
#include "tests/unit/coordinator/fake_manager.h"

namespace admf {

class NoLog : public Log {
 public:
  void Write(LogLevel, std::string_view, std::string_view) override {}
};

/// A coordinator whose threads, clock, disk and phases the test controls:
/// nothing happens before it says so. The journal outlives the coordinator, as
/// it does in a daemon that crashes.
class CoordinatorFixture : public testing::Test {
 protected:
  /// What ends with the process.
  struct Life {
    PosixFileSystem files;
    FakeClock clock;
    FakeTimerQueue timers{&clock};
    ManualExecutor executor;
    NoLog log;
    std::unique_ptr<WorkflowManagerFactory> managers;
    std::unique_ptr<InfrastructureSetup> infrastructure;
    std::unique_ptr<ContainerLifecycleManager> containers;
    std::unique_ptr<Coordinator> coordinator;
  };

  void Start(FakeManager::Behaviour behaviour, Limits limits = {},
             bool computation_critical = true,
             FakeManager::Restore restore = {},
             std::vector<ComponentSpec> components = {}) {
    Life& life = *life_;
    std::vector<std::unique_ptr<WorkflowManager>> managers;
    managers.push_back(std::make_unique<FakeManager>(
        std::move(behaviour), computation_critical, std::move(restore),
        std::move(components)));
    life.managers =
        std::make_unique<WorkflowManagerFactory>(std::move(managers));
    life.infrastructure = std::make_unique<InfrastructureSetup>(
        InfrastructureSetup::Options{.file_system = &life.files});
    auto containers = ContainerLifecycleManager::Create(
        {.file_system = &life.files,
         .scratch_root = std::string(std::getenv("TEST_TMPDIR")) + "/scratch",
         .services = life.infrastructure->services()});
    ASSERT_TRUE(containers.ok()) << containers.status();
    life.containers = *std::move(containers);
    life.coordinator = std::make_unique<Coordinator>(
        Coordinator::Options{.limits = limits,
                             .managers = life.managers.get(),
                             .journal = &journal_,
                             .containers = life.containers.get(),
                             .infrastructure = life.infrastructure.get(),
                             .executor = &life.executor,
                             .timers = &life.timers,
                             .clock = &life.clock,
                             .log = &life.log,
                             .id_seed = ++seed_,
                             .code_version = "test"});
    ASSERT_TRUE(coordinator().Start().ok());
  }

  /// The process ends without a word: nothing of it runs any more. Start again.
  void Crash() {
    // Kept for ever, as the memory of a process that doesn't run: its
    // destructors would be a shutdown.
    static auto* const graveyard = new std::vector<Life*>;
    graveyard->push_back(life_.release());
    life_ = std::make_unique<Life>();
  }

  static v1::WorkflowConfig Config(int cpu_cores = 1) {
    v1::WorkflowConfig config;
    config.set_type(v1::WORKFLOW_TYPE_BACKTEST);
    config.mutable_infrastructure_config()->set_cpu_cores(cpu_cores);
    return config;
  }

  absl::StatusOr<Coordinator::Submitted> Submit(
      v1::WorkflowConfig config = Config(),
      Coordinator::Submission submission = {}) {
    const auto validated = coordinator().Validate(std::move(config));
    EXPECT_TRUE(validated.ok()) << validated.status();
    absl::StatusOr<Coordinator::Submitted> result;
    coordinator().Submit(*validated, std::move(submission),
                         [&](absl::StatusOr<Coordinator::Submitted> answer) {
                           result = std::move(answer);
                         });
    return result;
  }

  std::string SubmitOk(v1::WorkflowConfig config = Config(), int priority = 3) {
    const auto submitted = Submit(std::move(config), {.priority = priority});
    EXPECT_TRUE(submitted.ok()) << submitted.status();
    return submitted->status.workflow_id();
  }

  absl::StatusOr<Coordinator::Submitted> Retry(
      const std::string& id,
      Coordinator::Submission submission = {.priority = 0}) {
    absl::StatusOr<Coordinator::Submitted> result;
    coordinator().Retry(id, std::move(submission),
                        [&](absl::StatusOr<Coordinator::Submitted> answer) {
                          result = std::move(answer);
                        });
    return result;
  }

  using Answer = absl::StatusOr<v1::WorkflowStatus>;
  Answer Cancel(const std::string& id) {
    Answer result;
    coordinator().control().Cancel(
        id, "test", [&](Answer answer) { result = std::move(answer); });
    return result;
  }
  Answer Pause(const std::string& id) {
    Answer result;
    coordinator().control().Pause(
        id, "test", [&](Answer answer) { result = std::move(answer); });
    return result;
  }
  Answer Resume(const std::string& id) {
    Answer result;
    coordinator().control().Resume(
        id, [&](Answer answer) { result = std::move(answer); });
    return result;
  }

  v1::WorkflowState StateOf(const std::string& id) {
    return coordinator().GetStatus(id)->state();
  }

  std::vector<v1::WorkflowEvent> Events(const std::string& id) {
    return journal_.ReadEvents(id, 0, 1000)->events;
  }
  std::vector<std::string> EventsOf(const std::string& id) {
    std::vector<std::string> names;
    for (const auto& event : Events(id)) {
      const auto* descriptor = v1::WorkflowEvent::descriptor();
      names.push_back(
          descriptor->FindFieldByNumber(event.event_case())->name());
    }
    return names;
  }

  static absl::StatusOr<PhaseOutcome> Succeed(v1::WorkflowPhase,
                                              ExecutionContext&) {
    return PhaseOutcome{};
  }

  Coordinator& coordinator() { return *life_->coordinator; }
  FakeClock& clock() { return life_->clock; }
  ManualExecutor& executor() { return life_->executor; }
  ContainerLifecycleManager& containers() { return *life_->containers; }

  InMemoryJournal journal_;
  uint64_t seed_ = 7;
  std::unique_ptr<Life> life_ = std::make_unique<Life>();
};

}  // namespace admf
