#include "coordinator/sqlite/maintenance/check_journal.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "coordinator/journal.h"
#include "coordinator/sqlite/journal_names.h"
#include "coordinator/sqlite/sqlite_connection.h"
#include "coordinator/sqlite/sqlite_schema.h"
#include "coordinator/sqlite/sqlite_status.h"
#include "coordinator/workflow_record.h"
#include "engine/base/status_macros.h"
#include "google/protobuf/util/message_differencer.h"

namespace admf {
namespace {

using admf::v1::WorkflowEvent;
using admf::v1::WorkflowStatus;
using google::protobuf::util::MessageDifferencer;

constexpr size_t kMaxFindings = 100;

constexpr char kIntegrity[] = "PRAGMA integrity_check(100)";
constexpr char kWorkflows[] =
    "SELECT w.ordinal, w.state, w.last_sequence, w.status, c.config, "
    "r.ordinal IS NOT NULL, w.priority, w.queue_rank FROM workflows AS w "
    "LEFT JOIN configs AS c ON c.ordinal = w.ordinal "
    "LEFT JOIN results AS r ON r.ordinal = w.ordinal ORDER BY w.ordinal";
constexpr char kEvents[] =
    "SELECT sequence, kind, event FROM events WHERE ordinal = ? "
    "ORDER BY sequence";
constexpr const char* kOrphans[] = {
    "SELECT 'configs', COUNT(*) FROM configs "
    "WHERE ordinal NOT IN (SELECT ordinal FROM workflows)",
    "SELECT 'labels', COUNT(*) FROM labels "
    "WHERE ordinal NOT IN (SELECT ordinal FROM workflows)",
    "SELECT 'events', COUNT(*) FROM events "
    "WHERE ordinal NOT IN (SELECT ordinal FROM workflows)",
    "SELECT 'results', COUNT(*) FROM results "
    "WHERE ordinal NOT IN (SELECT ordinal FROM workflows)",
    "SELECT 'checkpoints', COUNT(*) FROM checkpoints "
    "WHERE ordinal NOT IN (SELECT ordinal FROM workflows)",
    "SELECT 'artifacts', COUNT(*) FROM artifacts "
    "WHERE ordinal NOT IN (SELECT ordinal FROM workflows)",
    "SELECT 'tried', COUNT(*) FROM tried "
    "WHERE ordinal NOT IN (SELECT ordinal FROM workflows)",
};
constexpr char kLastOrdinal[] =
    "SELECT (SELECT value FROM meta WHERE key = 'last_ordinal') >= "
    "MAX(COALESCE((SELECT MAX(ordinal) FROM workflows), 0), "
    "COALESCE((SELECT MAX(after_ordinal) FROM trials), 0))";

/// What a workflow was before its first event.
NewWorkflow Submission(const WorkflowStatus& status, const WorkflowEvent& first,
                       const v1::WorkflowConfig& config) {
  NewWorkflow workflow;
  workflow.id = status.workflow_id();
  workflow.priority = first.submitted().priority();
  workflow.config = config;
  workflow.retry_of = first.submitted().retry_of();
  const auto& inherited = first.submitted().inherited_phases();
  workflow.inherited_phases = {inherited.begin(), inherited.end()};
  return workflow;
}

class Checker {
 public:
  explicit Checker(SqliteConnection* connection) : connection_(*connection) {}

  std::vector<std::string> Check() {
    CheckIntegrity();
    // What follows means nothing in a broken file.
    if (!findings_.empty()) return std::move(findings_);
    CheckOrphans();
    Query workflows = connection_.Prepared(kWorkflows);
    while (findings_.size() < kMaxFindings && workflows.Step()) {
      CheckWorkflow(workflows);
    }
    return std::move(findings_);
  }

 private:
  template <typename... Parts>
  void Report(const Parts&... parts) {
    findings_.push_back(absl::StrCat(parts...));
  }

  void CheckIntegrity() {
    Query query = connection_.Prepared(kIntegrity);
    while (query.Step()) {
      const std::string line = query.Text(0);
      if (line != "ok") Report("SQLite's integrity_check: ", line);
    }
  }

  void CheckOrphans() {
    for (const char* sql : kOrphans) {
      Query query = connection_.Prepared(sql);
      if (query.Step() && query.Int(1) != 0) {
        Report("the table ", query.Text(0), " has ", query.Int(1),
               " rows of workflows that aren't there");
      }
    }
    Query query = connection_.Prepared(kLastOrdinal);
    if (!query.Step() || query.Int(0) == 0) {
      Report("meta's last_ordinal is missing, or less than an ordinal in use");
    }
  }

  void CheckWorkflow(const Query& row) {
    const auto status = row.Parse<WorkflowStatus>(3);
    const std::string& id = status.workflow_id();
    if (row.Text(1) != StateName(status.state()) ||
        row.Int(2) != status.last_sequence()) {
      Report(id, ": the columns contradict the status");
    }
    if ((row.Int(5) != 0) != IsTerminal(status.state())) {
      Report(id, ": is ", row.Text(1), " and has ",
             row.Int(5) != 0 ? "a result" : "no result");
    }
    if (row.IsNull(4)) {
      Report(id, ": has no configuration");
      return;
    }
    CheckEvents(row.Int(0), status, row.Parse<v1::WorkflowConfig>(4));
  }

  void CheckEvents(int64_t ordinal, const WorkflowStatus& status,
                   const v1::WorkflowConfig& config) {
    const std::string& id = status.workflow_id();
    std::optional<WorkflowRecord> record;
    Query events = connection_.Prepared(kEvents);
    events.Bind(ordinal);
    for (int64_t sequence = 1; events.Step(); ++sequence) {
      const auto event = events.Parse<WorkflowEvent>(2);
      if (event.sequence() != sequence || events.Int(0) != sequence ||
          event.workflow_id() != id || events.Text(1) != EventKind(event)) {
        Report(id, ": where event ", sequence, " should be is another one");
        return;
      }
      if (!record) record.emplace(Submission(status, event, config));
      if (const auto applied = record->Apply(event); !applied.ok()) {
        Report(id, ": event ", sequence,
               " is not possible: ", applied.message());
        return;
      }
    }
    if (!record || !MessageDifferencer::Equals(record->status(), status)) {
      Report(id, ": the status is not what the events make of it");
    }
  }

  SqliteConnection& connection_;
  std::vector<std::string> findings_;
};

}  // namespace

absl::StatusOr<std::vector<std::string>> CheckJournal(const std::string& path) {
  ASSIGN_OR_RETURN(
      const auto connection,
      SqliteConnection::Open({.path = path}, SqliteConnection::Mode::kRead));
  return CatchSqliteErrors(path,
                           [&]() -> absl::StatusOr<std::vector<std::string>> {
                             RETURN_IF_ERROR(RequireNewestSchema(*connection));
                             // All of it of one moment.
                             connection->database().exec("BEGIN");
                             return Checker(connection.get()).Check();
                           });
}

}  // namespace admf
