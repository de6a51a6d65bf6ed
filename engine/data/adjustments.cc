#include "engine/data/adjustments.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/base/status_macros.h"
#include "engine/data/bar_check.h"
#include "engine/data/cell_text.h"
#include "engine/data/csv_line.h"
#include "engine/data/timestamp.h"

namespace admf {
namespace {

constexpr size_t kNoColumn = static_cast<size_t>(-1);

/// Where a file's columns are.
struct Positions {
  size_t date = kNoColumn;
  size_t symbol = kNoColumn;
  size_t split = kNoColumn;
  size_t dividend = kNoColumn;
};

absl::StatusOr<Positions> FindPositions(
    const std::vector<std::string_view>& names) {
  Positions positions;
  const std::array<std::pair<std::string_view, size_t*>, 4> wanted = {{
      {"date", &positions.date},
      {"symbol", &positions.symbol},
      {"split", &positions.split},
      {"dividend", &positions.dividend},
  }};
  for (size_t i = 0; i < names.size(); ++i) {
    const std::string name = absl::AsciiStrToLower(
        absl::string_view(names[i].data(), names[i].size()));
    for (const auto& [word, position] : wanted) {
      if (name != word) continue;
      if (*position != kNoColumn) {
        return absl::InvalidArgumentError(
            absl::StrCat("its header has two columns ", name));
      }
      *position = i;
    }
  }
  if (positions.date == kNoColumn || positions.symbol == kNoColumn ||
      (positions.split == kNoColumn && positions.dividend == kNoColumn)) {
    return absl::InvalidArgumentError(
        "its first line must name the columns date, symbol, and split or "
        "dividend or both, such as date,symbol,split,dividend");
  }
  return positions;
}

/// The number in a field; nothing if there is none.
absl::StatusOr<std::optional<double>> ParseValue(
    const std::vector<std::string_view>& fields, size_t position,
    const char* name) {
  if (position == kNoColumn || fields[position].empty()) return std::nullopt;
  const std::optional<double> value = ParsePrice(fields[position]);
  if (!value.has_value() || !std::isfinite(*value) || *value <= 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("the ", name, " \"", std::string(fields[position]),
                     "\" is not a positive number"));
  }
  return value;
}

/// Appends what a row says, if it is about `symbol`.
absl::Status TakeRow(const std::vector<std::string_view>& fields,
                     const Positions& positions, std::string_view symbol,
                     std::vector<Adjustment>& adjustments) {
  if (fields[positions.symbol] != symbol) return absl::OkStatus();
  const std::optional<Timestamp> date = ParseTimestamp(fields[positions.date]);
  if (!date.has_value() || date->kind != Timestamp::Kind::kDate) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", std::string(fields[positions.date]),
                     "\" is not a date such as 2014-06-09"));
  }
  ASSIGN_OR_RETURN(const std::optional<double> split,
                   ParseValue(fields, positions.split, "split"));
  ASSIGN_OR_RETURN(const std::optional<double> dividend,
                   ParseValue(fields, positions.dividend, "dividend"));
  if (!split.has_value() && !dividend.has_value()) {
    return absl::InvalidArgumentError("it has neither a split nor a dividend");
  }
  if (split.has_value()) {
    adjustments.push_back({date->value, Adjustment::Kind::kSplit, *split});
  }
  if (dividend.has_value()) {
    adjustments.push_back(
        {date->value, Adjustment::Kind::kDividend, *dividend});
  }
  return absl::OkStatus();
}

std::string FormatDay(int64_t day) { return FormatLocal(day * kMicrosPerDay); }

/// Orders by day, the split of a day first, and adds dividends of one day.
absl::StatusOr<std::vector<Adjustment>> InOrder(
    std::vector<Adjustment> adjustments) {
  std::stable_sort(adjustments.begin(), adjustments.end(),
                   [](const Adjustment& a, const Adjustment& b) {
                     return std::pair(a.day, a.kind) < std::pair(b.day, b.kind);
                   });
  std::vector<Adjustment> merged;
  for (const Adjustment& next : adjustments) {
    const bool same = !merged.empty() && merged.back().day == next.day &&
                      merged.back().kind == next.kind;
    if (!same) {
      merged.push_back(next);
    } else if (next.kind == Adjustment::Kind::kSplit) {
      return absl::InvalidArgumentError(
          absl::StrCat("it has two splits of ", FormatDay(next.day)));
    } else {
      merged.back().value += next.value;
    }
  }
  return merged;
}

/// What becomes of all bars before one row.
struct Step {
  size_t row = 0;
  double split = 1.0;
  double dividend_factor = 1.0;
};

/// The steps that the events make, in the order of their rows.
absl::StatusOr<std::vector<Step>> FindSteps(
    const BarSeries::View& bars, const std::vector<Adjustment>& adjustments,
    AdjustmentMethod method, LocalClock clock) {
  std::vector<Step> steps;
  size_t row_before = 0;
  // Of the splits that lie between the same two bars.
  double splits = 1.0;
  for (const Adjustment& event : adjustments) {
    const auto first = std::lower_bound(
        bars.time_us.begin(), bars.time_us.end(), clock.StartOfDay(event.day));
    const auto row = static_cast<size_t>(first - bars.time_us.begin());
    if (row == 0 || row == bars.rows()) continue;
    if (row != row_before) splits = 1.0;
    row_before = row;
    if (event.kind == Adjustment::Kind::kSplit) {
      splits *= event.value;
      steps.push_back({.row = row, .split = event.value});
    } else if (method == AdjustmentMethod::kSplitDividend) {
      const double close = bars.close[row - 1] / splits;
      if (event.value >= close) {
        return absl::InvalidArgumentError(absl::StrCat(
            "the dividend of ", FormatDay(event.day), ", ",
            NumberToText(event.value), ", is not below the close before it, ",
            NumberToText(close)));
      }
      steps.push_back(
          {.row = row, .dividend_factor = 1.0 - event.value / close});
    }
  }
  return steps;
}

}  // namespace

absl::StatusOr<std::vector<Adjustment>> ParseAdjustments(
    std::string_view text, std::string_view symbol) {
  std::vector<Adjustment> adjustments;
  std::optional<CsvLineSplitter> splitter;
  Positions positions;
  size_t columns = 0;
  int64_t number = 0;
  for (absl::string_view line :
       absl::StrSplit(absl::string_view(text.data(), text.size()), '\n')) {
    ++number;
    line = absl::StripAsciiWhitespace(line);
    if (line.empty()) continue;
    const std::string_view fields_text(line.data(), line.size());
    const bool is_header = !splitter.has_value();
    if (is_header) splitter.emplace(DetectDelimiter(fields_text));
    const auto at_line = [number](const absl::Status& status) {
      return absl::Status(
          status.code(), absl::StrCat("line ", number, ": ", status.message()));
    };
    if (!splitter->Split(fields_text)) {
      return at_line(absl::InvalidArgumentError("its quotes don't match"));
    }
    const std::vector<std::string_view>& fields = splitter->fields();
    if (is_header) {
      ASSIGN_OR_RETURN(positions, FindPositions(fields));
      columns = fields.size();
      continue;
    }
    if (fields.size() != columns) {
      return at_line(absl::InvalidArgumentError(absl::StrCat(
          "it has ", fields.size(), " columns, the header has ", columns)));
    }
    const absl::Status row = TakeRow(fields, positions, symbol, adjustments);
    if (!row.ok()) return at_line(row);
  }
  if (!splitter.has_value()) {
    return absl::InvalidArgumentError("it is empty");
  }
  return InOrder(std::move(adjustments));
}

absl::StatusOr<BarSeries::Columns> Adjust(
    const BarSeries::View& bars, const std::vector<Adjustment>& adjustments,
    AdjustmentMethod method, LocalClock clock) {
  std::vector<Step> steps;
  if (method != AdjustmentMethod::kNone) {
    ASSIGN_OR_RETURN(steps, FindSteps(bars, adjustments, method, clock));
  }
  BarSeries::Columns result;
  const auto copy = [](const auto& from, auto& to) {
    to.assign(from.begin(), from.end());
  };
  copy(bars.time_us, result.time_us);
  copy(bars.open, result.open);
  copy(bars.high, result.high);
  copy(bars.low, result.low);
  copy(bars.close, result.close);
  copy(bars.volume, result.volume);
  double split = 1.0;
  double dividend_factor = 1.0;
  size_t end = bars.rows();
  const auto adjust_down_to = [&](size_t begin) {
    for (auto* prices :
         {&result.open, &result.high, &result.low, &result.close}) {
      for (size_t i = begin; i < end; ++i) {
        (*prices)[i] = (*prices)[i] / split * dividend_factor;
      }
    }
    if (!result.volume.empty()) {
      for (size_t i = begin; i < end; ++i) result.volume[i] *= split;
    }
    end = begin;
  };
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    adjust_down_to(step->row);
    split *= step->split;
    dividend_factor *= step->dividend_factor;
  }
  adjust_down_to(0);
  return result;
}

}  // namespace admf
