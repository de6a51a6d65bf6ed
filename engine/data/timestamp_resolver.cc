#include "engine/data/timestamp_resolver.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace admf {
namespace {

// Years 1 to 2400: what a four-digit year can name and what the rules of
// timezones are known for.
constexpr int64_t kEarliestDay = -719'162;
constexpr int64_t kLatestDay = 157'054;
// Years 1700 to 2200 for numbers, where one digit too many is easily missed.
constexpr int64_t kEarliestNumberSecond = -8'520'336'000;
constexpr int64_t kLatestNumberSecond = 7'258'118'400;

absl::Status OutOfRange() {
  return absl::InvalidArgumentError("is not between the years 1 and 2400");
}

/// Numbers per second, by the size of the first number; 0 if it can't be told.
int64_t UnitsPerSecond(int64_t number) {
  const uint64_t size = number < 0 ? uint64_t{0} - static_cast<uint64_t>(number)
                                   : static_cast<uint64_t>(number);
  // Below 1e8 lie dates such as 20040819, as milliseconds below 2.2e11 those
  // such as 200408190930.
  if (size < 100'000'000) return 0;
  if (size < 100'000'000'000) return 1;
  if (size < 220'000'000'000) return 0;
  if (size < 100'000'000'000'000) return 1'000;
  if (size < 100'000'000'000'000'000) return 1'000'000;
  return 1'000'000'000;
}

}  // namespace

absl::StatusOr<int64_t> TimestampResolver::Resolve(
    Timestamp timestamp, std::optional<int64_t> row_before_us) {
  constexpr int64_t kEarliestUs = kEarliestDay * kMicrosPerDay;
  constexpr int64_t kLatestUs = kLatestDay * kMicrosPerDay;
  const int64_t value = timestamp.value;
  switch (timestamp.kind) {
    case Timestamp::Kind::kDate:
      if (value < kEarliestDay || value >= kLatestDay) return OutOfRange();
      return clock_.StartOfDay(value);
    case Timestamp::Kind::kLocal:
      if (value < kEarliestUs || value >= kLatestUs) return OutOfRange();
      return ResolveLocal(value, row_before_us);
    case Timestamp::Kind::kInstant:
      if (value < kEarliestUs || value >= kLatestUs) return OutOfRange();
      return value;
    case Timestamp::Kind::kNumber:
      return ResolveNumber(value);
  }
  return OutOfRange();
}

absl::StatusOr<int64_t> TimestampResolver::ResolveLocal(
    int64_t local_us, std::optional<int64_t> row_before_us) {
  const LocalClock::Instants instants = clock_.FromLocal(local_us);
  const bool is_midnight = local_us % kMicrosPerDay == 0;
  if (instants.count == 0 && !is_midnight) {
    return absl::InvalidArgumentError(
        absl::StrCat(FormatLocal(local_us), " does not exist in ",
                     clock_.name(), ", where clocks go forward over it"));
  }
  if (instants.count == 2 && row_before_us.has_value() &&
      instants.first_us <= *row_before_us) {
    return instants.last_us;
  }
  return instants.first_us;
}

absl::StatusOr<int64_t> TimestampResolver::ResolveNumber(int64_t number) {
  if (units_per_second_ == 0) units_per_second_ = UnitsPerSecond(number);
  if (units_per_second_ == 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("has a number whose unit can't be told: ", number,
                     "; write ", kTimestampForms));
  }
  const int64_t second = FloorDivide(number, units_per_second_);
  if (second < kEarliestNumberSecond || second >= kLatestNumberSecond) {
    return absl::InvalidArgumentError(
        absl::StrCat(number,
                     " is not between the years 1700 and 2200, counted "
                     "in 1/",
                     units_per_second_, " s since 1970 as its first row is"));
  }
  if (units_per_second_ > kMicrosPerSecond) {
    return FloorDivide(number, units_per_second_ / kMicrosPerSecond);
  }
  return number * (kMicrosPerSecond / units_per_second_);
}

}  // namespace admf
