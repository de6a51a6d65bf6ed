#include "containers/platform/real_clock.h"

#include <chrono>

#include "absl/time/clock.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(RealClockTest, NowIsTheWallClock) {
  const RealClock clock;
  const absl::Time before = absl::Now();
  const absl::Time now = clock.Now();
  EXPECT_LE(before, now);
  EXPECT_LE(now, absl::Now());
}

TEST(RealClockTest, MonotonicNowIsTheSteadyClock) {
  const RealClock clock;
  const MonotonicTime before = std::chrono::steady_clock::now();
  const MonotonicTime now = clock.MonotonicNow();
  EXPECT_LE(before, now);
  EXPECT_LE(now, clock.MonotonicNow());
}

}  // namespace
}  // namespace admf
