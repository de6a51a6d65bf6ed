#include "coordinator/run_commits.h"

#include <optional>
#include <utility>
#include <vector>

#include "containers/platform/testing/fake_clock.h"
#include "coordinator/in_memory_journal.h"
#include "coordinator/watch_hub.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using Status = absl::StatusOr<v1::WorkflowStatus>;

/// A journal whose callbacks come when the test says so, in any order.
class SlowToTellJournal : public InMemoryJournal {
 public:
  void AppendEvents(Append /*append*/, AppendDone done) override {
    appended_.push_back(std::move(done));
  }

  size_t appended() const { return appended_.size(); }
  void Tell(size_t append, absl::Status status = absl::OkStatus()) {
    AppendDone done = std::move(appended_[append]);
    if (!status.ok()) {
      done(std::move(status));
      return;
    }
    v1::WorkflowStatus after;
    after.set_last_sequence(static_cast<int64_t>(append) + 1);
    done(Journal::Appended{.status = std::move(after)});
  }

 private:
  std::vector<AppendDone> appended_;
};

class RunCommitsTest : public testing::Test {
 protected:
  void Ahead() {
    commits_->Ahead({v1::WorkflowEvent()}, [this] { ++failures_; });
  }
  void Await() {
    commits_->Await({v1::WorkflowEvent()}, std::nullopt, [this](Status status) {
      EXPECT_FALSE(done_.has_value());
      done_ = std::move(status);
    });
  }

  FakeClock clock_;
  SlowToTellJournal journal_;
  WatchHub watches_;
  EventLog events_{&journal_, &watches_, &clock_};
  std::optional<RunCommits> commits_{std::in_place, "wf-1", &events_};
  int failures_ = 0;
  std::optional<Status> done_;
};

TEST_F(RunCommitsTest, HandsOverAtOnceAndTellsWhenAllAreDone) {
  Ahead();
  Ahead();
  Await();
  EXPECT_EQ(journal_.appended(), 3u);
  journal_.Tell(0);
  journal_.Tell(1);
  EXPECT_FALSE(done_.has_value());
  journal_.Tell(2);
  ASSERT_TRUE(done_.has_value() && done_->ok());
  EXPECT_EQ((*done_)->last_sequence(), 3);
  EXPECT_EQ(failures_, 0);
}

TEST_F(RunCommitsTest, TheOrderOfTheCallbacksDoesNotMatter) {
  Ahead();
  Ahead();
  Await();
  journal_.Tell(2);
  journal_.Tell(0);
  EXPECT_FALSE(done_.has_value());
  journal_.Tell(1);
  ASSERT_TRUE(done_.has_value() && done_->ok());
  EXPECT_EQ((*done_)->last_sequence(), 3);
}

TEST_F(RunCommitsTest, TheFirstFailureIsWhatCounts) {
  Ahead();
  Ahead();
  Await();
  journal_.Tell(0, absl::UnavailableError("first"));
  journal_.Tell(1, absl::AbortedError("second"));
  EXPECT_EQ(failures_, 1);
  EXPECT_EQ(commits_->failure().message(), "first");
  EXPECT_FALSE(done_.has_value());
  journal_.Tell(2, absl::AbortedError("third"));
  ASSERT_TRUE(done_.has_value());
  EXPECT_EQ(done_->status().message(), "first");
}

TEST_F(RunCommitsTest, AFailureOfWhatIsAwaitedIsTold) {
  Await();
  journal_.Tell(0, absl::AbortedError("overtaken"));
  ASSERT_TRUE(done_.has_value());
  EXPECT_TRUE(absl::IsAborted(done_->status()));
  // It can be put right.
  EXPECT_TRUE(commits_->failure().ok());
  done_.reset();
  Await();
  journal_.Tell(1);
  EXPECT_TRUE(done_.has_value() && done_->ok());
}

TEST_F(RunCommitsTest, AfterAFailureNothingIsHandedOver) {
  Ahead();
  Ahead();
  journal_.Tell(0, absl::UnavailableError("closed"));
  Ahead();
  Await();
  EXPECT_EQ(journal_.appended(), 2u);
  EXPECT_FALSE(done_.has_value());
  journal_.Tell(1);
  ASSERT_TRUE(done_.has_value());
  EXPECT_EQ(done_->status().message(), "closed");
  EXPECT_EQ(failures_, 1);
}

TEST_F(RunCommitsTest, MayEndBeforeItsWrites) {
  Ahead();
  Await();
  commits_.reset();
  journal_.Tell(0);
  journal_.Tell(1);
  EXPECT_TRUE(done_.has_value() && done_->ok());
}

}  // namespace
}  // namespace admf
