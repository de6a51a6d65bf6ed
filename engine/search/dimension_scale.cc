#include "engine/search/dimension_scale.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <variant>

#include "engine/base/check.h"

namespace admf {
namespace {

using Kind = SearchDimension::Kind;

constexpr int kDigits = 12;
/// As a part of a step: what rounding of numbers may come to.
constexpr double kTolerance = 1e-6;

/// To kDigits significant digits.
double Rounded(double number) {
  char text[64];
  const auto written =
      std::to_chars(text, text + sizeof(text), number,
                    std::chars_format::scientific, kDigits - 1);
  double rounded = number;
  std::from_chars(text, written.ptr, rounded);
  return rounded;
}

}  // namespace

DimensionScale::DimensionScale(const SearchDimension& dimension)
    : kind_(dimension.kind),
      choices_(dimension.choices),
      minimum_(dimension.minimum),
      maximum_(dimension.maximum),
      log_scale_(dimension.log_scale) {
  if (kind_ == Kind::kChoices) {
    level_count_ = static_cast<int64_t>(choices_.size());
    return;
  }
  if (kind_ == Kind::kInteger) step_ = dimension.step.value_or(1);
  if (kind_ == Kind::kReal) step_ = dimension.step.value_or(0);
  if (maximum_ == minimum_) {
    step_ = 1;
    log_scale_ = false;
  }
  line_begin_ = minimum_;
  line_end_ = maximum_;
  if (step_ > 0) {
    level_count_ = static_cast<int64_t>(
                       std::floor((maximum_ - minimum_) / step_ + kTolerance)) +
                   1;
    line_begin_ = std::max(minimum_ - step_ / 2, minimum_ / 2);
    line_end_ = NumberOfLevel(*level_count_ - 1) + step_ / 2;
  }
  if (log_scale_) {
    line_begin_ = std::log(line_begin_);
    line_end_ = std::log(line_end_);
  }
}

double DimensionScale::NumberOfLevel(int64_t level) const {
  const double number = minimum_ + static_cast<double>(level) * step_;
  if (level == 0 || kind_ == Kind::kInteger) return number;
  const double rounded = Rounded(number);
  // A fine step far from 0 needs more digits.
  const double exact =
      std::abs(rounded - number) <= kTolerance * step_ ? rounded : number;
  return std::min(exact, maximum_);
}

ParameterValue DimensionScale::ValueOfLevel(int64_t level) const {
  CHECK(level_count_ && level >= 0 && level < *level_count_);
  if (kind_ == Kind::kChoices) return choices_[static_cast<size_t>(level)];
  const double number = NumberOfLevel(level);
  if (kind_ == Kind::kInteger) return static_cast<int64_t>(number);
  return number;
}

std::optional<int64_t> DimensionScale::LevelOf(
    const ParameterValue& value) const {
  if (!level_count_) return std::nullopt;
  if (kind_ == Kind::kChoices) {
    const auto found = std::find_if(
        choices_.begin(), choices_.end(),
        [&](const ParameterValue& one) { return IsSameValue(one, value); });
    if (found == choices_.end()) return std::nullopt;
    return found - choices_.begin();
  }
  const std::optional<double> number = NumberOf(value);
  if (!number.has_value()) return std::nullopt;
  const double level = std::round((*number - minimum_) / step_);
  if (!(level >= 0 && level < static_cast<double>(*level_count_))) {
    return std::nullopt;
  }
  const auto whole = static_cast<int64_t>(level);
  if (std::abs(NumberOfLevel(whole) - *number) > kTolerance * step_) {
    return std::nullopt;
  }
  return whole;
}

double DimensionScale::NumberAt(double unit) const {
  // The ends as they were given, in spite of rounding of logarithms.
  if (unit <= 0) return minimum_;
  if (unit >= 1) return maximum_;
  const double place = line_begin_ + unit * (line_end_ - line_begin_);
  return std::clamp(log_scale_ ? std::exp(place) : place, minimum_, maximum_);
}

double DimensionScale::UnitOfNumber(double number) const {
  const double place = log_scale_ ? std::log(number) : number;
  return std::clamp((place - line_begin_) / (line_end_ - line_begin_), 0.0,
                    1.0);
}

ParameterValue DimensionScale::FromUnit(double unit) const {
  if (!level_count_) return NumberAt(unit);
  return ValueOfLevel(LevelAt(unit));
}

int64_t DimensionScale::LevelAt(double unit) const {
  CHECK(level_count_);
  const double place = std::clamp(unit, 0.0, 1.0);
  const double level =
      log_scale_ && kind_ != Kind::kChoices
          ? std::round((NumberAt(place) - minimum_) / step_)
          : std::floor(place * static_cast<double>(*level_count_));
  return std::min(static_cast<int64_t>(level), *level_count_ - 1);
}

std::pair<double, double> DimensionScale::ShareOfLevel(int64_t level) const {
  CHECK(level_count_ && level >= 0 && level < *level_count_);
  const auto edge = [this](int64_t before) {
    if (before == 0) return 0.0;
    if (before == *level_count_) return 1.0;
    if (log_scale_ && kind_ != Kind::kChoices) {
      return UnitOfNumber((NumberOfLevel(before - 1) + NumberOfLevel(before)) /
                          2);
    }
    return static_cast<double>(before) / static_cast<double>(*level_count_);
  };
  return {edge(level), edge(level + 1)};
}

double DimensionScale::ToUnit(const ParameterValue& value) const {
  CHECK(Contains(value));
  if (!level_count_) return UnitOfNumber(*NumberOf(value));
  const auto [begin, end] = ShareOfLevel(*LevelOf(value));
  return begin + (end - begin) / 2;
}

bool DimensionScale::Contains(const ParameterValue& value) const {
  if (level_count_) return LevelOf(value).has_value();
  const std::optional<double> number = NumberOf(value);
  return number.has_value() && *number >= minimum_ && *number <= maximum_;
}

std::vector<ParameterValue> DimensionScale::Neighbours(
    const ParameterValue& value) const {
  CHECK(Contains(value));
  std::vector<ParameterValue> neighbours;
  if (level_count_) {
    const int64_t level = *LevelOf(value);
    if (level > 0) neighbours.push_back(ValueOfLevel(level - 1));
    if (level + 1 < *level_count_)
      neighbours.push_back(ValueOfLevel(level + 1));
    return neighbours;
  }
  const double unit = UnitOfNumber(*NumberOf(value));
  for (const double place : {unit - kRealStep, unit + kRealStep}) {
    // A bound is reached in spite of rounding.
    if (place >= -kTolerance && place <= 1 + kTolerance) {
      neighbours.push_back(NumberAt(std::clamp(place, 0.0, 1.0)));
    }
  }
  return neighbours;
}

}  // namespace admf
