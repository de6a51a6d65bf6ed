#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace admf {

/// What the columns of a price file mean.
enum class PriceColumn : size_t { kTime, kOpen, kHigh, kLow, kClose, kVolume };

inline constexpr size_t kPriceColumns = 6;

/// The word for a column in configurations and messages, such as `open`.
std::string_view PriceColumnName(PriceColumn column);

/// One value for each meaning.
template <typename Value>
struct ByPriceColumn {
  std::array<Value, kPriceColumns> values = {};

  Value& operator[](PriceColumn column) {
    return values[static_cast<size_t>(column)];
  }
  const Value& operator[](PriceColumn column) const {
    return values[static_cast<size_t>(column)];
  }
};

/// Where a file's columns are; only the volume may be absent.
using PriceColumnPositions = ByPriceColumn<std::optional<size_t>>;

/// Finds the columns among a file's `names`: by the `wanted` name where one is
/// given, otherwise by the usual names in any case. `Date` or `timestamp` is
/// the time; if there is none like these, a first column without a name is.
/// `Adj Close` is not the close.
///
/// INVALID_ARGUMENT if a column is absent or ambiguous: the message lists the
/// file's columns and says how to name the right one.
absl::StatusOr<PriceColumnPositions> FindPriceColumns(
    const std::vector<std::string>& names,
    const ByPriceColumn<std::string>& wanted);

}  // namespace admf
