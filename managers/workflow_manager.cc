#include "managers/workflow_manager.h"

#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "managers/canonical_message.h"
#include "managers/result_digest.h"

namespace admf {
namespace {

absl::Status Changed(const v1::PhaseResult& finished, std::string_view what) {
  return absl::FailedPreconditionError(absl::StrCat(
      WorkflowPhase_Name(finished.phase()),
      " comes to something else than before the interruption: ",
      std::string(what),
      " changed; put the data back as it was, or submit the workflow again"));
}

}  // namespace

absl::Status WorkflowManager::RestorePhase(const v1::PhaseResult& finished,
                                           ExecutionContext& context) const {
  ASSIGN_OR_RETURN(const PhaseOutcome outcome,
                   ExecutePhase(finished.phase(), context));
  for (const auto& [name, value] : outcome.outputs) {
    const auto before = finished.outputs().find(name);
    if (before == finished.outputs().end() || before->second != value) {
      return Changed(finished, name);
    }
  }
  for (const auto& [name, value] : outcome.metrics) {
    const auto before = finished.metrics().find(name);
    if (before == finished.metrics().end() || before->second != value) {
      return Changed(finished, name);
    }
  }
  // trial_count says nothing that a search doesn't, and older servers had none.
  if (outcome.search.has_value() != finished.has_search() ||
      (outcome.search.has_value() && CanonicalSearch(*outcome.search) !=
                                         CanonicalSearch(finished.search()))) {
    return Changed(finished, "the search");
  }
  if (outcome.verdict.has_value() != finished.has_verdict() ||
      (outcome.verdict.has_value() &&
       CanonicalMessage(*outcome.verdict) !=
           CanonicalMessage(finished.verdict()))) {
    return Changed(finished, "the verdict");
  }
  return absl::OkStatus();
}

}  // namespace admf
