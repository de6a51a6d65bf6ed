#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "admf/v1/workflow.pb.h"

namespace admf {

/// A workflow as the journal's writer needs it for its next event.
struct WorkflowEntry {
  int64_t ordinal = 0;
  admf::v1::WorkflowStatus status;
};

/// What the journal's writer remembers of workflows that are being executed, so
/// that it need not read them before each event: a bounded cache, and what the
/// batch that is being committed has changed. Not thread-safe.
class ActiveStatuses {
 public:
  /// @param capacity of the cache
  explicit ActiveStatuses(size_t capacity) : capacity_(capacity) {}

  /// As the batch has left it so far; nullptr if it isn't remembered. Valid
  /// until the next call of another method.
  const WorkflowEntry* Find(const std::string& workflow_id) const;
  /// The batch has changed it.
  void Set(WorkflowEntry entry);

  /// The batch is committed.
  void Keep();
  /// The batch has failed.
  void Discard() { changed_.clear(); }

 private:
  using Entries = absl::flat_hash_map<std::string, WorkflowEntry>;

  const size_t capacity_;
  Entries committed_;
  Entries changed_;
};

}  // namespace admf
