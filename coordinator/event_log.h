#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "admf/v1/workflow.pb.h"
#include "containers/platform/clock.h"
#include "coordinator/journal.h"
#include "coordinator/watch_hub.h"

namespace admf {

/// The one way in which events get into the journal: stamped with the time, and
/// told to watchers once they are committed.
///
/// Thread-safe.
class EventLog {
 public:
  /// The status after the last event.
  using Done =
      absl::AnyInvocable<void(absl::StatusOr<admf::v1::WorkflowStatus>)>;

  /// All of them outlive the log.
  EventLog(Journal* journal, WatchHub* watches, const Clock* clock)
      : journal_(journal), watches_(watches), clock_(clock) {}

  /// As Journal::AppendEvents, with the time of now; `done` is called after the
  /// watchers were told.
  void Append(std::string_view workflow_id,
              std::vector<admf::v1::WorkflowEvent> events,
              std::optional<admf::v1::WorkflowResult> result,
              Journal::Urgency urgency, Done done) {
    journal_->AppendEvents(
        {.workflow_id = std::string(workflow_id),
         .events = std::move(events),
         .result = std::move(result),
         .time = clock_->Now(),
         .urgency = urgency},
        [watches = watches_, id = std::string(workflow_id),
         done = std::move(done)](
            absl::StatusOr<Journal::Appended> appended) mutable {
          if (!appended.ok()) {
            done(appended.status());
            return;
          }
          watches->Notify(id, appended->events);
          done(std::move(appended->status));
        });
  }

  Journal* journal() const { return journal_; }
  const Clock* clock() const { return clock_; }

 private:
  Journal* const journal_;
  WatchHub* const watches_;
  const Clock* const clock_;
};

}  // namespace admf
