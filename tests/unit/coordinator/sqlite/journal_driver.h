#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "admf/v1/workflow.pb.h"
#include "containers/platform/mutex.h"
#include "coordinator/journal.h"

namespace admf {

/// The outcome of a write, for a test to wait for. A value type: copies are the
/// same outcome. Thread-safe.
template <typename Outcome>
class Pending {
 public:
  /// What to give to the journal as `done`.
  auto Done() const {
    return [state = state_](Outcome outcome) {
      MutexLock lock(&state->mutex);
      state->outcome = std::move(outcome);
      ++state->calls;
      state->changed.NotifyAll();
    };
  }

  Outcome Wait() const {
    MutexLock lock(&state_->mutex);
    state_->changed.Wait(&state_->mutex,
                         [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(state_->mutex) {
                           return state_->outcome.has_value();
                         });
    return *state_->outcome;
  }

  bool done() const { return calls() > 0; }
  int calls() const {
    MutexLock lock(&state_->mutex);
    return state_->calls;
  }

 private:
  struct State {
    Mutex mutex;
    CondVar changed;
    std::optional<Outcome> outcome ABSL_GUARDED_BY(mutex);
    int calls ABSL_GUARDED_BY(mutex) = 0;
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

using Created = absl::StatusOr<Journal::Created>;
using Appended = absl::StatusOr<Journal::Appended>;

inline NewWorkflow MakeWorkflow(std::string id, std::string request_id = "",
                                std::string digest = "") {
  NewWorkflow workflow;
  workflow.id = std::move(id);
  workflow.request_id = std::move(request_id);
  workflow.request_digest = std::move(digest);
  workflow.config.set_type(v1::WORKFLOW_TYPE_BACKTEST);
  workflow.config.mutable_infrastructure_config()->set_cpu_cores(1);
  workflow.config_digest = "config";
  return workflow;
}

inline v1::WorkflowEvent Started() {
  v1::WorkflowEvent event;
  event.mutable_started();
  return event;
}

inline v1::WorkflowEvent PhaseStarted(v1::WorkflowPhase phase, int index) {
  v1::WorkflowEvent event;
  event.mutable_phase_started()->set_phase(phase);
  event.mutable_phase_started()->set_index(index);
  event.mutable_phase_started()->set_count(6);
  event.mutable_phase_started()->set_attempt(1);
  return event;
}

inline v1::WorkflowEvent PhaseCompleted(v1::WorkflowPhase phase,
                                        std::string artifact_digest = "") {
  v1::WorkflowEvent event;
  auto* result = event.mutable_phase_completed()->mutable_result();
  result->set_phase(phase);
  result->set_success(true);
  if (!artifact_digest.empty()) {
    result->add_artifacts()->set_digest(std::move(artifact_digest));
  }
  return event;
}

inline v1::WorkflowEvent Progress(double fraction) {
  v1::WorkflowEvent event;
  event.mutable_progress()->set_phase(v1::WORKFLOW_PHASE_COMPUTATION);
  event.mutable_progress()->set_fraction(fraction);
  return event;
}

inline v1::WorkflowEvent Completed(v1::WorkflowState state) {
  v1::WorkflowEvent event;
  event.mutable_completed()->set_state(state);
  return event;
}

/// Writes to a journal, at a time that moves on by a second with each write,
/// and waits for the outcome. Not thread-safe.
class JournalDriver {
 public:
  /// @param journal not owned, outlives this
  explicit JournalDriver(Journal* journal) : journal_(journal) {}

  Pending<Created> StartCreate(NewWorkflow workflow) {
    Pending<Created> pending;
    journal_->Create(std::move(workflow), NextTime(), pending.Done());
    return pending;
  }
  Created Create(NewWorkflow workflow) {
    return StartCreate(std::move(workflow)).Wait();
  }

  Pending<Appended> StartAppend(
      std::string id, std::vector<v1::WorkflowEvent> events,
      std::optional<v1::WorkflowResult> result = {},
      Journal::Urgency urgency = Journal::Urgency::kFailFast) {
    Pending<Appended> pending;
    journal_->AppendEvents({.workflow_id = std::move(id),
                            .events = std::move(events),
                            .result = std::move(result),
                            .time = NextTime(),
                            .urgency = urgency},
                           pending.Done());
    return pending;
  }
  Appended Append(std::string id, std::vector<v1::WorkflowEvent> events,
                  std::optional<v1::WorkflowResult> result = {}) {
    return StartAppend(std::move(id), std::move(events), std::move(result))
        .Wait();
  }

  Pending<absl::Status> StartSave(std::string_view id, v1::WorkflowPhase phase,
                                  std::string key, std::string value) {
    Pending<absl::Status> pending;
    journal_->SaveCheckpoint(id, phase, {std::move(key), std::move(value)},
                             pending.Done());
    return pending;
  }
  absl::Status Save(std::string_view id, v1::WorkflowPhase phase,
                    std::string key, std::string value) {
    return StartSave(id, phase, std::move(key), std::move(value)).Wait();
  }

  absl::StatusOr<int64_t> RemoveFinished(const RetentionPolicy& policy,
                                         int limit) {
    Pending<absl::StatusOr<int64_t>> pending;
    journal_->RemoveFinished(policy, time_, limit, pending.Done());
    return pending.Wait();
  }

  /// Ends a workflow that waits, with so many trials.
  Appended End(const std::string& id, std::string data_digest,
               const std::string& strategy, int64_t trial_count,
               v1::WorkflowState end = v1::WORKFLOW_STATE_SUCCEEDED,
               const std::string& config_digest = "") {
    v1::WorkflowResult result;
    result.set_config_digest(config_digest);
    result.set_state(end);
    result.set_data_digest(std::move(data_digest));
    result.mutable_config()
        ->mutable_backtest_config()
        ->mutable_strategy()
        ->set_type(strategy);
    result.set_trial_count(trial_count);
    return Append(id, {Started(), Completed(end)}, result);
  }

  /// Creates a workflow and takes it to its end.
  Appended RunToEnd(NewWorkflow workflow,
                    v1::WorkflowState end = v1::WORKFLOW_STATE_SUCCEEDED) {
    const std::string id = workflow.id;
    if (Created created = Create(std::move(workflow)); !created.ok()) {
      return created.status();
    }
    v1::WorkflowResult result;
    result.set_workflow_id(id);
    return Append(id, {Started(), Completed(end)}, result);
  }

  absl::Time time() const { return time_; }

 private:
  absl::Time NextTime() { return time_ += absl::Seconds(1); }

  Journal* const journal_;
  absl::Time time_ = absl::FromUnixSeconds(1'000);
};

}  // namespace admf
