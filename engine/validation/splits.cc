#include "engine/validation/splits.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "engine/base/status_macros.h"

namespace admf {
namespace {

absl::Status CheckAtLeast(int64_t value, int64_t minimum,
                          absl::string_view name) {
  if (value >= minimum) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(name, " is ", value, "; it must be at least ", minimum));
}

/// Bars [i x bars / parts, (i + 1) x bars / parts).
std::vector<BarRange> CutEvenly(int64_t bars, int64_t parts) {
  const int64_t size = bars / parts;
  const int64_t rest = bars % parts;
  const auto edge = [&](int64_t i) { return i * size + i * rest / parts; };
  std::vector<BarRange> ranges;
  for (int64_t i = 0; i < parts; ++i) ranges.push_back({edge(i), edge(i + 1)});
  return ranges;
}

struct Margins {
  int64_t purge_bars;
  int64_t embargo_bars;
};

/// All of `bars` bars that are not in `test` or its margins. `test` is in
/// order.
std::vector<BarRange> TrainAround(int64_t bars,
                                  const std::vector<BarRange>& test,
                                  const Margins& margins) {
  const int64_t before = std::min(margins.purge_bars, bars);
  const int64_t after = before + std::min(margins.embargo_bars, bars);
  std::vector<BarRange> train;
  int64_t begin = 0;
  for (const BarRange& tested : test) {
    const int64_t end = tested.begin - before;
    if (end > begin) train.push_back({begin, end});
    begin = tested.end + after;
  }
  if (begin < bars) train.push_back({begin, bars});
  return train;
}

absl::Status CheckMargins(const Margins& margins) {
  RETURN_IF_ERROR(CheckAtLeast(margins.purge_bars, 0, "purge_bars"));
  return CheckAtLeast(margins.embargo_bars, 0, "embargo_bars");
}

absl::Status NothingToTrain(int64_t bars, const Margins& margins,
                            absl::string_view fewer) {
  return absl::InvalidArgumentError(absl::StrCat(
      "nothing of ", bars, " bars is left to train on with purge_bars ",
      margins.purge_bars, " and embargo_bars ", margins.embargo_bars,
      ": lower them, or ", fewer, ", or use more bars"));
}

/// How many bars at the end `options` wants tested.
absl::StatusOr<int64_t> TestBars(int64_t bars,
                                 const TrainTestOptions& options) {
  if (options.test_fraction.has_value() == options.test_bars.has_value()) {
    return absl::InvalidArgumentError(
        "exactly one of test_fraction and test_bars must be given");
  }
  if (options.test_bars) {
    RETURN_IF_ERROR(CheckAtLeast(*options.test_bars, 1, "test_bars"));
    return *options.test_bars;
  }
  const double fraction = *options.test_fraction;
  if (!(fraction > 0 && fraction < 1)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "test_fraction is ", fraction, "; it must be between 0 and 1"));
  }
  return static_cast<int64_t>(std::ceil(static_cast<double>(bars) * fraction));
}

absl::Status CheckWalkForward(int64_t bars, const WalkForwardOptions& options,
                              int64_t step) {
  RETURN_IF_ERROR(CheckAtLeast(options.train_bars, 1, "train_bars"));
  RETURN_IF_ERROR(CheckAtLeast(options.test_bars, 1, "test_bars"));
  RETURN_IF_ERROR(CheckAtLeast(options.purge_bars, 0, "purge_bars"));
  if (step < options.test_bars) {
    return absl::InvalidArgumentError(absl::StrCat(
        "step_bars is ", step, " and test_bars is ", options.test_bars,
        ": bars would be tested twice; make step_bars at least test_bars"));
  }
  // Each on its own first, since the sum of absurd numbers overflows.
  if (options.train_bars > bars || options.purge_bars > bars ||
      options.test_bars > bars ||
      options.train_bars + options.purge_bars + options.test_bars > bars) {
    return absl::InvalidArgumentError(absl::StrCat(
        "train_bars ", options.train_bars, ", purge_bars ", options.purge_bars,
        " and test_bars ", options.test_bars, " are together more than the ",
        bars, " bars: lower one of them, or use more bars"));
  }
  return absl::OkStatus();
}

absl::Status CheckFolds(int64_t bars, int64_t folds, absl::string_view name) {
  if (folds > bars) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, " is ", folds, " and there are ", bars,
                     " bars: lower ", name, ", or use more bars"));
  }
  if (folds > kMaxSplits) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, " is ", folds, "; it must be at most ", kMaxSplits));
  }
  return absl::OkStatus();
}

/// C(n, k), or something above `limit` if it is more. 0 < k < n.
int64_t Combinations(int64_t n, int64_t k, int64_t limit) {
  k = std::min(k, n - k);
  int64_t count = 1;
  for (int64_t i = 1; i <= k; ++i) {
    // Whole at every step: the product so far is C(n - k + i - 1, i - 1).
    count = count * (n - k + i) / i;
    if (count > limit) return limit + 1;
  }
  return count;
}

absl::Status CheckCombinatorial(int64_t bars,
                                const CombinatorialOptions& options) {
  RETURN_IF_ERROR(CheckAtLeast(options.groups, 3, "groups"));
  RETURN_IF_ERROR(CheckAtLeast(options.test_groups, 1, "test_groups"));
  RETURN_IF_ERROR(CheckMargins({options.purge_bars, options.embargo_bars}));
  if (options.test_groups >= options.groups) {
    return absl::InvalidArgumentError(absl::StrCat(
        "test_groups is ", options.test_groups, " and groups is ",
        options.groups, ": test_groups must be less, so that some train"));
  }
  RETURN_IF_ERROR(CheckFolds(bars, options.groups, "groups"));
  if (Combinations(options.groups, options.test_groups, kMaxSplits) >
      kMaxSplits) {
    return absl::InvalidArgumentError(absl::StrCat(
        "groups ", options.groups, " and test_groups ", options.test_groups,
        " make more than ", kMaxSplits, " splits: lower one of them"));
  }
  return absl::OkStatus();
}

/// The next choice of numbers below n in lexicographic order; false after the
/// last one.
bool NextChoice(size_t n, std::vector<size_t>* choice) {
  const size_t k = choice->size();
  for (size_t i = k; i-- > 0;) {
    if ((*choice)[i] == n - k + i) continue;
    ++(*choice)[i];
    for (size_t j = i + 1; j < k; ++j) (*choice)[j] = (*choice)[j - 1] + 1;
    return true;
  }
  return false;
}

/// Puts the tests of each group, in order of the splits, into paths 0, 1, ...
std::vector<std::vector<size_t>> MakePaths(
    size_t groups, const std::vector<std::vector<size_t>>& test_groups) {
  std::vector<std::vector<size_t>> splits_of(groups);
  for (size_t split = 0; split < test_groups.size(); ++split) {
    for (const size_t group : test_groups[split]) {
      splits_of[group].push_back(split);
    }
  }
  std::vector<std::vector<size_t>> paths(splits_of.front().size());
  for (size_t path = 0; path < paths.size(); ++path) {
    for (const auto& splits : splits_of) paths[path].push_back(splits[path]);
  }
  return paths;
}

}  // namespace

absl::StatusOr<Split> TrainTestSplit(int64_t bars,
                                     const TrainTestOptions& options) {
  RETURN_IF_ERROR(CheckAtLeast(bars, 2, "the number of bars"));
  RETURN_IF_ERROR(CheckAtLeast(options.purge_bars, 0, "purge_bars"));
  ASSIGN_OR_RETURN(const int64_t test_bars, TestBars(bars, options));
  if (test_bars >= bars || options.purge_bars >= bars - test_bars) {
    return absl::InvalidArgumentError(absl::StrCat(
        "of ", bars, " bars ", test_bars, " are tested and ",
        options.purge_bars, " are left out before them, so that none is left ",
        "to train on: test or leave out fewer, or use more bars"));
  }
  const int64_t begin = bars - test_bars;
  return Split{.train = {{0, begin - options.purge_bars}},
               .test = {{begin, bars}}};
}

absl::StatusOr<std::vector<Split>> WalkForwardSplits(
    int64_t bars, const WalkForwardOptions& options) {
  const int64_t step = options.step_bars.value_or(options.test_bars);
  RETURN_IF_ERROR(CheckWalkForward(bars, options, step));
  const int64_t window =
      options.train_bars + options.purge_bars + options.test_bars;
  const int64_t count = (bars - window) / step + 1;
  if (count > kMaxSplits) {
    return absl::InvalidArgumentError(absl::StrCat(
        "step_bars ", step, " makes ", count, " windows of ", bars,
        " bars; at most ", kMaxSplits, " are allowed: raise step_bars"));
  }
  std::vector<Split> splits;
  for (int64_t i = 0; i < count; ++i) {
    const int64_t first = i * step;
    const int64_t train_end = first + options.train_bars;
    const int64_t test = train_end + options.purge_bars;
    splits.push_back({.train = {{options.anchored ? 0 : first, train_end}},
                      .test = {{test, test + options.test_bars}}});
  }
  return splits;
}

absl::StatusOr<std::vector<Split>> PurgedKFold(
    int64_t bars, const PurgedKFoldOptions& options) {
  const Margins margins = {options.purge_bars, options.embargo_bars};
  RETURN_IF_ERROR(CheckAtLeast(options.folds, 2, "folds"));
  RETURN_IF_ERROR(CheckMargins(margins));
  RETURN_IF_ERROR(CheckFolds(bars, options.folds, "folds"));
  std::vector<Split> splits;
  for (const BarRange& fold : CutEvenly(bars, options.folds)) {
    Split split = {.train = TrainAround(bars, {fold}, margins), .test = {fold}};
    if (split.train.empty()) {
      return NothingToTrain(bars, margins, "raise folds");
    }
    splits.push_back(std::move(split));
  }
  return splits;
}

absl::StatusOr<CombinatorialSplits> CombinatorialPurged(
    int64_t bars, const CombinatorialOptions& options) {
  RETURN_IF_ERROR(CheckCombinatorial(bars, options));
  const Margins margins = {options.purge_bars, options.embargo_bars};
  CombinatorialSplits result;
  result.groups = CutEvenly(bars, options.groups);
  std::vector<size_t> choice;
  for (int64_t i = 0; i < options.test_groups; ++i) {
    choice.push_back(static_cast<size_t>(i));
  }
  do {
    Split split;
    for (const size_t group : choice) {
      split.test.push_back(result.groups[group]);
    }
    split.train = TrainAround(bars, split.test, margins);
    if (split.train.empty()) {
      return NothingToTrain(bars, margins, "lower test_groups or groups");
    }
    result.splits.push_back(std::move(split));
    result.test_groups.push_back(choice);
  } while (NextChoice(result.groups.size(), &choice));
  result.paths = MakePaths(result.groups.size(), result.test_groups);
  return result;
}

}  // namespace admf
