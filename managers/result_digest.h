#pragma once

#include <string>

#include "admf/v1/workflow.pb.h"
#include "admf/v1/workflow_config.pb.h"

namespace admf {

/// SHA-256 of what a configuration asks for: all of it but name, labels and
/// infrastructure_config, which can't change the result. Give it resolved
/// configurations, so that a default that is written out makes no difference.
std::string ConfigDigest(const admf::v1::WorkflowConfig& config);

/// SHA-256 over everything that the result says of the outcome: code version,
/// digests of configuration and data, outputs, metrics and artifacts; not over
/// ids, names, times, durations or warnings.
std::string ResultDigest(const admf::v1::WorkflowResult& result);

}  // namespace admf
