#include "engine/metrics/metric_selection.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(MetricSelectionTest, KeepsTheOrderOfTheNames) {
  const std::vector<std::string> names = {"volatility", "cagr", "sharpe_ratio"};
  const MetricSelection selection(names);
  SelectedMetrics metrics(selection);
  metrics.Set("cagr", 2);
  metrics.Set("trade_count", 7);
  metrics.Set("sharpe_ratio", 3);
  metrics.Set("volatility", 1);
  EXPECT_EQ(std::move(metrics).Take(), (std::vector<double>{1, 2, 3}));
  EXPECT_EQ(selection.PlaceOf("cagr"), 1u);
  EXPECT_EQ(selection.PlaceOf("cag"), 3u);
  EXPECT_EQ(selection.PlaceOf("z"), 3u);
}

TEST(MetricSelectionTest, WhatIsNotDefinedIsNaN) {
  const std::vector<std::string> names = {"a", "b", "c"};
  const MetricSelection selection(names);
  SelectedMetrics metrics(selection);
  metrics.SetUnless("there is none", "a", [] { return 1.0; });
  metrics.Set("b", std::numeric_limits<double>::infinity());
  const std::vector<double> values = std::move(metrics).Take();
  ASSERT_EQ(values.size(), 3u);
  for (const double value : values) EXPECT_TRUE(std::isnan(value));
}

TEST(MetricSelectionTest, MayBeEmpty) {
  const MetricSelection selection({});
  SelectedMetrics metrics(selection);
  metrics.Set("a", 1);
  EXPECT_TRUE(std::move(metrics).Take().empty());
}

}  // namespace
}  // namespace admf
