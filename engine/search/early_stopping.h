#pragma once

#include <cstdint>
#include <optional>

namespace admf {

/// Ends a search that gets no better: when none of the last `patience` trials
/// improved the best score by more than `min_delta`.
///
/// Trials are taken in the order of their numbers, so that the decision doesn't
/// depend on which ended first. Not thread-safe.
class EarlyStopping {
 public:
  struct Options {
    /// At least 1.
    int64_t patience = 1;
    /// Not negative. The best score is compared with the one at the last
    /// improvement, so that many small gains count once their sum is more.
    double min_delta = 0;
  };

  explicit EarlyStopping(const Options& options);

  /// Takes the next trial's score, larger is better; nothing if it has none,
  /// which counts as no improvement. Whether the search should end with this
  /// trial; true from then on.
  bool Add(std::optional<double> score);

  bool stopped() const { return stopped_; }

 private:
  const Options options_;
  std::optional<double> best_;
  int64_t since_improvement_ = 0;
  bool stopped_ = false;
};

}  // namespace admf
