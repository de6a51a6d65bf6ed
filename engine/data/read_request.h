#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/data/adjustments.h"
#include "engine/data/exchange_calendar.h"
#include "engine/data/period_rule.h"
#include "engine/data/timeframe.h"

namespace admf {

/// What to read and how to understand it. A value type.
struct ReadRequest {
  enum class Format { kByName, kCsv, kParquet };
  /// What becomes of holes.
  enum class Gaps { kError, kWarn };

  /// Canonical path of the file; whoever calls has checked that it may be read.
  std::string path;
  /// The path as the user wrote it, for messages.
  std::string display_path;
  std::string symbol;
  Format format = Format::kByName;
  /// Names of columns; empty ones are recognised by their names.
  std::string time_column, open_column, high_column, low_column, close_column,
      volume_column;
  /// IANA name; of naive timestamps and of days.
  std::string timezone = "UTC";
  /// Wanted timeframe; the data's own if absent.
  std::optional<Timeframe> timeframe;
  /// Inclusive bounds as the user wrote them: `2004-08-19` (in `timezone`; as
  /// `end` the whole day) or RFC 3339; empty is none. Rows are cut before they
  /// are resampled.
  std::string start, end;
  /// Most memory that the file's columns may take; 0 is no limit.
  int64_t max_bytes = 0;
  /// How finer bars are put together, if `timeframe` is set.
  PeriodRule period_rule;
  /// Whose sessions tell what is missing; nothing is looked for if absent.
  std::optional<ExchangeCalendar::Kind> calendar;
  Gaps gaps = Gaps::kError;
  /// Canonical path of the file of splits and dividends, empty for none, and as
  /// the user wrote it.
  std::string adjustments_path, adjustments_display_path;
  AdjustmentMethod adjustment_method = AdjustmentMethod::kNone;
};

/// A part of a request that is wrong in itself.
struct RequestProblem {
  /// "timezone", "timeframe", "start" or "end".
  std::string field;
  std::string description;
};

/// Checks the parts of a request that need no file: the timezone, the wanted
/// timeframe and the bounds. All problems at once; none if it is empty.
std::vector<RequestProblem> CheckReadRequest(const ReadRequest& request);

}  // namespace admf
