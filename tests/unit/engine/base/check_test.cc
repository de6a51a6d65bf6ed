#include "engine/base/check.h"

#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(CheckTest, TrueConditionIsEvaluatedOnceAndGoesOn) {
  int evaluations = 0;
  CHECK(++evaluations > 0);
  EXPECT_EQ(evaluations, 1);
}

TEST(CheckDeathTest, FalseConditionEndsTheProcessAndNamesItself) {
  const int rows = 3;
  EXPECT_DEATH(CHECK(rows == 4),
               "check_test.cc:.*: broken invariant: rows == 4");
}

}  // namespace
}  // namespace admf
