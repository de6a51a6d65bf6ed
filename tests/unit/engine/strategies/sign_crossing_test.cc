#include "engine/strategies/sign_crossing.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "engine/base/random.h"
#include "engine/columns/columns.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::vector<int> Crossings(const std::vector<double>& differences) {
  SignCrossing crossing;
  std::vector<int> signs;
  for (const double difference : differences) {
    signs.push_back(crossing.Update(difference));
  }
  return signs;
}

TEST(SignCrossingTest, TheFirstSignIsNone) {
  EXPECT_EQ(Crossings({1, 2}), (std::vector<int>{0, 0}));
  EXPECT_EQ(Crossings({-1, -2}), (std::vector<int>{0, 0}));
}

TEST(SignCrossingTest, IsAChangeOfSign) {
  EXPECT_EQ(Crossings({1, -2, -1, 3, -4}), (std::vector<int>{0, -1, 0, 1, -1}));
}

TEST(SignCrossingTest, GoesThroughZero) {
  EXPECT_EQ(Crossings({1, 0, 0, -1}), (std::vector<int>{0, 0, 0, -1}));
  EXPECT_EQ(Crossings({0, 0, -1, 0, 1}), (std::vector<int>{0, 0, 0, 0, 1}));
}

TEST(SignCrossingTest, KnowsTheLastSign) {
  SignCrossing crossing;
  EXPECT_EQ(crossing.sign(), 0);
  const std::vector<double> differences = {kNaN, 0, -2, 0, kNaN, 3, 0};
  const std::vector<int> signs = {0, 0, -1, -1, -1, 1, 1};
  for (size_t i = 0; i < differences.size(); ++i) {
    crossing.Update(differences[i]);
    EXPECT_EQ(crossing.sign(), signs[i]) << i;
  }
}

TEST(SignCrossingTest, TouchingIsNone) {
  EXPECT_EQ(Crossings({1, 0, 1, -0.0, 1}), (std::vector<int>{0, 0, 0, 0, 0}));
}

TEST(SignCrossingTest, NaNHasNoSign) {
  EXPECT_EQ(Crossings({kNaN, kNaN, 1, kNaN, -1}),
            (std::vector<int>{0, 0, 0, 0, -1}));
}

TEST(SignCrossingTest, TakesTheSmallestAndTheGreatestNumbers) {
  const double tiny = std::numeric_limits<double>::denorm_min();
  const double huge = std::numeric_limits<double>::infinity();
  EXPECT_EQ(Crossings({tiny, -tiny, huge, -huge}),
            (std::vector<int>{0, -1, 1, -1}));
}

TEST(SignCrossingTest, ManyAtATimeAreAsOneByOne) {
  const std::vector<double> kinds = {0, 1, -1, kNaN};
  Random random(/*seed=*/1, /*stream=*/0);
  for (int round = 0; round < 200; ++round) {
    SignCrossing one_by_one;
    SignCrossing together;
    // Mostly zeros in some rounds, so that a block has no sign at all.
    const uint64_t zeros = random.NextBelow(100);
    for (int block = 0; block < 3; ++block) {
      std::vector<double> differences(1 + random.NextBelow(64));
      for (double& difference : differences) {
        difference = random.NextBelow(100) < zeros
                         ? 0
                         : kinds[random.NextBelow(kinds.size())];
      }
      std::vector<int> expected;
      for (const double difference : differences) {
        expected.push_back(one_by_one.Update(difference));
      }
      std::vector<int> crossings(differences.size(), 0);
      together.UpdateAll(
          SignsOf(differences, std::vector<double>(differences.size(), 0)),
          [&](int index, int sign) {
            crossings[static_cast<size_t>(index)] = sign;
          });
      EXPECT_EQ(crossings, expected) << round;
      EXPECT_EQ(together.sign(), one_by_one.sign()) << round;
    }
  }
}

}  // namespace
}  // namespace admf
