#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/metrics/metric_values.h"
#include "tests/unit/managers/search/search_fixture.h"
#include "tests/unit/managers/validation/validation_fixture.h"

namespace admf {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

TEST(LookaheadValidationTest, WithoutADecisionThereIsNothingToCompare) {
  // Averages of 5 and 20 bars say nothing of 3 bars.
  const auto findings =
      ValidationRun(RandomWalk(3, 1), "method: VALIDATION_METHOD_LOOKAHEAD")
          .Run();
  ASSERT_TRUE(findings.ok()) << findings.status();
  EXPECT_EQ(findings->metrics.values.at("lookahead_cuts"), 2);
  EXPECT_FALSE(findings->metrics.values.contains("lookahead_differences"));
  EXPECT_THAT(findings->metrics.undefined.at("lookahead_differences"),
              HasSubstr("nothing to compare"));
  EXPECT_THAT(findings->warnings, Contains(HasSubstr("decided nothing")));
}

TEST(LookaheadValidationTest, ComparedDecisionsThatAreTheSameAreNoDifference) {
  const auto findings =
      ValidationRun(RandomWalk(200, 1), "method: VALIDATION_METHOD_LOOKAHEAD")
          .Run();
  ASSERT_TRUE(findings.ok()) << findings.status();
  EXPECT_EQ(findings->metrics.values.at("lookahead_differences"), 0);
  EXPECT_TRUE(findings->warnings.empty());
}

}  // namespace
}  // namespace admf
