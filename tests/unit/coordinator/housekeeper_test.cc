#include "coordinator/housekeeper.h"

#include <sys/stat.h>

#include <string>

#include "containers/platform/posix_file_system.h"
#include "containers/platform/testing/fake_clock.h"
#include "containers/platform/testing/fake_timer_queue.h"
#include "containers/platform/testing/inline_executor.h"
#include "containers/platform/testing/temporary_folder.h"
#include "coordinator/in_memory_journal.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

class NoLog : public Log {
 public:
  void Write(LogLevel, std::string_view, std::string_view) override {}
};

class HousekeeperTest : public testing::Test {
 protected:
  HousekeeperTest() {
    // Files have the machine's time.
    clock_.SetWallClock(absl::Now());
  }

  void Start(RetentionPolicy policy) {
    housekeeper_ = std::make_unique<Housekeeper>(
        Housekeeper::Options{.policy = policy,
                             .interval = absl::Minutes(1),
                             .max_workflow_time = absl::Hours(1),
                             .journal = &journal_,
                             .artifacts = &artifacts_,
                             .executor = &executor_,
                             .timers = &timers_,
                             .clock = &clock_,
                             .log = &log_});
    housekeeper_->Start();
  }

  /// A workflow that ends now with one artifact.
  void Finish(const std::string& id, const std::string& digest) {
    NewWorkflow workflow;
    workflow.id = id;
    journal_.Create(std::move(workflow), clock_.Now(),
                    [](const auto& created) { ASSERT_TRUE(created.ok()); });
    Journal::Append append{.workflow_id = id, .time = clock_.Now()};
    append.events.emplace_back().mutable_started();
    append.events.emplace_back()
        .mutable_phase_completed()
        ->mutable_result()
        ->add_artifacts()
        ->set_digest(digest);
    append.events.emplace_back().mutable_completed()->set_state(
        v1::WORKFLOW_STATE_SUCCEEDED);
    journal_.AppendEvents(std::move(append), [](const auto& status) {
      ASSERT_TRUE(status.ok()) << status.status();
    });
  }

  void SetAge(const std::string& digest, absl::Duration age) {
    const timespec then = absl::ToTimespec(clock_.Now() - age);
    const timespec times[2] = {then, then};
    const std::string path =
        folder_.path() + "/" + digest.substr(0, 2) + "/" + digest;
    ASSERT_EQ(utimensat(-1, path.c_str(), times, 0), 0);
  }

  TemporaryFolder folder_;
  PosixFileSystem files_;
  ArtifactStore artifacts_{folder_.path(), &files_};
  InMemoryJournal journal_;
  FakeClock clock_;
  FakeTimerQueue timers_{&clock_};
  InlineExecutor executor_;
  NoLog log_;
  std::unique_ptr<Housekeeper> housekeeper_;
};

TEST_F(HousekeeperTest, RemovesWhatACrashHasLeftBehind) {
  const std::string left = *artifacts_.Put("left behind");
  const std::string used = *artifacts_.Put("used");
  Finish("wf-1", used);
  SetAge(left, absl::Seconds(10));
  SetAge(used, absl::Seconds(10));
  Start({});
  EXPECT_TRUE(absl::IsNotFound(artifacts_.Get(left).status()));
  EXPECT_TRUE(artifacts_.Get(used).ok());
  EXPECT_EQ(clock_.pending(), 0) << "everything else is kept";
}

TEST_F(HousekeeperTest, RemovesTheOldestBeyondTheNumber) {
  for (int i = 0; i < 250; ++i) {
    Finish("wf-" + std::to_string(i), "no file");
    clock_.Advance(absl::Seconds(1));
  }
  Start({.max_finished = 3});
  clock_.Advance(absl::Minutes(1));
  EXPECT_TRUE(absl::IsNotFound(journal_.GetStatus("wf-246").status()));
  EXPECT_TRUE(journal_.GetStatus("wf-247").ok());
  EXPECT_TRUE(journal_.GetStatus("wf-249").ok());
}

TEST_F(HousekeeperTest, RemovesOldWorkflowsWithTheirArtifacts) {
  const std::string of_both = *artifacts_.Put("of both");
  const std::string of_old = *artifacts_.Put("of the old one");
  Finish("wf-old", of_old);
  Finish("wf-old-too", of_both);
  clock_.Advance(absl::Hours(23));
  Finish("wf-new", of_both);
  Start({.max_age = absl::Hours(24)});
  SetAge(of_old, absl::Hours(23));
  SetAge(of_both, absl::Hours(23));
  clock_.Advance(absl::Hours(2));
  EXPECT_TRUE(absl::IsNotFound(journal_.GetStatus("wf-old").status()));
  EXPECT_TRUE(journal_.GetStatus("wf-new").ok());
  EXPECT_TRUE(absl::IsNotFound(artifacts_.Get(of_old).status()));
  EXPECT_TRUE(artifacts_.Get(of_both).ok());
}

TEST_F(HousekeeperTest, AFailingDiskIsTriedAgain) {
  Finish("wf-1", "no file");
  Start({.max_finished = 0});
  journal_.SetHealth(absl::UnavailableError("disk"));
  clock_.Advance(absl::Minutes(1));
  journal_.SetHealth(absl::OkStatus());
  EXPECT_TRUE(journal_.GetStatus("wf-1").ok());
  clock_.Advance(absl::Minutes(1));
  EXPECT_TRUE(absl::IsNotFound(journal_.GetStatus("wf-1").status()));
}

}  // namespace
}  // namespace admf
