#pragma once

#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "coordinator/journal.h"
#include "coordinator/sqlite/journal_tables.h"

namespace admf {

/// One write of the journal's callers on its way into the file: applied within
/// a transaction, together with others, and finished once that is committed or
/// has failed. Not thread-safe.
class Write {
 public:
  explicit Write(Journal::Urgency urgency) : urgency_(urgency) {}
  virtual ~Write() = default;
  Write(const Write&) = delete;
  Write& operator=(const Write&) = delete;

  bool must_commit() const { return urgency_ == Journal::Urgency::kMustCommit; }

  /// Writes what is to be written, and keeps the outcome. What can't be written
  /// by its own fault has an error for its outcome and writes nothing.
  ///
  /// Throws SQLite::Exception; the transaction is rolled back then. A write
  /// that must commit is applied again later on.
  virtual void Apply(JournalTables& tables) = 0;
  /// Makes an error the outcome.
  virtual void Fail(absl::Status status) = 0;
  /// Tells the caller the outcome; called once, at the end.
  virtual void Finish() = 0;

 private:
  const Journal::Urgency urgency_;
};

/// A write with an outcome and who wants to know it.
template <typename Outcome>
class WriteWithOutcome : public Write {
 public:
  using Done = absl::AnyInvocable<void(Outcome)>;

  WriteWithOutcome(Journal::Urgency urgency, Done done)
      : Write(urgency), done_(std::move(done)) {}

  void Fail(absl::Status status) override { outcome_ = std::move(status); }
  void Finish() override { done_(std::move(outcome_)); }

 protected:
  void set_outcome(Outcome outcome) { outcome_ = std::move(outcome); }
  Outcome& outcome() { return outcome_; }

 private:
  Done done_;
  Outcome outcome_ = absl::UnknownError("not applied");
};

}  // namespace admf
