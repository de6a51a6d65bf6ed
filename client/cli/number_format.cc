#include "client/cli/number_format.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace admf {
namespace {

// Names of docs/metrics.md. What is not here is a plain number.
constexpr std::string_view kMoney[] = {
    "start_equity",  "final_equity", "commission_paid",
    "slippage_paid", "expectancy",
};
constexpr std::string_view kPercent[] = {
    "total_return",
    "annual_return",
    "cagr",
    "volatility",
    "max_drawdown",
    "win_rate",
    "exposure_time",
    "best_trade",
    "worst_trade",
    "average_trade",
    "value_at_risk_95",
    "expected_shortfall_95",
    "probability_of_loss",
    "profitable_split_share",
};
// Around the name of one of them, in a validation:
// `bootstrap_total_return_p05`.
constexpr std::string_view kPrefixes[] = {
    "trade_bootstrap_",    "bootstrap_", "trade_order_", "mean_in_sample_",
    "mean_out_of_sample_", "path_",      "overfitting_",
};
constexpr std::string_view kSuffixes[] = {"_p05", "_p50", "_p95", "_observed"};
constexpr std::string_view kDays[] = {
    "max_drawdown_duration",
};

template <size_t size>
bool Contains(const std::string_view (&names)[size], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

std::string_view WithoutSurroundings(std::string_view name) {
  for (const std::string_view prefix : kPrefixes) {
    if (!name.starts_with(prefix)) continue;
    name.remove_prefix(prefix.size());
    break;
  }
  for (const std::string_view suffix : kSuffixes) {
    if (name.ends_with(suffix)) name.remove_suffix(suffix.size());
  }
  return name;
}

// Separators into the digits before the point. A zero has no sign.
std::string Group(std::string digits) {
  bool negative = digits.front() == '-';
  if (negative) digits.erase(0, 1);
  if (digits.find_first_not_of("0.") == std::string::npos) negative = false;
  size_t end = std::min(digits.find('.'), digits.size());
  while (end > 3) {
    end -= 3;
    digits.insert(end, ",");
  }
  return negative ? "-" + digits : digits;
}

std::string Fixed(double value, int decimals) {
  if (!std::isfinite(value)) return absl::StrCat(value);
  return Group(absl::StrFormat("%.*f", decimals, value));
}

}  // namespace

std::string FormatMoney(double value) { return Fixed(value, 2); }

std::string FormatPercent(double fraction) {
  return Fixed(100 * fraction, 2) + " %";
}

std::string FormatNumber(double value) {
  // Beyond this a double has no decimals worth showing.
  if (std::abs(value) >= 1e15) return absl::StrFormat("%g", value);
  return Fixed(value, value == std::trunc(value) ? 0 : 4);
}

std::string FormatCount(int64_t value) { return Group(absl::StrCat(value)); }

std::string FormatBytes(int64_t bytes) {
  if (bytes < 1024) return absl::StrCat(bytes, " B");
  const char* const units[] = {"KiB", "MiB", "GiB", "TiB"};
  double value = bytes / 1024.0;
  size_t unit = 0;
  while (value >= 1023.95 && unit + 1 < std::size(units)) {
    value /= 1024;
    ++unit;
  }
  return absl::StrFormat("%.1f %s", value, units[unit]);
}

std::string FormatMetric(std::string_view name, double value) {
  name = WithoutSurroundings(name);
  if (Contains(kMoney, name)) return FormatMoney(value);
  if (Contains(kPercent, name)) return FormatPercent(value);
  if (Contains(kDays, name)) return Fixed(value, 1) + " days";
  return FormatNumber(value);
}

std::string FormatExact(double value) {
  // Shortest is not best for 100000, which would be 1e+05.
  if (std::abs(value) < 1e15 && value == std::trunc(value)) {
    return absl::StrFormat("%.0f", value);
  }
  std::array<char, 32> buffer;
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return std::string(buffer.data(), end.ptr);
}

}  // namespace admf
