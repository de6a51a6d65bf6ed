#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "coordinator/journal.h"
#include "coordinator/sqlite/journal_tables.h"
#include "coordinator/sqlite/write.h"

namespace admf {

// The writes that there are, one for each method of Journal that writes.

class CreateWrite final
    : public WriteWithOutcome<absl::StatusOr<Journal::Created>> {
 public:
  /// Serializes the messages, so that the thread that writes need not.
  CreateWrite(NewWorkflow workflow, absl::Time time, Journal::CreateDone done);

  void Apply(JournalTables& tables) override;

 private:
  NewRow row_;
};

class AppendWrite final
    : public WriteWithOutcome<absl::StatusOr<Journal::Appended>> {
 public:
  AppendWrite(Journal::Append append, Journal::AppendDone done);

  void Apply(JournalTables& tables) override;
  void Finish() override;

 private:
  Journal::Append append_;
};

class CheckpointWrite final : public WriteWithOutcome<absl::Status> {
 public:
  CheckpointWrite(std::string workflow_id, admf::v1::WorkflowPhase phase,
                  Journal::Checkpoint checkpoint, Journal::WriteDone done);

  void Apply(JournalTables& tables) override;

 private:
  const std::string workflow_id_;
  const admf::v1::WorkflowPhase phase_;
  const Journal::Checkpoint checkpoint_;
};

class RemoveWrite final : public WriteWithOutcome<absl::StatusOr<int64_t>> {
 public:
  /// @param ordinals of finished workflows; those that are gone don't count
  RemoveWrite(std::vector<int64_t> ordinals, Journal::CountDone done);

  void Apply(JournalTables& tables) override;

 private:
  const std::vector<int64_t> ordinals_;
};

}  // namespace admf
