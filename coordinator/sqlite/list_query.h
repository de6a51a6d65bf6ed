#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "coordinator/journal.h"
#include "coordinator/sqlite/sqlite_connection.h"

namespace admf {

/// A statement that lists workflows, and what its parameters stand for.
struct ListQuery {
  std::string sql;
  std::vector<std::variant<int64_t, std::string>> parameters;
};

/// How to list what `filter` selects, newest first, in such a way that an index
/// serves each page: one walk for each state, or along the first label that has
/// a value, merged by ordinal.
ListQuery PlanList(const WorkflowFilter& filter, int64_t before, size_t limit);

/// Executes it. Throws SQLite::Exception.
absl::StatusOr<std::vector<Journal::Listed>> RunList(
    SqliteConnection& connection, const ListQuery& query);

}  // namespace admf
