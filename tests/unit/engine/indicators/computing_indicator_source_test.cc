#include "engine/indicators/computing_indicator_source.h"

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/test_series.h"

namespace admf {
namespace {

TEST(ComputingIndicatorSourceTest, ComputesWhatIsAskedFor) {
  ComputingIndicatorSource source;
  const auto series = source.Get({"sma", {{"period", int64_t{2}}}},
                                 BarsOfCloses({1, 3, 4}), std::stop_token());
  ASSERT_TRUE(series.ok());
  EXPECT_EQ((*series)->output(0)[1], 2);
  EXPECT_EQ((*series)->output(0)[2], 3.5);
}

TEST(ComputingIndicatorSourceTest, PassesFailuresOn) {
  ComputingIndicatorSource source;
  const auto bars = BarsOfCloses({1, 3, 4});
  EXPECT_EQ(source.Get({"none", {}}, bars, {}).status().code(),
            absl::StatusCode::kInvalidArgument);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(source.Get({"sma", {}}, bars, stop.get_token()).status().code(),
            absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace admf
