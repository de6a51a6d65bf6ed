#include "coordinator/sqlite/list_query.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "SQLiteCpp/Statement.h"
#include "absl/time/time.h"
#include "coordinator/sqlite/journal_names.h"

namespace admf {
namespace {

using Label = std::pair<std::string, std::string>;

/// So that naming a state twice doesn't list its workflows twice.
template <typename Value>
std::set<Value> Unique(const std::vector<Value>& values) {
  return {values.begin(), values.end()};
}

/// Writes one statement, with its parameters in the order of their places.
class Planner {
 public:
  Planner(const WorkflowFilter& filter, int64_t before)
      : filter_(filter), before_(before) {
    const auto leading =
        std::find_if(filter.labels.begin(), filter.labels.end(),
                     [](const Label& label) { return !label.second.empty(); });
    if (leading != filter.labels.end()) leading_label_ = *leading;
  }

  ListQuery Plan(size_t limit) {
    if (leading_label_.has_value()) {
      AddAlongLabel();
    } else if (filter_.states.empty()) {
      AddWalk(std::nullopt);
    } else {
      for (const v1::WorkflowState state : Unique(filter_.states)) {
        AddWalk(state);
      }
    }
    Add(" ORDER BY ordinal DESC LIMIT ?",
        static_cast<int64_t>(
            std::min<size_t>(limit, std::numeric_limits<int64_t>::max())));
    return std::move(query_);
  }

 private:
  void Add(std::string_view sql) { query_.sql.append(sql.data(), sql.size()); }
  template <typename... Values>
  void Add(std::string_view sql, Values... values) {
    Add(sql);
    (query_.parameters.emplace_back(std::move(values)), ...);
  }

  // Backwards through all workflows, or through those of a state.
  void AddWalk(std::optional<v1::WorkflowState> state) {
    if (!query_.sql.empty()) Add(" UNION ALL ");
    Add("SELECT w.ordinal AS ordinal, w.status AS status FROM workflows AS w "
        "WHERE w.ordinal < ?",
        before_);
    if (state.has_value()) Add(" AND w.state = ?", StateName(*state));
    AddConditions();
  }

  void AddAlongLabel() {
    Add("SELECT l.ordinal AS ordinal, w.status AS status FROM labels AS l "
        "CROSS JOIN workflows AS w ON w.ordinal = l.ordinal "
        "WHERE l.key = ? AND l.value = ? AND l.ordinal < ?",
        leading_label_->first, leading_label_->second, before_);
    AddChoice("+w.state", filter_.states, StateName);
    AddConditions();
  }

  template <typename Value>
  void AddChoice(std::string_view column, const std::vector<Value>& values,
                 std::string (*name)(Value)) {
    if (values.empty()) return;
    Add(" AND ");
    Add(column);
    Add(" IN (");
    std::string_view separator = "?";
    for (const Value value : Unique(values)) {
      Add(separator, name(value));
      separator = ", ?";
    }
    Add(")");
  }

  void AddConditions() {
    AddChoice("w.type", filter_.types, TypeName);
    for (const auto& label : filter_.labels) AddLabel(label);
    if (!filter_.name_contains.empty()) {
      Add(" AND instr(w.name, ?) > 0", filter_.name_contains);
    }
    AddTimes();
  }

  // Ordinals follow the times, but for a clock that was set back: the index of
  // times says between which ordinals to look. The plus signs keep SQLite from
  // choosing other indexes.
  void AddTimes() {
    const auto nanos = [](absl::Time time) { return absl::ToUnixNanos(time); };
    const auto& after = filter_.submitted_after;
    const auto& before = filter_.submitted_before;
    if (after.has_value() && before.has_value()) {
      for (const char* bound : {">= (SELECT MIN", "<= (SELECT MAX"}) {
        Add(" AND w.ordinal ");
        Add(bound);
        Add("(+ordinal) FROM workflows WHERE submit_time >= ? AND submit_time "
            "< ?)",
            nanos(*after), nanos(*before));
      }
    } else if (after.has_value()) {
      Add(" AND w.ordinal >= (SELECT MIN(+ordinal) FROM workflows "
          "WHERE submit_time >= ?)",
          nanos(*after));
    }
    if (after.has_value()) Add(" AND +w.submit_time >= ?", nanos(*after));
    if (before.has_value()) Add(" AND +w.submit_time < ?", nanos(*before));
  }

  void AddLabel(const Label& label) {
    if (label == leading_label_) return;
    Add(" AND EXISTS (SELECT 1 FROM labels AS other "
        "WHERE other.ordinal = w.ordinal AND other.key = ?",
        label.first);
    if (!label.second.empty()) Add(" AND other.value = ?", label.second);
    Add(")");
  }

  const WorkflowFilter& filter_;
  const int64_t before_;
  std::optional<Label> leading_label_;
  ListQuery query_;
};

}  // namespace

ListQuery PlanList(const WorkflowFilter& filter, int64_t before, size_t limit) {
  return Planner(filter, before).Plan(limit);
}

absl::StatusOr<std::vector<Journal::Listed>> RunList(
    SqliteConnection& connection, const ListQuery& query) {
  SQLite::Statement statement(connection.database(), query.sql);
  Query rows(&statement);
  for (const auto& parameter : query.parameters) {
    std::visit([&](const auto& value) { rows.Bind(value); }, parameter);
  }
  std::vector<Journal::Listed> listed;
  while (rows.Step()) {
    listed.push_back(
        {.ordinal = rows.Int(0), .status = rows.Parse<v1::WorkflowStatus>(1)});
  }
  return listed;
}

}  // namespace admf
