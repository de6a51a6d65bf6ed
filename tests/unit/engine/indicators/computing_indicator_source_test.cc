#include "engine/indicators/computing_indicator_source.h"

#include <algorithm>
#include <cstring>

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

TEST(ComputingIndicatorSourceTest, ReadsWhatItComputes) {
  ComputingIndicatorSource source;
  const auto bars = RandomBars(3000, 1);
  const IndicatorSpec spec = {"macd", {}};
  const auto series = source.Get(spec, bars, {});
  const auto computed = source.Open(spec, bars, {});
  // The way of sources that have columns.
  const auto columns = source.IndicatorSource::Open(spec, bars, {});
  ASSERT_TRUE(series.ok() && computed.ok() && columns.ok());
  for (size_t begin = 0, end = 1; begin < bars->size();
       begin = end, end = std::min(2 * end, bars->size())) {
    for (auto* const reader : {computed->get(), columns->get()}) {
      const IndicatorOutputs outputs = reader->Read(begin, end);
      ASSERT_EQ(outputs.size(), 3u);
      for (size_t k = 0; k < outputs.size(); ++k) {
        ASSERT_EQ(outputs[k].size(), end - begin);
        EXPECT_EQ(std::memcmp(outputs[k].data(), &(*series)->outputs[k][begin],
                              outputs[k].size_bytes()),
                  0)
            << begin << " " << k;
      }
    }
  }
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
  EXPECT_EQ(source.Open({"none", {}}, bars, {}).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(source.Open({"sma", {}}, bars, stop.get_token()).status().code(),
            absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace admf
