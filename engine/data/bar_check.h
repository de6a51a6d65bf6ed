#pragma once

#include <string>

namespace admf {

/// The values of one bar. `volume` is 0 where a source has none.
struct BarValues {
  double open = 0.0;
  double high = 0.0;
  double low = 0.0;
  double close = 0.0;
  double volume = 0.0;
};

/// True if the values can be those of a bar: prices finite and positive,
/// low <= open, close <= high, volume finite and not negative.
inline bool IsPossibleBar(const BarValues& bar) {
  // Every comparison with a NaN is false; infinities fail at one end or the
  // other because all prices lie between low and high.
  constexpr double kMax = 0x1.fffffffffffffp+1023;
  return bar.low > 0.0 && bar.low <= bar.open && bar.low <= bar.close &&
         bar.open <= bar.high && bar.close <= bar.high && bar.high <= kMax &&
         bar.volume >= 0.0 && bar.volume <= kMax;
}

/// Says what is wrong with an impossible bar, such as
/// `high 101.2 is below low 103.9`.
std::string DescribeImpossibleBar(const BarValues& bar);

/// The shortest text that reads back as the same double.
std::string NumberToText(double value);

}  // namespace admf
