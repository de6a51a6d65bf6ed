#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "admf/v1/workflow.pb.h"
#include "coordinator/journal.h"
#include "coordinator/sqlite/sqlite_connection.h"

namespace admf {

// What Journal says of its methods of the same names, with one connection and
// within one transaction. All of these throw SQLite::Exception.

absl::StatusOr<std::optional<admf::v1::WorkflowStatus>> ReadRequest(
    SqliteConnection& connection, const std::string& request_id,
    const std::string& request_digest);
absl::StatusOr<admf::v1::WorkflowStatus> ReadStatus(
    SqliteConnection& connection, const std::string& workflow_id);
absl::StatusOr<admf::v1::WorkflowResult> ReadResult(
    SqliteConnection& connection, const std::string& workflow_id);
absl::StatusOr<StoredWorkflow> ReadWorkflow(SqliteConnection& connection,
                                            const std::string& workflow_id);
absl::StatusOr<std::vector<Journal::Checkpoint>> ReadCheckpoints(
    SqliteConnection& connection, const std::string& workflow_id,
    admf::v1::WorkflowPhase phase, const std::optional<std::string>& after,
    size_t max_bytes);
absl::StatusOr<Journal::EventBatch> ReadEvents(SqliteConnection& connection,
                                               const std::string& workflow_id,
                                               int64_t after, size_t limit);
absl::StatusOr<std::vector<QueuedWorkflow>> ReadQueue(
    SqliteConnection& connection, size_t limit);
absl::StatusOr<Journal::QueuePlace> ReadQueuePlace(
    SqliteConnection& connection, const std::string& workflow_id);
absl::StatusOr<bool> ReadHasArtifact(SqliteConnection& connection,
                                     const std::string& digest);

absl::StatusOr<int64_t> ReadEarlierTrials(SqliteConnection& connection,
                                          const std::string& workflow_id,
                                          const std::string& data_digest,
                                          const std::string& strategy);

/// The ordinals of what RemoveFinished removes, those that ended first.
absl::StatusOr<std::vector<int64_t>> ReadRemovable(
    SqliteConnection& connection, const RetentionPolicy& policy, absl::Time now,
    int limit);

}  // namespace admf
