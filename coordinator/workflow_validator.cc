#include "coordinator/workflow_validator.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "coordinator/enum_check.h"
#include "coordinator/errors.h"
#include "coordinator/proto_time.h"
#include "coordinator/retry_policy.h"
#include "engine/base/utf8.h"
#include "managers/result_digest.h"

namespace admf {

using admf::v1::InfrastructureConfig;
using admf::v1::WorkflowConfig;

namespace {

constexpr size_t kMaxTextLength = 200;
constexpr int kMaxLabels = 64;

}  // namespace

absl::StatusOr<ValidatedWorkflow> WorkflowValidator::Validate(
    WorkflowConfig config) const {
  ValidatedWorkflow validated;
  if (config.type() == v1::WORKFLOW_TYPE_UNSPECIFIED) {
    validated.problems.push_back({"workflow.type",
                                  "is missing; say what to do, such as `type: "
                                  "backtest`"});
    return validated;
  }
  const auto manager = managers_->Get(config.type());
  if (!manager.ok()) {
    return MakeError(manager.status().code(), reason::kUnsupportedType,
                     std::string(manager.status().message()));
  }
  validated.manager = *manager;
  FindUnknownEnumValues(config, "workflow", &validated.problems);
  // What the rest means depends on them.
  if (!validated.problems.empty()) return validated;
  CheckLabels(config, &validated.problems);
  ResolveInfrastructure(config.mutable_infrastructure_config(),
                        &validated.problems);
  (*manager)->Resolve(&config, &validated.problems);
  if (validated.problems.empty()) {
    validated.config_digest = ConfigDigest(config);
  }
  validated.config = std::move(config);
  return validated;
}

void WorkflowValidator::CheckLabels(
    const WorkflowConfig& config, std::vector<ConfigProblem>* problems) const {
  const auto too_long = [](size_t length) {
    return absl::StrCat("has ", length, " characters; at most ", kMaxTextLength,
                        " are allowed");
  };
  if (Utf8Length(config.name()) > kMaxTextLength) {
    problems->push_back({"workflow.name", too_long(Utf8Length(config.name()))});
  }
  if (config.labels_size() > kMaxLabels) {
    problems->push_back(
        {"workflow.labels",
         absl::StrCat("has ", config.labels_size(), " labels; at most ",
                      kMaxLabels, " are allowed")});
  }
  for (const auto& [key, value] : config.labels()) {
    const std::string field = absl::StrCat("workflow.labels.", key);
    if (key.empty()) problems->push_back({field, "a label needs a key"});
    for (const std::string& text : {key, value}) {
      if (Utf8Length(text) > kMaxTextLength) {
        problems->push_back({field, too_long(Utf8Length(text))});
      }
    }
  }
}

void WorkflowValidator::ResolveInfrastructure(
    InfrastructureConfig* config, std::vector<ConfigProblem>* problems) const {
  const auto check = [problems](int64_t value, int64_t maximum,
                                std::string_view field,
                                std::string_view limit) {
    if (value >= 1 && value <= maximum) return;
    problems->push_back(
        {absl::StrCat("workflow.infrastructure_config.", std::string(field)),
         absl::StrCat(value, " is out of range; it must be from 1 to ", maximum,
                      ", ", std::string(limit))});
  };
  if (config->cpu_cores() == 0) config->set_cpu_cores(1);
  check(config->cpu_cores(), limits_.worker_threads, "cpu_cores",
        "the server's worker_threads");
  if (config->max_workers() == 0) {
    config->set_max_workers(config->cpu_cores());
  } else {
    check(config->max_workers(), limits_.worker_threads, "max_workers",
          "the server's worker_threads");
  }
  if (config->memory_limit_mb() == 0) {
    config->set_memory_limit_mb(limits_.max_memory_per_workflow_mb);
  }
  check(config->memory_limit_mb(), limits_.max_memory_per_workflow_mb,
        "memory_limit_mb", "the server's max_memory_per_workflow_mb");
  if (!config->has_timeout()) {
    config->mutable_timeout()->set_seconds(
        absl::ToInt64Seconds(limits_.max_workflow_time));
  }
  const absl::Duration timeout = FromProtoDuration(config->timeout());
  if (timeout <= absl::ZeroDuration() || timeout > limits_.max_workflow_time) {
    problems->push_back(
        {"workflow.infrastructure_config.timeout",
         absl::StrCat(absl::FormatDuration(timeout),
                      " is out of range; it must be above 0 and at most ",
                      absl::FormatDuration(limits_.max_workflow_time),
                      ", the server's max_workflow_time")});
  }
  ResolveRetries(limits_.max_workflow_time, config, problems);
}

}  // namespace admf
