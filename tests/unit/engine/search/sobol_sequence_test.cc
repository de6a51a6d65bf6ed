#include "engine/search/sobol_sequence.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#include "engine/base/random.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using Point = std::vector<double>;

std::vector<Point> Points(size_t dimensions, size_t count) {
  SobolSequence sequence(dimensions);
  std::vector<Point> points;
  for (size_t i = 0; i < count; ++i) {
    Point point;
    for (const uint64_t bits : sequence.Next()) {
      point.push_back(static_cast<double>(bits) * 0x1p-64);
    }
    points.push_back(point);
  }
  return points;
}

// The output of the authors' program for 10 points of 3 dimensions, as they
// show it (F. Kuo: "Sobol sequence generator",
// web.maths.unsw.edu.au/~fkuo/sobol).
TEST(SobolSequenceTest, BeginsAsPublished) {
  EXPECT_EQ(Points(3, 10), (std::vector<Point>{{0, 0, 0},
                                               {0.5, 0.5, 0.5},
                                               {0.75, 0.25, 0.25},
                                               {0.25, 0.75, 0.75},
                                               {0.375, 0.375, 0.625},
                                               {0.875, 0.875, 0.125},
                                               {0.625, 0.125, 0.875},
                                               {0.125, 0.625, 0.375},
                                               {0.1875, 0.3125, 0.9375},
                                               {0.6875, 0.8125, 0.4375}}));
}

struct Direction {
  unsigned degree;
  unsigned polynomial;
  std::vector<uint32_t> initial;
};

/// The first lines of new-joe-kuo-6.21201.
const std::vector<Direction>& JoeKuo() {
  static const auto* const kDirections = new std::vector<Direction>{
      {1, 0, {1}},
      {2, 1, {1, 3}},
      {3, 1, {1, 3, 1}},
      {3, 2, {1, 1, 1}},
      {4, 1, {1, 1, 3, 3}},
      {4, 4, {1, 3, 5, 13}},
      {5, 2, {1, 1, 5, 5, 17}},
      {5, 4, {1, 1, 5, 5, 5}},
      {5, 7, {1, 1, 7, 11, 19}},
  };
  return *kDirections;
}

/// m_1 to m_16 by the recurrence of the authors' notes.
std::vector<uint32_t> Numbers(const Direction& direction) {
  std::vector<uint32_t> m = direction.initial;
  const unsigned s = direction.degree;
  while (m.size() < 16) {
    const size_t k = m.size();
    uint32_t next = m[k - s] ^ (m[k - s] << s);
    for (unsigned i = 1; i < s; ++i) {
      if (direction.polynomial >> (s - 1 - i) & 1) next ^= m[k - i] << i;
    }
    m.push_back(next);
  }
  return m;
}

// Each point by its definition, the sum of direction numbers over the bits of
// its Gray code, without the points before it.
TEST(SobolSequenceTest, HasTheDirectionNumbersOfJoeAndKuo) {
  const auto points = Points(10, 5000);
  for (uint32_t index = 0; index < points.size(); ++index) {
    const uint32_t gray = index ^ (index >> 1);
    for (size_t d = 0; d < 10; ++d) {
      const std::vector<uint32_t> m =
          d == 0 ? std::vector<uint32_t>(16, 1) : Numbers(JoeKuo()[d - 1]);
      uint32_t bits = 0;
      for (unsigned k = 0; k < 16; ++k) {
        if (gray >> k & 1) bits ^= m[k] << (31 - k);
      }
      ASSERT_EQ(points[index][d], static_cast<double>(bits) * 0x1p-32);
    }
  }
}

/// The square of the L2 star discrepancy (Warnock 1972).
double Discrepancy(const std::vector<Point>& points) {
  const auto n = static_cast<double>(points.size());
  const size_t d = points.front().size();
  double single = 0;
  double pairs = 0;
  for (const Point& a : points) {
    double product = 1;
    for (const double x : a) product *= (1 - x * x) / 2;
    single += product;
    for (const Point& b : points) {
      product = 1;
      for (size_t k = 0; k < d; ++k) product *= 1 - std::max(a[k], b[k]);
      pairs += product;
    }
  }
  return std::pow(3.0, -static_cast<double>(d)) - 2 / n * single +
         pairs / (n * n);
}

// The expectation for random points is (2^-d - 3^-d) / n, and a net is far
// below it.
TEST(SobolSequenceTest, FillsBetterThanRandomPoints) {
  for (const size_t d : {2, 5}) {
    constexpr size_t kCount = 512;
    const double random = (std::pow(2.0, -static_cast<double>(d)) -
                           std::pow(3.0, -static_cast<double>(d))) /
                          kCount;
    EXPECT_LT(Discrepancy(Points(d, kCount)), random / 5) << d;
    Random generator(7, 0);
    std::vector<Point> points(kCount, Point(d));
    for (Point& point : points) {
      for (double& x : point) x = generator.NextUniform();
    }
    EXPECT_GT(Discrepancy(points), random / 5) << d;
  }
}

TEST(SobolSequenceTest, EveryDimensionIsANet) {
  for (const size_t d :
       {size_t{1}, size_t{256}, SobolSequence::kMostDimensions}) {
    const auto points = Points(d, 64);
    std::vector<bool> seen(64);
    for (const Point& point : points) {
      seen[static_cast<size_t>(point[d - 1] * 64)] = true;
    }
    EXPECT_EQ(seen, std::vector<bool>(64, true)) << d;
  }
}

}  // namespace
}  // namespace admf
