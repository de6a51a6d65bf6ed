#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "coordinator/journal.h"
#include "managers/trial_history.h"

namespace admf {

/// The trials that the journal remembers. Thread-safe.
class JournalTrialHistory final : public TrialHistory {
 public:
  /// @param journal not owned, outlives the object
  explicit JournalTrialHistory(Journal* journal) : journal_(journal) {}

  absl::StatusOr<int64_t> CountEarlierTrials(
      std::string_view workflow_id, const std::string& data_digest,
      const std::string& strategy) const override {
    return journal_->CountEarlierTrials(workflow_id, data_digest, strategy);
  }

 private:
  Journal* const journal_;
};

}  // namespace admf
