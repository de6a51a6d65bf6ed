#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// Numbers for people. Scripts get them unrounded in JSON, YAML and CSV.

namespace admf {

/// Two decimals and thousands separators: `-51,422.99`.
std::string FormatMoney(double value);
/// A fraction as percent with two decimals: 0.4698 is `46.98 %`.
std::string FormatPercent(double fraction);
/// Up to four decimals, none for whole numbers: `0.5806`, `1,234`.
std::string FormatNumber(double value);
/// `1,234`.
std::string FormatCount(int64_t value);
/// `812 B`, `15.2 KiB`, `3.0 MiB`.
std::string FormatBytes(int64_t bytes);

/// The value of a metric in the unit that its name stands for: money, percent,
/// days, or a plain number.
std::string FormatMetric(std::string_view name, double value);

/// A short text that reads back to the same bits, for scripts.
std::string FormatExact(double value);

}  // namespace admf
