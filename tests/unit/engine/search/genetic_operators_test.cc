#include "engine/search/genetic_operators.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/base/random.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

// Far from the bounds the children's distance is beta times the parents', and
// beta <= b has probability b^(index + 1) / 2 for b <= 1 and 1 - b^-(index + 1)
// / 2 beyond: Deb and Agrawal's equation. The parents are near to each other,
// so that the bounds are far.
TEST(GeneticOperatorsTest, ChildrenSpreadAsPublished) {
  constexpr double kIndex = 2;
  constexpr int kDraws = 40'000;
  Random random(1, 0);
  std::vector<int> below(4);
  const std::vector<double> betas = {0.5, 0.9, 1.2, 2};
  for (int i = 0; i < kDraws; ++i) {
    double a = 0.4999;
    double b = 0.5001;
    CrossGenes(kIndex, &random, &a, &b);
    EXPECT_NEAR(a + b, 1, 0.05);
    const double beta = std::abs(a - b) / 0.0002;
    for (size_t k = 0; k < betas.size(); ++k) below[k] += beta <= betas[k];
  }
  for (size_t k = 0; k < betas.size(); ++k) {
    const double b = betas[k];
    const double expected = b <= 1 ? std::pow(b, kIndex + 1) / 2
                                   : 1 - std::pow(b, -(kIndex + 1)) / 2;
    EXPECT_NEAR(static_cast<double>(below[k]) / kDraws, expected, 0.01) << b;
  }
}

TEST(GeneticOperatorsTest, ChildrenStayWithinTheBounds) {
  Random random(2, 0);
  for (int i = 0; i < 10'000; ++i) {
    double a = random.NextUniform();
    double b = i % 2 == 0 ? 1 : 0;
    CrossGenes(1, &random, &a, &b);
    ASSERT_TRUE(a >= 0 && a <= 1 && b >= 0 && b <= 1);
  }
}

TEST(GeneticOperatorsTest, EqualGenesHaveEqualChildren) {
  Random random(3, 0);
  double a = 0.3;
  double b = 0.3;
  CrossGenes(15, &random, &a, &b);
  EXPECT_EQ(a, 0.3);
  EXPECT_EQ(b, 0.3);
  EXPECT_EQ(random.index(), 0u);
}

// Either parent may be the first child's.
TEST(GeneticOperatorsTest, ChildrenAreExchangedHalfOfTheTime) {
  Random random(4, 0);
  int exchanged = 0;
  for (int i = 0; i < 10'000; ++i) {
    double a = 0.2;
    double b = 0.8;
    CrossGenes(15, &random, &a, &b);
    exchanged += a > b ? 1 : 0;
  }
  EXPECT_NEAR(exchanged, 5'000, 250);
}

// From 0.25, half of the mutations go down, and none leaves the range. One goes
// down by more than d where 2u + (1 - 2u) (1 - y)^(index + 1) < (1 - d)^(index
// + 1), which can be solved for u.
TEST(GeneticOperatorsTest, MutationsAreDistributedAsPublished) {
  constexpr double kIndex = 20;
  constexpr int kDraws = 100'000;
  Random random(5, 0);
  int down = 0;
  int far_down = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double gene = MutateGene(kIndex, &random, 0.25);
    ASSERT_TRUE(gene >= 0 && gene <= 1);
    down += gene < 0.25 ? 1 : 0;
    far_down += gene < 0.25 - 0.05 ? 1 : 0;
  }
  const double edge = std::pow(1 - 0.25, kIndex + 1);
  const double u = (std::pow(1 - 0.05, kIndex + 1) - edge) / (1 - edge) / 2;
  EXPECT_NEAR(static_cast<double>(down) / kDraws, 0.5, 0.01);
  EXPECT_NEAR(static_cast<double>(far_down) / kDraws, u, 0.01);
}

}  // namespace
}  // namespace admf
