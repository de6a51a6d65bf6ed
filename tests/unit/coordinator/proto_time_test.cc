#include "coordinator/proto_time.h"

#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(ProtoTimeTest, TimesRoundTripToTheNanosecond) {
  const absl::Time time = absl::FromUnixNanos(1'700'000'000'123'456'789);
  EXPECT_EQ(ToTimestamp(time).seconds(), 1'700'000'000);
  EXPECT_EQ(ToTimestamp(time).nanos(), 123'456'789);
  EXPECT_EQ(FromTimestamp(ToTimestamp(time)), time);
}

TEST(ProtoTimeTest, DurationsRoundTripToTheNanosecond) {
  const absl::Duration duration = absl::Hours(2) + absl::Nanoseconds(7);
  EXPECT_EQ(ToProtoDuration(duration).seconds(), 7200);
  EXPECT_EQ(ToProtoDuration(duration).nanos(), 7);
  EXPECT_EQ(FromProtoDuration(ToProtoDuration(duration)), duration);
}

}  // namespace
}  // namespace admf
