#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "admf/v1/workflow.pb.h"
#include "coordinator/event_log.h"

namespace admf {

/// The events of one run on their way into the journal, in the order in which
/// they are handed over. Some are waited for; with others the run goes on at
/// once:
///
///   Ahead, Ahead, Await -> all three are committed -> done
///
/// The journal commits the writes of a workflow in their order. If one of them
/// fails all the same, none that is handed over later is kept.
///
/// Handing over is done by one thread at a time, the rest is thread-safe. Its
/// end may come before that of its writes.
class RunCommits {
 public:
  using Events = std::vector<admf::v1::WorkflowEvent>;
  using Done = EventLog::Done;

  /// `events` outlives the writes.
  RunCommits(std::string workflow_id, EventLog* events);

  /// Hands events over and does not wait. `failed` is called if they are the
  /// first that can't be committed.
  void Ahead(Events events, absl::AnyInvocable<void()> failed);

  /// Hands events over, with the last ones of the workflow its result. `done`
  /// is called once when they and all before them are committed, or have
  /// failed: with the status after them, or with the first failure. After a
  /// failure nothing is handed over any more. One at a time.
  void Await(Events events, std::optional<admf::v1::WorkflowResult> result,
             Done done);

  /// Of events that were not waited for; OK if there is none. It stays.
  absl::Status failure() const;

 private:
  struct Pending;

  const std::string workflow_id_;
  EventLog* const events_;
  /// Shared with the journal's callbacks, which may come later.
  const std::shared_ptr<Pending> pending_;
};

}  // namespace admf
