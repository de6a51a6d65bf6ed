#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/data/timeframe.h"

namespace admf {

/// The bars of one symbol, column by column. Immutable, so any number of
/// threads and workflows may read one instance; it is handed around as
/// std::shared_ptr<const BarSeries>.
///
/// Invariants, checked by Create: all columns have the same length, at least
/// one row; times strictly increase; prices are finite and positive;
/// low <= open, close <= high; volume is finite and not negative.
class BarSeries {
 public:
  /// Columns of equal length. Prices are in the quote currency.
  struct Columns {
    /// Start of each bar in microseconds since 1970-01-01 UTC.
    std::vector<int64_t> time_us;
    std::vector<double> open, high, low, close;
    /// Traded units; empty if the source has none.
    std::vector<double> volume;
  };
  struct Info {
    std::string symbol;
    Timeframe timeframe;
    /// IANA name of the timezone that days are counted in.
    std::string timezone = "UTC";
  };

  /// INVALID_ARGUMENT naming the row (from 0) and the values that break an
  /// invariant; CANCELLED if `stop` is requested, since the digest of many
  /// millions of bars takes long enough to be waited for.
  static absl::StatusOr<std::shared_ptr<const BarSeries>> Create(
      Info info, Columns columns, std::stop_token stop = {});

  size_t size() const { return columns_.time_us.size(); }
  std::span<const int64_t> time_us() const { return columns_.time_us; }
  std::span<const double> open() const { return columns_.open; }
  std::span<const double> high() const { return columns_.high; }
  std::span<const double> low() const { return columns_.low; }
  std::span<const double> close() const { return columns_.close; }
  /// Empty if the source has none.
  std::span<const double> volume() const { return columns_.volume; }

  const std::string& symbol() const { return info_.symbol; }
  Timeframe timeframe() const { return info_.timeframe; }
  const std::string& timezone() const { return info_.timezone; }
  /// SHA-256 of symbol, timeframe, timezone and all columns, in hexadecimal.
  const std::string& digest() const { return digest_; }
  /// Memory that the columns take.
  size_t bytes() const;

 private:
  BarSeries(Info info, Columns columns, std::string digest);

  const Info info_;
  const Columns columns_;
  const std::string digest_;
};

}  // namespace admf
