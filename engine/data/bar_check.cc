#include "engine/data/bar_check.h"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"

namespace admf {

std::string DescribeImpossibleBar(const BarValues& bar) {
  const std::array<std::pair<const char*, double>, 4> prices = {
      {{"open", bar.open},
       {"high", bar.high},
       {"low", bar.low},
       {"close", bar.close}}};
  for (const auto& [name, price] : prices) {
    if (!std::isfinite(price)) {
      return absl::StrCat(name,
                          " is not a finite number: ", NumberToText(price));
    }
    if (price <= 0.0) {
      return absl::StrCat(name, " is not positive: ", NumberToText(price));
    }
  }
  if (bar.high < bar.low) {
    return absl::StrCat("high ", NumberToText(bar.high), " is below low ",
                        NumberToText(bar.low));
  }
  for (const auto& [name, price] : prices) {
    if (price > bar.high) {
      return absl::StrCat(name, " ", NumberToText(price), " is above high ",
                          NumberToText(bar.high));
    }
    if (price < bar.low) {
      return absl::StrCat(name, " ", NumberToText(price), " is below low ",
                          NumberToText(bar.low));
    }
  }
  if (!std::isfinite(bar.volume)) {
    return absl::StrCat("volume is not a finite number: ",
                        NumberToText(bar.volume));
  }
  return absl::StrCat("volume is negative: ", NumberToText(bar.volume));
}

std::string NumberToText(double value) {
  std::array<char, 32> text;
  const auto result =
      std::to_chars(text.data(), text.data() + text.size(), value);
  return std::string(text.data(), result.ptr);
}

}  // namespace admf
