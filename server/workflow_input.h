#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "admf/v1/coordinator_service.pb.h"
#include "admf/v1/workflow_config.pb.h"
#include "coordinator/coordinator.h"
#include "coordinator/workflow_validator.h"
#include "google/protobuf/message.h"

namespace admf {

/// A workflow as a client sent it, read and looked at.
struct ReadWorkflow {
  /// Of use only if there are no violations.
  ValidatedWorkflow validated;
  /// What is wrong, each with its place, in the order of the text; of very many
  /// problems the last one says how many were left out.
  std::vector<admf::v1::Violation> violations;
};

/// Reads a configuration from either form, puts the overrides in, and has the
/// coordinator look at it. INVALID_ARGUMENT if there is no configuration or its
/// text is too long; UNIMPLEMENTED for a type that can't be run, whatever else
/// is wrong.
absl::StatusOr<ReadWorkflow> ReadWorkflowInput(
    const admf::v1::WorkflowInput& input, const Coordinator& coordinator);

/// The violations as the error that a submission gets. Not empty.
absl::Status ToStatus(const std::vector<admf::v1::Violation>& violations);

/// SHA-256 of what a client asks for, to recognise a retry.
std::string RequestDigest(const google::protobuf::Message& request);

}  // namespace admf
