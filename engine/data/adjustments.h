#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/data/bars.h"
#include "engine/data/local_clock.h"

namespace admf {

/// Which events prices are adjusted for.
enum class AdjustmentMethod : uint8_t {
  kNone,
  kSplit,
  /// Splits and dividends.
  kSplitDividend,
};

/// A split or a dividend of one symbol. A value type.
struct Adjustment {
  enum class Kind : uint8_t { kSplit, kDividend };

  /// The first day on which the symbol trades without it (the ex-date), counted
  /// since 1970-01-01 in the timezone of the data.
  int64_t day = 0;
  Kind kind = Kind::kSplit;
  /// Of a split: new shares for one old share, 2 for 2:1, 0.1 for 1:10. Of a
  /// dividend: money per share as it was paid, in the money of the prices; on
  /// the day of a split, per share after it.
  double value = 0.0;

  friend bool operator==(const Adjustment&, const Adjustment&) = default;
};

/// Reads the adjustments of one symbol from the text of a CSV file, in the
/// order of their days. Its header names the columns `date`, `symbol`, and
/// `split` or `dividend` or both, in any case and order; other columns and the
/// rows of other symbols don't matter, blank lines are no rows. A row has a
/// date and a split, a dividend or both:
///
///   date,symbol,split,dividend
///   2012-08-09,AAPL,,2.65
///   2014-06-09,AAPL,7,
///
/// INVALID_ARGUMENT, in words that follow the file's name, for what can't be
/// used: a row without date or without both numbers, a number that is not
/// finite and positive, two splits of one day. Dividends of one day are added.
absl::StatusOr<std::vector<Adjustment>> ParseAdjustments(
    std::string_view text, std::string_view symbol);

/// Adjusts bars backwards, so that the last bar has the prices of the file and
/// returns across an event are those of an investor who held through it
/// (proportional adjustment, as CRSP and most vendors have it):
///
///   price'  = price / R * F
///   volume' = volume * R
///
/// R is the product of the ratios of all splits after the bar; F the product of
/// 1 - dividend / C of all dividends after it; both are multiplied from the
/// last event to the first. C is the close before the ex-date as the file has
/// it, divided by the ratios of splits between that bar and the dividend, one
/// of the same day included. Events of which no bar is before the day, or none
/// on or after it, change nothing: bars beyond the last one have no say.
///
/// `adjustments` are in the order of their days; kSplit leaves dividends out.
/// INVALID_ARGUMENT, naming the day, for a dividend of C or more.
absl::StatusOr<BarSeries::Columns> Adjust(
    const BarSeries::View& bars, const std::vector<Adjustment>& adjustments,
    AdjustmentMethod method, LocalClock clock);

}  // namespace admf
