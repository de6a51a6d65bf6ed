#include "client/backoff.h"

#include <gtest/gtest.h>

#include <optional>

namespace admf {
namespace {

constexpr std::optional<absl::Duration> kNoServerDelay;

TEST(BackoffTest, DoublesUpToTheMaximum) {
  Backoff backoff(absl::Milliseconds(100), absl::Milliseconds(350));
  for (const int base : {100, 200, 350, 350}) {
    const absl::Duration delay = backoff.Next(kNoServerDelay);
    EXPECT_GE(delay, absl::Milliseconds(base) / 2);
    EXPECT_LE(delay, absl::Milliseconds(base));
  }
}

TEST(BackoffTest, WaitsAsLongAsTheServerAsks) {
  Backoff backoff(absl::Milliseconds(100), absl::Seconds(1));
  EXPECT_EQ(backoff.Next(absl::Seconds(7)), absl::Seconds(7));
  EXPECT_GE(backoff.Next(absl::Milliseconds(1)), absl::Milliseconds(100));
}

TEST(BackoffTest, ResetStartsAgain) {
  Backoff backoff(absl::Milliseconds(100), absl::Seconds(60));
  for (int i = 0; i < 5; ++i) backoff.Next(kNoServerDelay);
  backoff.Reset();
  EXPECT_LE(backoff.Next(kNoServerDelay), absl::Milliseconds(100));
}

TEST(BackoffTest, SleepEndsWhenAStopIsRequested) {
  std::stop_source stop;
  stop.request_stop();
  // Would hit the test's time limit if the stop went unnoticed.
  SleepUnlessStopped(absl::Hours(24), stop.get_token());
}

}  // namespace
}  // namespace admf
