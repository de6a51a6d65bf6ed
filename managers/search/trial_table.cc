#include "managers/search/trial_table.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/status_macros.h"
#include "engine/search/search_dimension.h"

namespace admf {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

double ValueOf(std::span<const std::string> names,
               std::span<const double> values, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  CHECK(found != names.end());
  return values[static_cast<size_t>(found - names.begin())];
}

bool IsText(const SearchDimension& dimension) {
  return dimension.kind == SearchDimension::Kind::kChoices &&
         std::any_of(dimension.choices.begin(), dimension.choices.end(),
                     [](const ParameterValue& choice) {
                       return std::holds_alternative<std::string>(choice) ||
                              std::holds_alternative<bool>(choice);
                     });
}

std::string TextOf(const ParameterValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return ToString(value);
}

/// A column of doubles.
template <typename Get>
Table::Column Numbers(std::string name, std::span<const ScoredTrial> trials,
                      Get get) {
  std::vector<double> values;
  values.reserve(trials.size());
  for (const ScoredTrial& trial : trials) values.push_back(get(trial));
  return {std::move(name), std::move(values)};
}

template <typename Get>
Table::Column Integers(std::string name, std::span<const ScoredTrial> trials,
                       Get get) {
  std::vector<int64_t> values;
  values.reserve(trials.size());
  for (const ScoredTrial& trial : trials) values.push_back(get(trial));
  return {std::move(name), std::move(values)};
}

double At(const std::vector<double>& values, size_t i) {
  return i < values.size() ? values[i] : kNone;
}

absl::Status Damaged() {
  return absl::DataLossError(
      "the stored trials are not those of this search; submit it again as a "
      "new workflow");
}

/// Reads the columns of a table one after the other.
class ColumnReader {
 public:
  explicit ColumnReader(const Table& table) : table_(table) {}

  /// The next column, or null if it has another type.
  template <typename Value>
  const std::vector<Value>* Next() {
    if (next_ == table_.columns.size()) return nullptr;
    return std::get_if<std::vector<Value>>(&table_.columns[next_++].values);
  }

 private:
  const Table& table_;
  size_t next_ = 0;
};

}  // namespace

TrialScore ToTrialScore(const Objectives& objectives,
                        const ScoredTrial& trial) {
  if (!trial.feasible()) return {};
  if (objectives.pareto) return {trial.objectives};
  return {{trial.score}};
}

void Judge(const Objectives& objectives, std::span<const std::string> names,
           ScoredTrial* trial) {
  trial->objectives.clear();
  trial->score = kNone;
  const std::vector<double>& metrics = trial->outcome.metrics;
  for (const MetricConstraint& constraint : objectives.constraints) {
    const double value = ValueOf(names, metrics, constraint.metric);
    const bool holds = !std::isnan(value) &&
                       (!constraint.min || value >= *constraint.min) &&
                       (!constraint.max || value <= *constraint.max);
    if (!holds) return;
  }
  std::vector<double> values;
  double score = 0;
  for (const Objective& objective : objectives.objectives) {
    const double value =
        objective.sign * ValueOf(names, metrics, objective.metric);
    if (!std::isfinite(value)) return;
    values.push_back(value);
    score += objective.weight * value;
  }
  trial->objectives = std::move(values);
  trial->score = score;
}

TrialTables::TrialTables(const SearchPlan* plan,
                         std::vector<std::string> metrics, size_t blocks,
                         size_t regime_count)
    : plan_(plan),
      metrics_(std::move(metrics)),
      blocks_(blocks),
      regime_count_(regime_count) {}

Table::Column TrialTables::ParameterColumn(
    size_t dimension, std::span<const ScoredTrial> trials) const {
  const SearchDimension& of = plan_->space().dimensions()[dimension];
  if (IsText(of)) {
    std::vector<std::string> values;
    for (const ScoredTrial& trial : trials) {
      const auto& value = trial.point[dimension];
      values.push_back(value ? TextOf(*value) : std::string());
    }
    return {of.name, std::move(values)};
  }
  if (of.kind == SearchDimension::Kind::kInteger && !of.when) {
    return Integers(of.name, trials, [&](const ScoredTrial& trial) {
      return static_cast<int64_t>(*NumberOf(*trial.point[dimension]));
    });
  }
  return Numbers(of.name, trials, [&](const ScoredTrial& trial) {
    const auto& value = trial.point[dimension];
    return value ? *NumberOf(*value) : kNone;
  });
}

Table TrialTables::Trials(std::span<const ScoredTrial> trials) const {
  Table table;
  table.columns.push_back(
      Integers("trial", trials, [](const ScoredTrial& t) { return t.number; }));
  for (size_t i = 0; i < plan_->space().dimensions().size(); ++i) {
    table.columns.push_back(ParameterColumn(i, trials));
  }
  table.columns.push_back(
      Integers("feasible", trials,
               [](const ScoredTrial& t) { return t.feasible() ? 1 : 0; }));
  table.columns.push_back(
      Numbers("score", trials, [](const ScoredTrial& t) { return t.score; }));
  for (size_t i = 0; i < metrics_.size(); ++i) {
    table.columns.push_back(
        Numbers(metrics_[i], trials,
                [i](const ScoredTrial& t) { return t.outcome.metrics[i]; }));
  }
  std::vector<std::string> digests;
  for (const ScoredTrial& trial : trials) {
    digests.push_back(trial.outcome.account_digest);
  }
  table.columns.push_back({"account_digest", std::move(digests)});
  return table;
}

Table TrialTables::Returns(std::span<const ScoredTrial> trials) const {
  Table table;
  table.columns.push_back(
      Integers("trial", trials, [](const ScoredTrial& t) { return t.number; }));
  table.columns.push_back(
      Integers("return_count", trials,
               [](const ScoredTrial& t) { return t.outcome.return_count; }));
  for (size_t i = 0; i < blocks_; ++i) {
    table.columns.push_back(Numbers(
        absl::StrCat("block_", i, "_sum"), trials,
        [i](const ScoredTrial& t) { return At(t.outcome.block_sums, i); }));
    table.columns.push_back(Numbers(
        absl::StrCat("block_", i, "_squares"), trials,
        [i](const ScoredTrial& t) { return At(t.outcome.block_squares, i); }));
  }
  for (size_t i = 0; i < regime_count_; ++i) {
    const std::string prefix = absl::StrCat("regime_", i);
    table.columns.push_back(Integers(
        prefix + "_count", trials,
        [i](const ScoredTrial& t) { return t.outcome.regimes[i].count; }));
    table.columns.push_back(Numbers(
        prefix + "_sum", trials,
        [i](const ScoredTrial& t) { return t.outcome.regimes[i].sum; }));
    table.columns.push_back(Numbers(
        prefix + "_squares", trials,
        [i](const ScoredTrial& t) { return t.outcome.regimes[i].squares; }));
  }
  return table;
}

std::string TrialTables::Encode(std::span<const ScoredTrial> trials) const {
  Table table = Trials(trials);
  Table returns = Returns(trials);
  // Without the numbers, which stand in both.
  std::move(returns.columns.begin() + 1, returns.columns.end(),
            std::back_inserter(table.columns));
  return EncodeTable(table);
}

absl::StatusOr<std::vector<ScoredTrial>> TrialTables::Decode(
    const std::string& bytes, std::span<const SearchPoint> points,
    int64_t first) const {
  ASSIGN_OR_RETURN(const Table table, DecodeTable(bytes));
  const size_t rows = table.row_count();
  if (rows == 0 || rows > points.size()) return Damaged();
  const size_t parameters = plan_->space().dimensions().size();
  if (table.columns.size() !=
      5 + parameters + metrics_.size() + 2 * blocks_ + 3 * regime_count_) {
    return Damaged();
  }
  std::vector<ScoredTrial> trials(rows);
  for (size_t row = 0; row < rows; ++row) {
    trials[row].number = first + static_cast<int64_t>(row);
    trials[row].point = points[row];
    trials[row].outcome.regimes.resize(regime_count_);
  }
  // What was tried has to be what is asked for now.
  for (size_t i = 0; i < parameters; ++i) {
    if (table.columns[i + 1].name != ParameterColumn(i, trials).name ||
        EncodeTable({{table.columns[i + 1]}}) !=
            EncodeTable({{ParameterColumn(i, trials)}})) {
      return Damaged();
    }
  }
  Table rest;
  rest.columns.assign(
      table.columns.begin() + static_cast<int64_t>(parameters) + 3,
      table.columns.end());
  ColumnReader reader(rest);
  for (size_t i = 0; i < metrics_.size(); ++i) {
    const auto* values = reader.Next<double>();
    if (values == nullptr) return Damaged();
    for (size_t row = 0; row < rows; ++row) {
      trials[row].outcome.metrics.push_back((*values)[row]);
    }
  }
  const auto* digests = reader.Next<std::string>();
  const auto* counts = reader.Next<int64_t>();
  if (digests == nullptr || counts == nullptr) return Damaged();
  for (size_t row = 0; row < rows; ++row) {
    trials[row].outcome.account_digest = (*digests)[row];
    trials[row].outcome.return_count = (*counts)[row];
  }
  for (size_t i = 0; i < blocks_; ++i) {
    const auto* sums = reader.Next<double>();
    const auto* squares = reader.Next<double>();
    if (sums == nullptr || squares == nullptr) return Damaged();
    for (size_t row = 0; row < rows; ++row) {
      trials[row].outcome.block_sums.push_back((*sums)[row]);
      trials[row].outcome.block_squares.push_back((*squares)[row]);
    }
  }
  for (size_t i = 0; i < regime_count_; ++i) {
    const auto* returns = reader.Next<int64_t>();
    const auto* sums = reader.Next<double>();
    const auto* squares = reader.Next<double>();
    if (returns == nullptr || sums == nullptr || squares == nullptr) {
      return Damaged();
    }
    for (size_t row = 0; row < rows; ++row) {
      trials[row].outcome.regimes[i] = {(*returns)[row], (*sums)[row],
                                        (*squares)[row]};
    }
  }
  for (ScoredTrial& trial : trials) {
    Judge(plan_->objectives(), metrics_, &trial);
  }
  return trials;
}

bool TrialTables::IsActiveAt(const Table& trials, size_t row,
                             size_t dimension) const {
  const auto& when = plan_->space().dimensions()[dimension].when;
  if (!when) return true;
  const size_t parent = *plan_->space().parent(dimension);
  if (!IsActiveAt(trials, row, parent)) return false;
  const Table::Values& column = trials.columns[parent + 1].values;
  const auto is_there = [&](const ParameterValue& value) {
    if (const auto* texts = std::get_if<std::vector<std::string>>(&column)) {
      return TextOf(value) == (*texts)[row];
    }
    if (const auto* integers = std::get_if<std::vector<int64_t>>(&column)) {
      return IsSameValue(value, (*integers)[row]);
    }
    return IsSameValue(value, std::get<std::vector<double>>(column)[row]);
  };
  return std::any_of(when->values.begin(), when->values.end(), is_there);
}

v1::Trial TrialTables::TrialAt(const Table& trials, size_t row) const {
  v1::Trial trial;
  const auto& dimensions = plan_->space().dimensions();
  trial.set_number(
      std::get<std::vector<int64_t>>(trials.columns.front().values)[row]);
  for (size_t i = 0; i < dimensions.size(); ++i) {
    google::protobuf::Value value;
    const Table::Values& column = trials.columns[i + 1].values;
    if (const auto* texts = std::get_if<std::vector<std::string>>(&column)) {
      const std::string& text = (*texts)[row];
      // What is inactive has an empty text, as what is empty.
      if (text.empty() && !IsActiveAt(trials, row, i)) continue;
      const bool is_boolean =
          std::holds_alternative<bool>(dimensions[i].choices.front());
      if (is_boolean) {
        value.set_bool_value(text == "true");
      } else {
        value.set_string_value(text);
      }
    } else if (const auto* integers =
                   std::get_if<std::vector<int64_t>>(&column)) {
      value.set_number_value(static_cast<double>((*integers)[row]));
    } else {
      const double number = std::get<std::vector<double>>(column)[row];
      if (std::isnan(number)) continue;
      value.set_number_value(number);
    }
    (*trial.mutable_parameters())[dimensions[i].name] = std::move(value);
  }
  for (size_t i = 0; i < metrics_.size(); ++i) {
    const auto& column = trials.columns[dimensions.size() + 3 + i];
    const double number = std::get<std::vector<double>>(column.values)[row];
    if (!std::isnan(number)) (*trial.mutable_metrics())[metrics_[i]] = number;
  }
  return trial;
}

absl::StatusOr<BlockReturns> TrialTables::BlocksAt(const Table& returns,
                                                   size_t row) const {
  std::vector<double> sums;
  std::vector<double> squares;
  for (size_t i = 0; i < blocks_; ++i) {
    sums.push_back(
        std::get<std::vector<double>>(returns.columns[2 + 2 * i].values)[row]);
    squares.push_back(
        std::get<std::vector<double>>(returns.columns[3 + 2 * i].values)[row]);
  }
  if (sums.empty() || std::isnan(sums.front())) {
    return absl::InvalidArgumentError(absl::StrCat(
        "there are fewer than two returns for each of ", blocks_, " blocks"));
  }
  return BlockReturns::Restore(
      std::get<std::vector<int64_t>>(returns.columns[1].values)[row],
      std::move(sums), std::move(squares));
}

}  // namespace admf
