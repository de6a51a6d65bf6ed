#include "server/config/server_config_check.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/duration.pb.h"
#include "server/config/listen_address.h"
#include "server/config/yaml_duration.h"

namespace admf {
namespace {

using google::protobuf::Duration;

constexpr char kDefaultListen[] = "127.0.0.1:50051";
constexpr int32_t kDefaultQueuedWorkflows = 10'000;
constexpr int64_t kDefaultMemoryPerWorkflowMb = 2048;
constexpr int64_t kDefaultWorkflowTimeSeconds = 24 * 3600;
constexpr int64_t kDefaultCallTimeSeconds = 60;
constexpr int32_t kDefaultPooledContainers = 8;
constexpr int64_t kDefaultFeedsMb = 512;
constexpr int64_t kDefaultIndicatorsMb = 256;
constexpr int64_t kDefaultDiskCacheMb = 10'240;
constexpr int64_t kDefaultDrainTimeSeconds = 30;
constexpr int64_t kDefaultPriorityAgingSeconds = 600;
constexpr int32_t kDefaultCrashesPerPhase = 3;

constexpr int64_t kMaxRunningWorkflows = 1000;
constexpr int64_t kMaxQueuedWorkflows = 1'000'000;
constexpr int64_t kMaxWorkerThreads = 1024;
constexpr int64_t kMaxPooledContainers = 1000;
/// 16 TiB.
constexpr int64_t kMaxMemoryMb = int64_t{16} << 20;
constexpr int64_t kMaxWorkflowTimeSeconds = 366 * 24 * 3600;
constexpr int64_t kMaxCallTimeSeconds = 3600;
constexpr int64_t kMaxDrainTimeSeconds = 24 * 3600;
constexpr int64_t kMaxPriorityAgingSeconds = 366 * 24 * 3600;
constexpr int64_t kMaxCrashesPerPhase = 1'000'000;
/// 100 years.
constexpr int64_t kMaxRetentionSeconds = int64_t{36525} * 24 * 3600;
constexpr int64_t kMaxFinishedWorkflows = int64_t{1} << 40;

using Report = absl::FunctionRef<void(std::string_view, std::string)>;

void SetIfEmpty(std::string value, std::string* field) {
  if (field->empty()) *field = std::move(value);
}

Duration Seconds(int64_t seconds) {
  Duration duration;
  duration.set_seconds(seconds);
  return duration;
}

void MakeAbsolute(const std::string& working_directory, std::string* path) {
  // A `~` is reported by CheckPath.
  if (path->empty() || path->starts_with('~')) return;
  std::string normal = (std::filesystem::path(working_directory) / *path)
                           .lexically_normal()
                           .string();
  if (normal.size() > 1 && normal.ends_with('/')) normal.pop_back();
  *path = normal;
}

void FillLimits(int hardware_concurrency, v1::LimitsConfig* limits) {
  if (limits->worker_threads() == 0) {
    limits->set_worker_threads(
        std::clamp<int64_t>(hardware_concurrency, 1, kMaxWorkerThreads));
  }
  if (limits->max_running_workflows() == 0) {
    limits->set_max_running_workflows(static_cast<int32_t>(
        std::min<int64_t>(limits->worker_threads(), kMaxRunningWorkflows)));
  }
  if (limits->max_queued_workflows() == 0) {
    limits->set_max_queued_workflows(kDefaultQueuedWorkflows);
  }
  if (limits->max_memory_per_workflow_mb() == 0) {
    limits->set_max_memory_per_workflow_mb(kDefaultMemoryPerWorkflowMb);
  }
  if (!limits->has_max_workflow_time()) {
    *limits->mutable_max_workflow_time() = Seconds(kDefaultWorkflowTimeSeconds);
  }
  if (!limits->has_max_call_time()) {
    *limits->mutable_max_call_time() = Seconds(kDefaultCallTimeSeconds);
  }
  if (limits->max_pooled_containers() == 0) {
    limits->set_max_pooled_containers(kDefaultPooledContainers);
  }
  if (!limits->has_priority_aging()) {
    *limits->mutable_priority_aging() = Seconds(kDefaultPriorityAgingSeconds);
  }
  if (limits->max_crashes_per_phase() == 0) {
    limits->set_max_crashes_per_phase(kDefaultCrashesPerPhase);
  }
}

void FillCache(v1::CacheConfig* cache) {
  if (!cache->has_feeds_mb()) cache->set_feeds_mb(kDefaultFeedsMb);
  if (!cache->has_indicators_mb()) {
    cache->set_indicators_mb(kDefaultIndicatorsMb);
  }
  if (!cache->has_disk_mb()) cache->set_disk_mb(kDefaultDiskCacheMb);
}

void FillLog(v1::LogConfig* log) {
  if (log->format() == v1::LOG_FORMAT_UNSPECIFIED) {
    log->set_format(v1::LOG_FORMAT_TEXT);
  }
  if (log->level() == v1::LOG_LEVEL_UNSPECIFIED) {
    log->set_level(v1::LOG_LEVEL_INFO);
  }
}

void CheckListen(const v1::ServerConfig& config, Report report) {
  const auto address = ParseListenAddress(config.listen());
  if (!address.ok()) {
    report("listen", std::string(address.status().message()));
  } else if (!address->IsLoopback() && !config.has_tls()) {
    report("listen",
           absl::StrCat("`", config.listen(),
                        "` can be reached from other machines, and nothing "
                        "would be encrypted; set tls.certificate_file and "
                        "tls.private_key_file to allow it, or listen on "
                        "127.0.0.1 or [::1]"));
  }
}

void CheckPath(std::string_view field, const std::string& path, Report report) {
  if (path.starts_with('~')) {
    report(field, "`~` is not expanded here; write the whole path");
  }
}

void CheckTlsFile(std::string_view field, const std::string& path,
                  FileSystem* file_system, Report report) {
  CheckPath(field, path, report);
  if (path.starts_with('~')) return;
  const auto status = file_system->GetFileStatus(path);
  if (!status.ok()) {
    report(field, std::string(status.status().message()));
  } else if (status->is_directory) {
    report(field, absl::StrCat(path, " is a folder; name a PEM file"));
  }
}

void CheckTls(const v1::TlsConfig& tls, FileSystem* file_system,
              Report report) {
  const auto check_required = [&](std::string_view field,
                                  const std::string& path) {
    if (path.empty()) {
      report(field,
             "is missing; `tls` needs certificate_file and "
             "private_key_file");
    } else {
      CheckTlsFile(field, path, file_system, report);
    }
  };
  check_required("tls.certificate_file", tls.certificate_file());
  check_required("tls.private_key_file", tls.private_key_file());
  if (!tls.client_ca_file().empty()) {
    CheckTlsFile("tls.client_ca_file", tls.client_ca_file(), file_system,
                 report);
  }
}

void CheckRange(std::string_view field, int64_t value, int64_t minimum,
                int64_t maximum, Report report) {
  if (value >= minimum && value <= maximum) return;
  report(field, absl::StrCat(value, " is out of range; it must be from ",
                             minimum, " to ", maximum));
}

void CheckTime(std::string_view field, const Duration& value,
               int64_t minimum_seconds, int64_t maximum_seconds,
               Report report) {
  const bool too_long =
      value.seconds() > maximum_seconds ||
      (value.seconds() == maximum_seconds && value.nanos() > 0);
  if (value.seconds() >= minimum_seconds && !too_long) return;
  report(field, absl::StrCat(FormatDuration(value),
                             " is out of range; it must be from ",
                             FormatDuration(Seconds(minimum_seconds)), " to ",
                             FormatDuration(Seconds(maximum_seconds))));
}

void CheckLimits(const v1::LimitsConfig& limits, Report report) {
  CheckRange("limits.max_running_workflows", limits.max_running_workflows(), 1,
             kMaxRunningWorkflows, report);
  CheckRange("limits.max_queued_workflows", limits.max_queued_workflows(), 1,
             kMaxQueuedWorkflows, report);
  CheckRange("limits.worker_threads", limits.worker_threads(), 1,
             kMaxWorkerThreads, report);
  CheckRange("limits.max_memory_per_workflow_mb",
             limits.max_memory_per_workflow_mb(), 1, kMaxMemoryMb, report);
  CheckTime("limits.max_workflow_time", limits.max_workflow_time(), 1,
            kMaxWorkflowTimeSeconds, report);
  CheckTime("limits.max_call_time", limits.max_call_time(), 1,
            kMaxCallTimeSeconds, report);
  CheckRange("limits.max_pooled_containers", limits.max_pooled_containers(), 1,
             kMaxPooledContainers, report);
  CheckTime("limits.priority_aging", limits.priority_aging(), 1,
            kMaxPriorityAgingSeconds, report);
  CheckRange("limits.max_crashes_per_phase", limits.max_crashes_per_phase(), 1,
             kMaxCrashesPerPhase, report);
}

void CheckRetention(const v1::RetentionConfig& retention, Report report) {
  if (retention.has_max_age()) {
    CheckTime("retention.max_age", retention.max_age(), 1, kMaxRetentionSeconds,
              report);
  }
  // Zero is a missing key: everything is kept.
  CheckRange("retention.max_finished_workflows",
             retention.max_finished_workflows(), 0, kMaxFinishedWorkflows,
             report);
}

}  // namespace

void FillServerDefaults(int hardware_concurrency,
                        const std::string& working_directory,
                        v1::ServerConfig* config) {
  SetIfEmpty(kDefaultListen, config->mutable_listen());
  SetIfEmpty("data", config->mutable_data_root());
  SetIfEmpty("state", config->mutable_state_dir());
  MakeAbsolute(working_directory, config->mutable_data_root());
  MakeAbsolute(working_directory, config->mutable_state_dir());
  MakeAbsolute(working_directory, config->mutable_port_file());
  if (config->has_tls()) {
    v1::TlsConfig* const tls = config->mutable_tls();
    MakeAbsolute(working_directory, tls->mutable_certificate_file());
    MakeAbsolute(working_directory, tls->mutable_private_key_file());
    MakeAbsolute(working_directory, tls->mutable_client_ca_file());
  }
  FillLimits(hardware_concurrency, config->mutable_limits());
  FillCache(config->mutable_cache());
  FillLog(config->mutable_log());
  if (!config->shutdown().has_drain_time()) {
    *config->mutable_shutdown()->mutable_drain_time() =
        Seconds(kDefaultDrainTimeSeconds);
  }
  if (!config->has_reflection()) config->set_reflection(true);
}

void CheckServerConfig(const v1::ServerConfig& config, FileSystem* file_system,
                       Report report) {
  CheckListen(config, report);
  CheckPath("data_root", config.data_root(), report);
  CheckPath("state_dir", config.state_dir(), report);
  if (config.state_dir() == config.data_root()) {
    report("state_dir",
           absl::StrCat(config.state_dir(),
                        " is the data_root, too, where clients may read; give "
                        "the daemon's own files a folder of their own"));
  }
  CheckPath("port_file", config.port_file(), report);
  if (config.has_tls()) CheckTls(config.tls(), file_system, report);
  CheckLimits(config.limits(), report);
  CheckRange("cache.feeds_mb", config.cache().feeds_mb(), 0, kMaxMemoryMb,
             report);
  CheckRange("cache.indicators_mb", config.cache().indicators_mb(), 0,
             kMaxMemoryMb, report);
  CheckRange("cache.disk_mb", config.cache().disk_mb(), 0, kMaxMemoryMb,
             report);
  CheckTime("shutdown.drain_time", config.shutdown().drain_time(), 0,
            kMaxDrainTimeSeconds, report);
  CheckRetention(config.retention(), report);
}

}  // namespace admf
