#include "engine/search/early_stopping.h"

#include <optional>
#include <vector>

#include "gtest/gtest.h"

namespace admf {
namespace {

/// The number of the trial, from 0, with which it stops; -1 if it doesn't.
int StopsAt(const EarlyStopping::Options& options,
            const std::vector<std::optional<double>>& scores) {
  EarlyStopping stopping(options);
  int stop = -1;
  for (size_t i = 0; i < scores.size(); ++i) {
    const bool stopped = stopping.Add(scores[i]);
    EXPECT_EQ(stopped, stopping.stopped());
    if (stopped && stop < 0) stop = static_cast<int>(i);
    EXPECT_EQ(stopped, stop >= 0);
  }
  return stop;
}

TEST(EarlyStoppingTest, StopsWhenPatienceIsOver) {
  EXPECT_EQ(StopsAt({.patience = 3}, {1, 2, 1.5, 2, 2, 9}), 4);
  EXPECT_EQ(StopsAt({.patience = 3}, {1, 2, 1.5, 2, 3, 2, 2}), -1);
  EXPECT_EQ(StopsAt({.patience = 1}, {5, 5}), 1);
}

TEST(EarlyStoppingTest, GainsMustBeMoreThanMinDelta) {
  EXPECT_EQ(StopsAt({.patience = 2, .min_delta = 1}, {0, 1, 1}), 2);
  // 0.75 isn't more than 1 above 0, but 1.5 is.
  EXPECT_EQ(StopsAt({.patience = 2, .min_delta = 1}, {0, 0.75, 1.5, 1, 1}), 4);
}

TEST(EarlyStoppingTest, TrialsWithoutAScoreDontImprove) {
  EXPECT_EQ(StopsAt({.patience = 2}, {std::nullopt, std::nullopt, 1.0}), 1);
  EXPECT_EQ(StopsAt({.patience = 2}, {1.0, std::nullopt, 2.0, std::nullopt}),
            -1);
}

}  // namespace
}  // namespace admf
