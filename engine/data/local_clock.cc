#include "engine/data/local_clock.h"

#include <algorithm>
#include <limits>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "engine/data/timestamp.h"

namespace admf {
namespace {

// The longest IANA names have about 35 characters.
constexpr size_t kMaxNameSize = 64;
// Ends of a stretch without a clock change; far enough from overflow.
constexpr int64_t kNever = std::numeric_limits<int64_t>::max() / 2;
// No clock change moves a clock further, not even across the date line.
constexpr int64_t kLongestChange = 2 * kMicrosPerDay;

bool IsSafeName(std::string_view name) {
  // A leading slash would make it a path, ".." would lead out of the database.
  const auto is_safe = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '+' ||
           c == '/';
  };
  return !name.empty() && name.size() <= kMaxNameSize && name[0] != '/' &&
         name != "localtime" && std::all_of(name.begin(), name.end(), is_safe);
}

absl::CivilSecond CivilOf(int64_t local_us) {
  return absl::CivilSecond(1970, 1, 1) +
         FloorDivide(local_us, kMicrosPerSecond);
}

int64_t LocalOf(absl::CivilSecond civil) {
  return (civil - absl::CivilSecond(1970, 1, 1)) * kMicrosPerSecond;
}

}  // namespace

absl::StatusOr<absl::TimeZone> LoadTimezone(std::string_view name) {
  absl::TimeZone zone;
  const absl::string_view absl_name(name.data(),
                                    std::min(name.size(), kMaxNameSize));
  if (!IsSafeName(name) || !absl::LoadTimeZone(absl_name, &zone)) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", absl_name,
                     "\" is not a timezone: write an IANA name such as UTC, "
                     "America/New_York or Europe/Berlin"));
  }
  return zone;
}

LocalClock::LocalClock(absl::TimeZone zone) : zone_(zone) {}

void LocalClock::MoveTo(int64_t time_us) {
  const absl::Time time = absl::FromUnixMicros(time_us);
  offset_us_ = zone_.At(time).offset * kMicrosPerSecond;
  // A change happens when the old clock shows `from` and the new one `to`.
  absl::TimeZone::CivilTransition change;
  // Abseil looks for changes before a whole second, exclusively; one in this
  // very second has happened.
  begin_us_ = zone_.PrevTransition(time + absl::Seconds(1), &change)
                  ? LocalOf(change.to) - offset_us_
                  : -kNever;
  end_us_ = zone_.NextTransition(time, &change)
                ? LocalOf(change.from) - offset_us_
                : kNever;
}

LocalClock::Instants LocalClock::FromLocal(int64_t local_us) {
  const int64_t here = local_us - offset_us_;
  // Far enough from a clock change nothing is skipped or repeated.
  if (here >= begin_us_ + kLongestChange && here < end_us_ - kLongestChange) {
    return {1, here, here};
  }
  const absl::CivilSecond civil = CivilOf(local_us);
  const int64_t fraction = local_us - LocalOf(civil);
  const absl::TimeZone::TimeInfo info = zone_.At(civil);
  const int64_t before = absl::ToUnixMicros(info.pre) + fraction;
  const int64_t after = absl::ToUnixMicros(info.post) + fraction;
  MoveTo(after);
  switch (info.kind) {
    case absl::TimeZone::TimeInfo::SKIPPED: {
      const int64_t change = absl::ToUnixMicros(info.trans);
      return {0, change, change};
    }
    case absl::TimeZone::TimeInfo::REPEATED:
      return {2, before, after};
    case absl::TimeZone::TimeInfo::UNIQUE:
      break;
  }
  return {1, before, before};
}

int64_t LocalClock::StartOfDay(int64_t day) {
  return FromLocal(day * kMicrosPerDay).first_us;
}

}  // namespace admf
