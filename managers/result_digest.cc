#include "managers/result_digest.h"

#include <map>

#include "engine/base/sha256.h"
#include "google/protobuf/arena.h"
#include "managers/canonical_message.h"

namespace admf {
std::string ConfigDigest(const admf::v1::WorkflowConfig& config) {
  // In an arena it costs fewer allocations.
  google::protobuf::Arena arena;
  auto& relevant =
      *google::protobuf::Arena::CreateMessage<admf::v1::WorkflowConfig>(&arena);
  relevant = config;
  relevant.clear_name();
  relevant.clear_labels();
  relevant.clear_infrastructure_config();
  Sha256 digest;
  digest.AddText("admf-config-1");
  digest.AddText(CanonicalMessage(relevant));
  return digest.Finish();
}

std::string CanonicalSearch(const admf::v1::SearchReport& search) {
  admf::v1::SearchReport outcome = search;
  outcome.clear_indicator_requests();
  outcome.clear_indicators_computed();
  return CanonicalMessage(outcome);
}

std::string ResultDigest(const admf::v1::WorkflowResult& result) {
  Sha256 digest;
  digest.AddText("admf-result-1");
  digest.AddText(result.code_version());
  digest.AddText(result.config_digest());
  digest.AddText(result.data_digest());
  // std::map: protobuf's maps have no order.
  const std::map<std::string, std::string> outputs(result.outputs().begin(),
                                                   result.outputs().end());
  digest.AddInt(static_cast<int64_t>(outputs.size()));
  for (const auto& [name, value] : outputs) {
    digest.AddText(name);
    digest.AddText(value);
  }
  const std::map<std::string, double> metrics(result.metrics().begin(),
                                              result.metrics().end());
  digest.AddInt(static_cast<int64_t>(metrics.size()));
  for (const auto& [name, value] : metrics) {
    digest.AddText(name);
    digest.AddDouble(value);
  }
  const std::map<std::string, std::string> undefined(
      result.undefined_metrics().begin(), result.undefined_metrics().end());
  digest.AddInt(static_cast<int64_t>(undefined.size()));
  for (const auto& [name, why] : undefined) {
    digest.AddText(name);
    digest.AddText(why);
  }
  digest.AddInt(result.artifacts_size());
  for (const auto& artifact : result.artifacts()) {
    digest.AddText(artifact.name());
    digest.AddText(artifact.digest());
  }
  // Only what is there: results without them keep the digests that they had.
  if (result.has_search()) {
    digest.AddText("search");
    digest.AddText(CanonicalSearch(result.search()));
  }
  if (result.has_verdict()) {
    digest.AddText("verdict");
    digest.AddText(CanonicalMessage(result.verdict()));
  }
  return digest.Finish();
}

}  // namespace admf
