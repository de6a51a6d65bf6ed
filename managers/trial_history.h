#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace admf {

/// How often the same data has been tried with the same strategy before: who
/// tries long enough finds something, so a result has to be judged by all
/// trials, not by those of the last search alone. Remembers workflows that were
/// removed, too. One of the services that all containers share.
///
/// Thread-safe.
class TrialHistory {
 public:
  virtual ~TrialHistory() = default;

  /// The trials of all successful workflows but `workflow_id` with this data
  /// and strategy that ended before it was submitted: a backtest is one, a
  /// search as many as it ran. The same configuration, run again, counts once,
  /// and not at all if it is that of `workflow_id`
  /// (Journal::CountEarlierTrials). Errors of the journal.
  virtual absl::StatusOr<int64_t> CountEarlierTrials(
      std::string_view workflow_id, const std::string& data_digest,
      const std::string& strategy) const = 0;
};

}  // namespace admf
