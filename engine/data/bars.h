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
/// std::shared_ptr<const BarSeries>. The columns are memory of its own or a
/// part of something that is shared, such as a mapped file, which then lives as
/// long as the series.
///
/// Invariants, checked by Create and Share: all columns have the same length,
/// at least one row; times strictly increase; prices are finite and positive;
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
  /// The same columns, wherever they are.
  struct View {
    View() = default;
    // Implicit: whatever reads bars takes columns as well. They must outlive
    // the view.
    View(const Columns& columns)  // NOLINT(google-explicit-constructor): above
        : time_us(columns.time_us),
          open(columns.open),
          high(columns.high),
          low(columns.low),
          close(columns.close),
          volume(columns.volume) {}

    /// `count` rows from `first` on, which are there.
    View Rows(size_t first, size_t count) const;
    size_t rows() const { return time_us.size(); }
    /// Memory that the columns take.
    size_t bytes() const;

    std::span<const int64_t> time_us;
    std::span<const double> open, high, low, close;
    /// Empty if the source has none.
    std::span<const double> volume;
  };
  struct Info {
    std::string symbol;
    Timeframe timeframe;
    /// IANA name of the timezone that days are counted in.
    std::string timezone = "UTC";
    /// What was noticed when the bars were read and did not stop it, such as
    /// holes. Not covered by the digest.
    std::vector<std::string> warnings;
  };

  /// INVALID_ARGUMENT naming the row (from 0) and the values that break an
  /// invariant; CANCELLED if `stop` is requested, since the digest of many
  /// millions of bars takes long enough to be waited for.
  static absl::StatusOr<std::shared_ptr<const BarSeries>> Create(
      Info info, Columns columns, std::stop_token stop = {});
  /// As Create, without a copy: `owner` keeps alive what `view` shows.
  static absl::StatusOr<std::shared_ptr<const BarSeries>> Share(
      Info info, View view, std::shared_ptr<const void> owner,
      std::stop_token stop = {});
  /// As Share, for columns that are known to have the invariants and this
  /// digest, since a series was made of them before. Looks at no row.
  static std::shared_ptr<const BarSeries> Restore(
      Info info, View view, std::shared_ptr<const void> owner,
      std::string digest);

  size_t size() const { return view_.rows(); }
  std::span<const int64_t> time_us() const { return view_.time_us; }
  std::span<const double> open() const { return view_.open; }
  std::span<const double> high() const { return view_.high; }
  std::span<const double> low() const { return view_.low; }
  std::span<const double> close() const { return view_.close; }
  /// Empty if the source has none.
  std::span<const double> volume() const { return view_.volume; }

  const std::string& symbol() const { return info_.symbol; }
  Timeframe timeframe() const { return info_.timeframe; }
  const std::string& timezone() const { return info_.timezone; }
  /// SHA-256 of symbol, timeframe, timezone and all columns, in hexadecimal.
  const std::string& digest() const { return digest_; }
  const std::vector<std::string>& warnings() const { return info_.warnings; }
  /// Memory that the columns take.
  size_t bytes() const { return view_.bytes(); }

 private:
  BarSeries(Info info, View view, std::shared_ptr<const void> owner,
            std::string digest);

  const Info info_;
  const View view_;
  /// What the view shows a part of.
  const std::shared_ptr<const void> owner_;
  const std::string digest_;
};

}  // namespace admf
