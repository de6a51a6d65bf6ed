#include "coordinator/progress_reporter.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace admf {
namespace {

constexpr std::chrono::milliseconds kShortestInterval(100);
/// The interval is this part of the time that the work has taken so far.
constexpr int kIntervalDivisor = 200;

}  // namespace

ProgressReporter::ProgressReporter(std::string workflow_id, EventBus* bus,
                                   EventLog* events)
    : workflow_id_(std::move(workflow_id)),
      events_(events),
      begin_(events->clock()->MonotonicNow()),
      last_report_(begin_),
      subscription_(bus->Subscribe<ProgressMade>(
          "progress", [this](const Event&, const ProgressMade& progress) {
            Report(progress);
            return absl::OkStatus();
          })) {}

void ProgressReporter::EnterPhase(v1::WorkflowPhase phase) { phase_ = phase; }

void ProgressReporter::Report(const ProgressMade& progress) {
  const MonotonicTime now = events_->clock()->MonotonicNow();
  const auto interval = std::max<MonotonicTime::duration>(
      kShortestInterval, (now - begin_) / kIntervalDivisor);
  if (now - last_report_ < interval) return;
  last_report_ = now;
  v1::WorkflowEvent event;
  event.mutable_progress()->set_phase(phase_);
  event.mutable_progress()->set_fraction(progress.fraction);
  event.mutable_progress()->set_message(progress.message);
  // Progress is worth showing, not worth failing for.
  events_->Append(workflow_id_, {std::move(event)}, std::nullopt,
                  Journal::Urgency::kFailFast, [](const auto&) {});
}

}  // namespace admf
