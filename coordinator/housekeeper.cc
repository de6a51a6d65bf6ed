#include "coordinator/housekeeper.h"

#include <string_view>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"

namespace admf {

void Housekeeper::Start() {
  options_.executor->Schedule(
      [this, start = options_.clock->Now()] { RemoveLeftovers(start); });
  const RetentionPolicy everything;
  if (options_.policy.max_age != everything.max_age ||
      options_.policy.max_finished != everything.max_finished) {
    ScheduleNext();
  }
}

void Housekeeper::RemoveLeftovers(absl::Time start) {
  // File systems stamp files with a clock of their own, a little behind.
  const auto removed = RemoveUnusedArtifacts(start - absl::Seconds(1));
  if (!removed.ok()) Report("removing leftovers", removed.status());
}

absl::StatusOr<int64_t> Housekeeper::RemoveUnusedArtifacts(absl::Time since) {
  return options_.artifacts->RemoveUnused(
      since, [this](std::string_view digest) {
        return options_.journal->HasArtifact(digest);
      });
}

void Housekeeper::ScheduleNext() {
  options_.timers->Schedule(options_.interval, [this] {
    options_.executor->Schedule([this] { RemoveWorkflows(0); });
  });
}

void Housekeeper::RemoveWorkflows(int64_t removed_before) {
  options_.journal->RemoveFinished(
      options_.policy, options_.clock->Now(), kBatch,
      [this, removed_before](const absl::StatusOr<int64_t>& count) {
        if (!count.ok()) {
          Report("removing old workflows", count.status());
          ScheduleNext();
          return;
        }
        const int64_t removed = removed_before + *count;
        options_.executor->Schedule([this, removed, more = *count == kBatch] {
          if (more) {
            RemoveWorkflows(removed);
          } else {
            RemoveArtifacts(removed);
          }
        });
      });
}

void Housekeeper::RemoveArtifacts(int64_t workflows) {
  if (workflows > 0) {
    options_.log->Write(LogLevel::kInfo, "",
                        absl::StrCat("removed ", workflows,
                                     " finished workflows that are "
                                     "beyond the retention limits"));
    const auto removed = RemoveUnusedArtifacts(options_.clock->Now() -
                                               options_.max_workflow_time);
    if (!removed.ok()) Report("removing old artifacts", removed.status());
  }
  ScheduleNext();
}

void Housekeeper::Report(const std::string& what, const absl::Status& status) {
  options_.log->Write(LogLevel::kWarning, "",
                      absl::StrCat(what, ": ", status.ToString()));
}

}  // namespace admf
