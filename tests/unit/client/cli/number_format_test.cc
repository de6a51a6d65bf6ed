#include "client/cli/number_format.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>

namespace admf {
namespace {

TEST(NumberFormatTest, Money) {
  EXPECT_EQ(FormatMoney(51422.99), "51,422.99");
  EXPECT_EQ(FormatMoney(0), "0.00");
  EXPECT_EQ(FormatMoney(-1234567.891), "-1,234,567.89");
  EXPECT_EQ(FormatMoney(999.999), "1,000.00");
  EXPECT_EQ(FormatMoney(-0.001), "0.00");
  EXPECT_EQ(FormatMoney(-100), "-100.00");
}

TEST(NumberFormatTest, Percent) {
  EXPECT_EQ(FormatPercent(4.142299), "414.23 %");
  EXPECT_EQ(FormatPercent(-0.4798012705), "-47.98 %");
  EXPECT_EQ(FormatPercent(12.5), "1,250.00 %");
}

TEST(NumberFormatTest, Number) {
  EXPECT_EQ(FormatNumber(0.5806232244), "0.5806");
  EXPECT_EQ(FormatNumber(66), "66");
  EXPECT_EQ(FormatNumber(-1234.5), "-1,234.5000");
  EXPECT_EQ(FormatNumber(1e18), "1e+18");
  EXPECT_EQ(FormatNumber(std::numeric_limits<double>::infinity()), "inf");
}

TEST(NumberFormatTest, Count) {
  EXPECT_EQ(FormatCount(0), "0");
  EXPECT_EQ(FormatCount(999), "999");
  EXPECT_EQ(FormatCount(1000), "1,000");
  EXPECT_EQ(FormatCount(-1234567), "-1,234,567");
  EXPECT_EQ(FormatCount(std::numeric_limits<int64_t>::max()),
            "9,223,372,036,854,775,807");
}

TEST(NumberFormatTest, Bytes) {
  EXPECT_EQ(FormatBytes(0), "0 B");
  EXPECT_EQ(FormatBytes(1023), "1023 B");
  EXPECT_EQ(FormatBytes(1536), "1.5 KiB");
  EXPECT_EQ(FormatBytes(3 << 20), "3.0 MiB");
  EXPECT_EQ(FormatBytes((1 << 20) - 1), "1.0 MiB");
}

TEST(NumberFormatTest, MetricsHaveTheirUnits) {
  EXPECT_EQ(FormatMetric("final_equity", 51422.99), "51,422.99");
  EXPECT_EQ(FormatMetric("max_drawdown", -0.4798012705), "-47.98 %");
  EXPECT_EQ(FormatMetric("sharpe_ratio", 0.5806232244), "0.5806");
  EXPECT_EQ(FormatMetric("trade_count", 66), "66");
  EXPECT_EQ(FormatMetric("max_drawdown_duration", 584.0417), "584.0 days");
  EXPECT_EQ(FormatMetric("bootstrap_max_drawdown_p05", -0.31), "-31.00 %");
  EXPECT_EQ(FormatMetric("trade_order_max_drawdown_observed", -0.2),
            "-20.00 %");
  EXPECT_EQ(FormatMetric("bootstrap_sharpe_ratio_p50", 0.5), "0.5000");
  EXPECT_EQ(FormatMetric("bootstrap_probability_of_loss", 0.05), "5.00 %");
  EXPECT_EQ(FormatMetric("mean_out_of_sample_annual_return", 0.1), "10.00 %");
  EXPECT_EQ(FormatMetric("profitable_split_share", 0.75), "75.00 %");
  EXPECT_EQ(FormatMetric("a_metric_of_tomorrow", 0.25), "0.2500");
}

TEST(NumberFormatTest, ExactReadsBackToTheSameBits) {
  for (const double value : {0.1 + 0.2, 51422.99, -0.0, 1e-300, 66.0}) {
    EXPECT_EQ(std::strtod(FormatExact(value).c_str(), nullptr), value);
  }
  EXPECT_EQ(FormatExact(66), "66");
  EXPECT_EQ(FormatExact(100000), "100000");
  EXPECT_EQ(FormatExact(0.002), "0.002");
}

}  // namespace
}  // namespace admf
