#pragma once

#include <string>

#include "admf/v1/workflow.pb.h"
#include "admf/v1/workflow_config.pb.h"

namespace admf {

/// SHA-256 of what a configuration asks for: all of it but name, labels and
/// infrastructure_config, which can't change the result. Give it resolved
/// configurations, so that a default that is written out makes no difference.
std::string ConfigDigest(const admf::v1::WorkflowConfig& config);

/// What a search came to, as one sequence of bytes, the same for equal
/// outcomes. How many indicators had to be computed isn't in it: that hangs on
/// what other workflows have left in the cache, and on interruptions.
std::string CanonicalSearch(const admf::v1::SearchReport& search);

/// SHA-256 over everything that the result says of the outcome: code version,
/// digests of configuration and data, outputs, metrics, artifacts, search and
/// verdict; not over ids, names, times, durations, warnings or context.
std::string ResultDigest(const admf::v1::WorkflowResult& result);

}  // namespace admf
