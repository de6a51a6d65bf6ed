// Every write, fsync, truncation, opening and mapping of a fixed scenario fails
// in turn, once or until the disk is mended, as in SQLite's own tests. After
// that, and after a loss of power in the middle of it, everything that was
// acknowledged is there, once, and nothing is broken.

#include <algorithm>
#include <filesystem>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "containers/platform/mutex.h"
#include "containers/platform/testing/inline_executor.h"
#include "containers/platform/testing/temporary_folder.h"
#include "coordinator/errors.h"
#include "coordinator/sqlite/maintenance/check_journal.h"
#include "coordinator/sqlite/sqlite_journal.h"
#include "gtest/gtest.h"
#include "tests/unit/coordinator/sqlite/fault_vfs.h"
#include "tests/unit/coordinator/sqlite/journal_driver.h"

namespace admf {
namespace {

using Operation = FaultVfs::Operation;
using Urgency = Journal::Urgency;

// What the sanitizers look for hardly depends on which call fails, and they are
// many times slower.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
#define ADMF_EVERY_SEVENTH_CALL
#endif
#endif
#ifdef ADMF_EVERY_SEVENTH_CALL
constexpr int kStep = 7;
#else
constexpr int kStep = 1;
#endif

constexpr int64_t kNewest = std::numeric_limits<int64_t>::max();

/// What was acknowledged: the sequence number of each workflow's last event.
using Model = std::map<std::string, int64_t>;

/// One write of the scenario. It is left out if it makes no sense since an
/// earlier one has failed.
struct Step {
  std::string id;
  Urgency urgency = Urgency::kFailFast;
  /// The workflow's last event before it, 0 if there is no such workflow, and
  /// after it, 0 if it is removed.
  int64_t before = 0;
  int64_t after = 0;
  std::function<void(Journal&, std::function<void(absl::Status)>)> start;
};

Step Create(std::string id) {
  return {.id = id, .after = 1, .start = [id](Journal& journal, auto done) {
            journal.Create(MakeWorkflow(id, "request-" + id, "d"),
                           absl::FromUnixSeconds(1),
                           [done](auto created) { done(created.status()); });
          }};
}

Step Append(std::string id, int64_t before,
            std::vector<v1::WorkflowEvent> events, Urgency urgency) {
  const int64_t after = before + static_cast<int64_t>(events.size());
  return {.id = id,
          .urgency = urgency,
          .before = before,
          .after = after,
          .start = [=](Journal& journal, auto done) {
            Journal::Append append{.workflow_id = id,
                                   .events = events,
                                   .time = absl::FromUnixSeconds(2),
                                   .urgency = urgency};
            if (events.back().has_completed()) append.result.emplace();
            journal.AppendEvents(std::move(append), [done](auto status) {
              done(status.status());
            });
          }};
}

Step Save(std::string id, int64_t sequence) {
  return {.id = id,
          .urgency = Urgency::kMustCommit,
          .before = sequence,
          .after = sequence,
          .start = [id](Journal& journal, auto done) {
            journal.SaveCheckpoint(id, v1::WORKFLOW_PHASE_COMPUTATION,
                                   {"trials", std::string(9'000, 'x')}, done);
          }};
}

Step RemoveAllFinished(std::string id, int64_t before) {
  return {.id = id, .before = before, .start = [](Journal& journal, auto done) {
            journal.RemoveFinished(
                {.max_finished = 0}, absl::FromUnixSeconds(3), 10,
                [done](auto count) { done(count.status()); });
          }};
}

std::vector<Step> Scenario() {
  constexpr auto kPhase = v1::WORKFLOW_PHASE_COMPUTATION;
  return {
      Create("wf-1"),
      Create("wf-2"),
      Append("wf-1", 1, {Started(), PhaseStarted(kPhase, 1), Progress(0.5)},
             Urgency::kFailFast),
      Save("wf-1", 4),
      Append("wf-2", 1, {Started()}, Urgency::kMustCommit),
      Append("wf-1", 4, {PhaseCompleted(kPhase, "digest")},
             Urgency::kMustCommit),
      Create("wf-3"),
      Append("wf-1", 5, {Completed(v1::WORKFLOW_STATE_SUCCEEDED)},
             Urgency::kMustCommit),
      RemoveAllFinished("wf-1", 6),
      Create("wf-4"),
      Append("wf-2", 2, {Progress(0.1)}, Urgency::kFailFast),
      Append("wf-3", 1, {Started()}, Urgency::kMustCommit),
  };
}

class SqliteJournalFaultTest : public testing::Test {
 protected:
  struct Order {
    FaultVfs::Fault fault;
    unsigned seed = 0;
  };

  // Runs the scenario with a fault. False if there were fewer calls than
  // `fault.nth`.
  bool Run(const Order& order) {
    TemporaryFolder folder;
    folder_ = &folder;
    path_ = folder / "journal.db";
    FaultVfs vfs("faulty");
    vfs_ = &vfs;
    order_ = order;
    model_.clear();
    in_doubt_.reset();
    vfs.Fail(order.fault);
    Open();
    for (const Step& step : Scenario()) {
      const auto known = model_.find(step.id);
      const int64_t now = known == model_.end() ? 0 : known->second;
      if (now != step.before) continue;
      Perform(step);
      if (testing::Test::HasFatalFailure()) return false;
    }
    const bool failed = vfs.failures() > 0;
    CheckCrash();
    vfs.Heal();
    journal_.reset();
    Check(path_, /*exactly=*/true);
    return failed;
  }

  void Open() {
    const SqliteJournal::Options options{.path = path_,
                                         .callbacks = &executor_,
                                         .retry_interval = retry_interval_,
                                         .busy_timeout = absl::ZeroDuration(),
                                         .checkpoint_bytes = checkpoint_bytes_,
                                         .vfs = vfs_->name()};
    auto opened = SqliteJournal::Open(options);
    if (!opened.ok()) {
      ExpectStorageError(opened.status());
      vfs_->Heal();
      opened = SqliteJournal::Open(options);
    }
    ASSERT_TRUE(opened.ok()) << opened.status();
    journal_ = *std::move(opened);
    journal_->OnHealthChange([this] { Notify(); });
  }

  void Perform(const Step& step) {
    in_doubt_ = step;
    {
      MutexLock lock(&mutex_);
      outcome_.reset();
    }
    step.start(*journal_, [this](absl::Status status) {
      MutexLock lock(&mutex_);
      outcome_ = std::move(status);
      changed_.NotifyAll();
    });
    if (order_.fault.from_then_on) {
      // Nothing comes back before the disk does.
      Await([this] { return outcome().has_value() || Down(); });
      if (Down()) {
        ExpectFailsFast();
        CheckCrash();
        vfs_->Heal();
      }
    }
    Await([this] { return outcome().has_value(); });
    const absl::Status status = *outcome();
    if (status.ok()) {
      if (step.after == 0) {
        model_.erase(step.id);
      } else {
        model_[step.id] = step.after;
      }
    } else {
      EXPECT_EQ(step.urgency, Urgency::kFailFast) << status;
      ExpectStorageError(status);
    }
    in_doubt_.reset();
    if (Down()) {
      vfs_->Heal();
      Await([this] { return !Down(); });
    }
  }

  void ExpectStorageError(const absl::Status& status) {
    EXPECT_TRUE(absl::IsUnavailable(status) ||
                absl::IsResourceExhausted(status))
        << status;
    EXPECT_EQ(ReasonOf(status), reason::kStorageUnavailable) << status;
  }

  void ExpectFailsFast() {
    JournalDriver driver(journal_.get());
    ExpectStorageError(driver.Create(MakeWorkflow("refused")).status());
    ExpectStorageError(journal_->health());
  }

  // What would be left after a loss of power now, several times.
  void CheckCrash() {
    for (unsigned i = 0; i < 2; ++i) {
      const std::string crashed = *folder_ / "crashed";
      std::filesystem::create_directory(crashed);
      vfs_->Crash(path_, crashed + "/journal.db", order_.seed + i);
      Check(crashed + "/journal.db", /*exactly=*/false);
      std::filesystem::remove_all(crashed);
    }
  }

  // Opens it as a new process does, and compares it with what was acknowledged.
  void Check(const std::string& path, bool exactly) {
    FaultVfs fast_disk("fast");
    auto journal = SqliteJournal::Open(
        {.path = path, .callbacks = &executor_, .vfs = fast_disk.name()});
    ASSERT_TRUE(journal.ok()) << journal.status();
    const auto listed = (*journal)->List({}, kNewest, 100);
    ASSERT_TRUE(listed.ok()) << listed.status();
    Model left;
    for (const auto& entry : *listed) {
      left[entry.status.workflow_id()] = entry.status.last_sequence();
    }
    if (!exactly && in_doubt_.has_value()) {
      // It may be there or not.
      const auto found = left.find(in_doubt_->id);
      const int64_t sequence = found == left.end() ? 0 : found->second;
      EXPECT_TRUE(sequence == in_doubt_->before || sequence == in_doubt_->after)
          << in_doubt_->id << " has " << sequence << " events";
      left.erase(in_doubt_->id);
      Model others = model_;
      others.erase(in_doubt_->id);
      EXPECT_EQ(left, others);
    } else {
      EXPECT_EQ(left, model_);
    }
    journal->reset();
    const auto findings = CheckJournal(path);
    ASSERT_TRUE(findings.ok()) << findings.status();
    EXPECT_EQ(*findings, std::vector<std::string>{});
  }

  // For all calls of an operation, in turn.
  void RunAll(Operation operation, int code, bool from_then_on) {
    int nth = 1;
    while (true) {
      SCOPED_TRACE("call " + std::to_string(nth));
      const bool reached = Run({.fault = {.operation = operation,
                                          .nth = nth,
                                          .from_then_on = from_then_on,
                                          .code = code},
                                .seed = static_cast<unsigned>(nth)});
      if (testing::Test::HasFailure()) break;
      if (!reached) break;
      nth += kStep;
    }
    RecordProperty("calls", nth);
    EXPECT_GT(nth, 1);
  }

  std::optional<absl::Status> outcome() {
    MutexLock lock(&mutex_);
    return outcome_;
  }
  bool Down() { return !journal_->health().ok(); }

  void Notify() {
    MutexLock lock(&mutex_);
    ++notifications_;
    changed_.NotifyAll();
  }

  // Waits for notifications until a condition holds.
  void Await(const std::function<bool()>& condition) {
    int seen = 0;
    while (true) {
      {
        MutexLock lock(&mutex_);
        seen = notifications_ + (outcome_.has_value() ? 1 : 0);
      }
      if (condition()) return;
      MutexLock lock(&mutex_);
      changed_.Wait(&mutex_, [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
        return notifications_ + (outcome_.has_value() ? 1 : 0) != seen;
      });
    }
  }

  InlineExecutor executor_;
  absl::Duration retry_interval_ = absl::Milliseconds(1);
  int64_t checkpoint_bytes_ = 6 * 4096;
  const TemporaryFolder* folder_ = nullptr;
  std::string path_;
  FaultVfs* vfs_ = nullptr;
  Order order_;
  std::unique_ptr<SqliteJournal> journal_;
  Model model_;
  std::optional<Step> in_doubt_;

  Mutex mutex_;
  CondVar changed_;
  std::optional<absl::Status> outcome_ ABSL_GUARDED_BY(mutex_);
  int notifications_ ABSL_GUARDED_BY(mutex_) = 0;
};

// After a crash of the process the system's cache shows what the disk never
// got, because an fsync has failed: whoever opens the file must not build on
// it.
TEST_F(SqliteJournalFaultTest, AfterACrashTheLogIsNotBelieved) {
  retry_interval_ = absl::Hours(1);
  checkpoint_bytes_ = 1 << 20;
  for (unsigned seed = 0; seed < 20; ++seed) {
    TemporaryFolder folder;
    folder_ = &folder;
    path_ = folder / "journal.db";
    FaultVfs vfs("faulty");
    vfs_ = &vfs;
    model_.clear();
    Open();
    Perform(Create("wf-1"));
    vfs.Fail({.operation = Operation::kSync,
              .from_then_on = true,
              .code = SQLITE_IOERR_FSYNC});
    JournalDriver driver(journal_.get());
    ExpectStorageError(driver.Create(MakeWorkflow("wf-2")).status());
    const std::string left = folder / "left.db";
    vfs.EndProcess(path_, left);
    vfs.Heal();
    journal_.reset();
    path_ = left;
    Open();
    // It was not acknowledged, but seems to be there.
    EXPECT_TRUE(journal_->GetStatus("wf-2").ok());
    model_["wf-2"] = 1;
    Perform(Create("wf-3"));
    order_.seed = seed;
    CheckCrash();
    journal_.reset();
  }
}

using Parameters = std::tuple<Operation, int, bool>;

class EveryCallTest : public SqliteJournalFaultTest,
                      public testing::WithParamInterface<Parameters> {};

TEST_P(EveryCallTest, LosesNothing) {
  const auto [operation, code, from_then_on] = GetParam();
  RunAll(operation, code, from_then_on);
}

std::string NameOf(const testing::TestParamInfo<Parameters>& info) {
  const auto [operation, code, from_then_on] = info.param;
  const char* const names[] = {"Open", "Read",     "Write",
                               "Sync", "Truncate", "MapMemory"};
  return std::string(names[static_cast<int>(operation)]) + "Fails" +
         (code == SQLITE_FULL ? "SinceTheDiskIsFull" : "") +
         (from_then_on ? "UntilMended" : "Once");
}

INSTANTIATE_TEST_SUITE_P(
    Faults, EveryCallTest,
    testing::Values(
        Parameters(Operation::kWrite, SQLITE_FULL, true),
        Parameters(Operation::kWrite, SQLITE_IOERR_WRITE, false),
        Parameters(Operation::kRead, SQLITE_IOERR_READ, false),
        Parameters(Operation::kSync, SQLITE_IOERR_FSYNC, false),
        Parameters(Operation::kSync, SQLITE_IOERR_FSYNC, true),
        Parameters(Operation::kTruncate, SQLITE_IOERR_TRUNCATE, true),
        Parameters(Operation::kOpen, SQLITE_CANTOPEN, true),
        Parameters(Operation::kMapMemory, SQLITE_IOERR_SHMMAP, true)),
    NameOf);

}  // namespace
}  // namespace admf
