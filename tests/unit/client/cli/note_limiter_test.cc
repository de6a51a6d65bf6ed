#include "client/cli/note_limiter.h"

#include <gtest/gtest.h>

namespace admf {
namespace {

TEST(NoteLimiterTest, SaysTheSameOnlyOnceInAWhile) {
  const absl::Time start = absl::UnixEpoch();
  NoteLimiter limiter;
  EXPECT_TRUE(limiter.IsWorthALine("no daemon", start));
  EXPECT_FALSE(limiter.IsWorthALine("no daemon", start + absl::Seconds(1)));
  EXPECT_TRUE(limiter.IsWorthALine("draining", start + absl::Seconds(2)));
  EXPECT_TRUE(limiter.IsWorthALine("no daemon", start + absl::Seconds(3)));
  EXPECT_TRUE(limiter.IsWorthALine(
      "no daemon", start + absl::Seconds(3) + NoteLimiter::kInterval));
}

}  // namespace
}  // namespace admf
