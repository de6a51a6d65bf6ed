#include "tests/unit/engine/search/search_functions.h"

#include <numbers>
#include <vector>

#include "gtest/gtest.h"

namespace admf {
namespace {

// The minima as they are published.
TEST(SearchFunctionsTest, HaveTheirPublishedMinima) {
  const std::vector<double> zeros(5, 0.0);
  const std::vector<double> ones(5, 1.0);
  EXPECT_EQ(Sphere(zeros), 0);
  EXPECT_EQ(Rosenbrock(ones), 0);
  EXPECT_EQ(Rastrigin(zeros), 0);
  EXPECT_NEAR(Branin(std::numbers::pi, 2.275), 0.397887, 1e-6);
  EXPECT_NEAR(Branin(-std::numbers::pi, 12.275), 0.397887, 1e-6);
  EXPECT_NEAR(Branin(9.42478, 2.475), 0.397887, 1e-6);
  const std::vector<double> best = {0.20169,  0.150011, 0.476874,
                                    0.275332, 0.311652, 0.6573};
  EXPECT_NEAR(Hartmann6(best), -3.32237, 1e-5);
  EXPECT_NEAR(Zdt1(std::vector<double>{0.25, 0, 0})[1], 0.5, 1e-15);
}

}  // namespace
}  // namespace admf
