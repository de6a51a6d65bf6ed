#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/validation/bar_segments.h"

namespace admf {

// Which bars are chosen by and which are tested on. Pure functions of the
// number of bars. No range is empty; those of one list are in order and don't
// overlap, and no bar is trained on and tested in the same split.
//
// INVALID_ARGUMENT, saying which field has to be changed and how, if an option
// is out of its range, nothing fits the bars, or there would be more than
// kMaxSplits splits.

inline constexpr int64_t kMaxSplits = 10'000;

/// Bars to choose parameters by, and bars to see what they are worth.
struct Split {
  std::vector<BarRange> train;
  std::vector<BarRange> test;
};

/// Exactly one of the first two is given.
struct TrainTestOptions {
  /// The last part of the bars that is tested, in (0, 1); a fraction of a bar
  /// is tested, too.
  std::optional<double> test_fraction = std::nullopt;
  /// The number of bars at the end that are tested, >= 1.
  std::optional<int64_t> test_bars = std::nullopt;
  /// Bars before the test that belong to neither, >= 0.
  int64_t purge_bars = 0;
};
/// The oldest bars train, the newest test.
absl::StatusOr<Split> TrainTestSplit(int64_t bars,
                                     const TrainTestOptions& options);

struct WalkForwardOptions {
  /// Bars of a training window, of the first one if anchored; >= 1.
  int64_t train_bars = 0;
  /// Bars of a test window, >= 1.
  int64_t test_bars = 0;
  /// From one test to the next; test_bars if absent. At least test_bars, since
  /// otherwise bars would be tested twice and their returns counted twice.
  std::optional<int64_t> step_bars = std::nullopt;
  /// Whether all training begins at the first bar (an expanding window), or
  /// every window has train_bars (a rolling one).
  bool anchored = false;
  /// Bars between training and test that belong to neither, >= 0.
  int64_t purge_bars = 0;
};
/// Window after window: train, then test on the bars that follow, then step on
/// (Pardo: "The evaluation and optimization of trading strategies", 2nd
/// edition, 2008, chapter 11). Bars after the last whole test window are in no
/// split.
absl::StatusOr<std::vector<Split>> WalkForwardSplits(
    int64_t bars, const WalkForwardOptions& options);

struct PurgedKFoldOptions {
  /// >= 2.
  int64_t folds = 5;
  /// Bars that are left out of training on both sides of the tested ones,
  /// because trades and indicators reach over the border; >= 0.
  int64_t purge_bars = 0;
  /// Further bars after the tested ones that are left out, because what
  /// happened there goes on for a while; >= 0.
  int64_t embargo_bars = 0;
};
/// Every fold is tested once, and the rest trains, before and after it: Lopez
/// de Prado, "Advances in financial machine learning", 2018, chapter 7. Folds
/// are consecutive; fold k is [k x bars / folds, (k + 1) x bars / folds),
/// rounded down.
absl::StatusOr<std::vector<Split>> PurgedKFold(
    int64_t bars, const PurgedKFoldOptions& options);

struct CombinatorialOptions {
  /// Into which the bars are cut as into folds: N >= 3.
  int64_t groups = 6;
  /// Of these are tested in each split: k in [1, N - 1].
  int64_t test_groups = 2;
  int64_t purge_bars = 0;
  int64_t embargo_bars = 0;
};

struct CombinatorialSplits {
  /// All bars, cut into N.
  std::vector<BarRange> groups;
  /// C(N, k) splits, by their test groups in lexicographic order. Each tested
  /// group is a range of its own in `test`, so that its returns can be put into
  /// a path.
  std::vector<Split> splits;
  /// For each split the groups that it tests, in order.
  std::vector<std::vector<size_t>> test_groups;
  /// The phi = k / N x C(N, k) paths through all bars: paths[p][g] is the split
  /// whose test of group g is part of path p: the p-th of those that test g.
  /// Every test of every split is in exactly one path.
  std::vector<std::vector<size_t>> paths;
};
/// Combinatorial purged cross-validation: every choice of test groups is a
/// split, and their tests make several histories in place of one. Lopez de
/// Prado, 2018, chapter 12. Purge and embargo as in PurgedKFold, around every
/// run of tested groups.
absl::StatusOr<CombinatorialSplits> CombinatorialPurged(
    int64_t bars, const CombinatorialOptions& options);

}  // namespace admf
