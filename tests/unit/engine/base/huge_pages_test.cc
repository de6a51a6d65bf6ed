#include "engine/base/huge_pages.h"

#include <vector>

#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(HugePagesTest, ReservesSmallColumns) {
  std::vector<double> column = {1, 2};
  ReserveHuge(100, &column);
  EXPECT_GE(column.capacity(), 100u);
  EXPECT_EQ(column, (std::vector<double>{1, 2}));
  ReserveHuge(0, &column);
  EXPECT_EQ(column, (std::vector<double>{1, 2}));
}

TEST(HugePagesTest, ReservesLargeColumns) {
  std::vector<int> column = {7};
  ReserveHuge(5'000'000, &column);
  const int* const data = column.data();
  for (int i = 1; i < 5'000'000; ++i) column.push_back(i);
  EXPECT_EQ(column.data(), data);
  EXPECT_EQ(column.front(), 7);
  EXPECT_EQ(column.back(), 4'999'999);
}

}  // namespace
}  // namespace admf
