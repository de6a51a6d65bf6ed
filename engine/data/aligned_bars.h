#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/data/bars.h"

namespace admf {

/// The bars of several symbols on one clock: the union of their times, and for
/// each symbol and time the row of its bar, if it has one. Nothing is filled
/// in: a symbol that did not trade at a time has no bar there, and whoever uses
/// it decides what that means.
///
///   for (size_t tick = 0; tick < aligned.ticks(); ++tick) {
///     for (size_t symbol = 0; symbol < aligned.symbols(); ++symbol) {
///       const int32_t row = aligned.rows(symbol)[tick];
///       if (row == AlignedBars::kNoBar) continue;
///       ... aligned.bars(symbol).close()[row] ...
///
/// Immutable, so any number of threads may read one instance.
class AlignedBars {
 public:
  /// In place of a row where a symbol has no bar.
  static constexpr int32_t kNoBar = -1;

  /// Symbols are numbered as they are given. INVALID_ARGUMENT if there is none,
  /// if one is there twice, or if timeframes or timezones differ, since days
  /// would not begin together; RESOURCE_EXHAUSTED if clock and rows would take
  /// more than `max_bytes`, before the rows are made; CANCELLED if `stop` is
  /// requested. CHECK-fails if a pointer is null.
  static absl::StatusOr<std::shared_ptr<const AlignedBars>> Create(
      std::vector<std::shared_ptr<const BarSeries>> bars,
      std::stop_token stop = {},
      int64_t max_bytes = std::numeric_limits<int64_t>::max());

  size_t symbols() const { return bars_.size(); }
  /// The number of times at which at least one symbol has a bar.
  size_t ticks() const { return time_us_.size(); }
  /// Start of the bars of each tick, in microseconds since 1970-01-01 UTC;
  /// strictly increasing.
  std::span<const int64_t> time_us() const { return time_us_; }
  /// For each tick the row of the symbol's bar, or kNoBar. Rows increase, and
  /// every bar of the symbol is there once. symbol < symbols().
  std::span<const int32_t> rows(size_t symbol) const {
    return std::span(rows_).subspan(symbol * ticks(), ticks());
  }
  /// The symbol's own bars. symbol < symbols().
  const BarSeries& bars(size_t symbol) const { return *bars_[symbol]; }
  const std::shared_ptr<const BarSeries>& shared_bars(size_t symbol) const {
    return bars_[symbol];
  }
  /// SHA-256 of the digests of all symbols' bars, in order.
  std::string Digest() const;
  /// Memory that the clock and the rows take, without the bars themselves.
  size_t bytes() const;

 private:
  AlignedBars(std::vector<std::shared_ptr<const BarSeries>> bars,
              std::vector<int64_t> time_us, std::vector<int32_t> rows);

  const std::vector<std::shared_ptr<const BarSeries>> bars_;
  const std::vector<int64_t> time_us_;
  /// The rows of the first symbol, then those of the second, and so on.
  const std::vector<int32_t> rows_;
};

}  // namespace admf
