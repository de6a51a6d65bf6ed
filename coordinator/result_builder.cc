#include "coordinator/result_builder.h"

#include "absl/strings/str_cat.h"
#include "coordinator/errors.h"
#include "managers/result_digest.h"
#include "managers/workflow_manager.h"

namespace admf {

using admf::v1::PhaseResult;
using admf::v1::WorkflowResult;

std::string_view ReasonFor(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
      return reason::kDataUnusable;
    case absl::StatusCode::kResourceExhausted:
      return reason::kMemoryLimit;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kFailedPrecondition:
      return reason::kEnvironment;
    default:
      return reason::kInternal;
  }
}

void ResultBuilder::Add(const FinishedPhase& finished) {
  const PhaseResult& phase = finished.result;
  *result_.add_phases() = phase;
  // A critical failure is the workflow's error.
  if (finished.failed_critically) return;
  if (!phase.success()) {
    for (const std::string& error : phase.errors()) {
      result_.add_warnings(
          absl::StrCat(WorkflowPhase_Name(phase.phase()), " failed: ", error));
    }
    return;
  }
  for (const auto& [name, value] : phase.outputs()) {
    (*result_.mutable_outputs())[name] = value;
  }
  for (const auto& [name, value] : phase.metrics()) {
    (*result_.mutable_metrics())[name] = value;
  }
  for (const auto& [name, why] : phase.undefined_metrics()) {
    (*result_.mutable_undefined_metrics())[name] = why;
  }
  for (const auto& [name, value] : phase.context()) {
    (*result_.mutable_context())[name] = value;
  }
  // A later phase knows more.
  if (phase.has_search()) *result_.mutable_search() = phase.search();
  if (phase.has_verdict()) *result_.mutable_verdict() = phase.verdict();
  result_.set_trial_count(result_.trial_count() + phase.trial_count());
  result_.mutable_artifacts()->MergeFrom(phase.artifacts());
  result_.mutable_warnings()->MergeFrom(phase.warnings());
}

WorkflowResult ResultBuilder::Finish(const NewWorkflow& workflow,
                                     v1::WorkflowState state, bool degraded,
                                     const absl::Status& error,
                                     const std::string& code_version) const {
  WorkflowResult result = result_;
  result.set_workflow_id(workflow.id);
  result.set_name(workflow.config.name());
  result.set_type(workflow.config.type());
  result.set_state(state);
  result.set_degraded(degraded);
  result.set_config_digest(workflow.config_digest);
  *result.mutable_config() = workflow.config;
  result.set_code_version(code_version);
  const auto data_digest = result.outputs().find(kDataDigestOutput);
  if (data_digest != result.outputs().end()) {
    result.set_data_digest(data_digest->second);
  }
  if (error.ok()) {
    result.set_result_digest(ResultDigest(result));
  } else {
    *result.mutable_error() = ToRpcStatus(error, ReasonFor(error));
  }
  return result;
}

}  // namespace admf
