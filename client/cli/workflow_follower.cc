#include "client/cli/workflow_follower.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/cli/event_text.h"

namespace admf {
namespace {

// What a log of a pipeline needs to know. Progress is told by tenths.
bool WorthALine(const v1::WorkflowEvent& event) {
  switch (event.event_case()) {
    case v1::WorkflowEvent::kPhaseStarted:
    case v1::WorkflowEvent::kPhaseFailed:
    case v1::WorkflowEvent::kPhaseRetried:
    case v1::WorkflowEvent::kCancelRequested:
    case v1::WorkflowEvent::kPauseRequested:
    case v1::WorkflowEvent::kPaused:
    case v1::WorkflowEvent::kResumed:
    case v1::WorkflowEvent::kInterrupted:
    case v1::WorkflowEvent::kRecovered:
      return true;
    case v1::WorkflowEvent::kCompleted:
      // An error stands in the result that follows.
      return !event.completed().has_error();
    case v1::WorkflowEvent::kPhaseCompleted:
      return event.phase_completed().result().warnings_size() > 0;
    default:
      return false;
  }
}

}  // namespace

WorkflowFollower::WorkflowFollower(Session& session, Options options)
    : session_(session),
      options_(std::move(options)),
      last_sequence_(options_.after_sequence) {}

WorkflowFollower::Outcome WorkflowFollower::Follow() {
  const std::stop_token interrupt = session_.environment().catch_interrupts();
  const absl::Status status = Watch(interrupt);
  if (progress_.ended()) return {progress_.state()};
  // Nobody reads what is printed any more, as in `admf watch ID | head -1`.
  if (!session_.out()) return {};
  if (interrupt.stop_requested()) return HandleInterrupt();
  if (absl::IsNotFound(status) && last_sequence_ > options_.after_sequence) {
    session_.Fail(status);
    session_.Note(
        "the daemon knew it before: it was started again with another state "
        "folder, or its retention has removed the workflow");
    return {std::nullopt, ExitCode::kServer};
  }
  if (absl::IsUnavailable(status) && last_sequence_ > 0) {
    const ExitCode code = session_.Fail(status);
    session_.Note(absl::StrCat(
        "the workflow goes on when the daemon is back; follow it with `admf "
        "watch ",
        options_.workflow_id, " --after ", last_sequence_, "`"));
    return {std::nullopt, code};
  }
  if (!status.ok()) return {std::nullopt, session_.Fail(status)};
  return AskForState();
}

absl::Status WorkflowFollower::Watch(std::stop_token stop) {
  const Environment& environment = session_.environment();
  if (environment.live && !session_.options().quiet) {
    display_ = std::make_unique<ProgressDisplay>(
        session_.err(), environment.width, options_.label);
    session_.RedirectNotes([this](const std::string& lines) {
      display_->PrintAbove(session_.err(), lines);
    });
  }
  absl::Status status = session_.client().Watch(
      options_.workflow_id, last_sequence_,
      [this](const v1::WorkflowEvent& event) { return HandleEvent(event); },
      stop);
  session_.RedirectNotes(nullptr);
  display_.reset();
  return status;
}

bool WorkflowFollower::HandleEvent(const v1::WorkflowEvent& event) {
  last_sequence_ = event.sequence();
  progress_.Apply(event);
  if (options_.print_event) {
    const std::string text = options_.print_event(event);
    if (display_ != nullptr && !text.empty()) {
      display_->PrintAbove(session_.out(), text);
    } else {
      session_.out() << text << std::flush;
    }
  }
  ShowProgress(event);
  return static_cast<bool>(session_.out());
}

void WorkflowFollower::ShowProgress(const v1::WorkflowEvent& event) {
  if (display_ != nullptr) {
    display_->Update(progress_);
    return;
  }
  if (options_.print_event) return;
  const int tenths = static_cast<int>(10 * progress_.fraction());
  const bool tell_progress = event.has_progress() && tenths > told_tenths_;
  if (WorthALine(event) || tell_progress) session_.Note(EventText(event));
  if (tell_progress) told_tenths_ = tenths;
}

WorkflowFollower::Outcome WorkflowFollower::HandleInterrupt() {
  const std::string& id = options_.workflow_id;
  if (!options_.cancel_on_interrupt) {
    session_.Note(absl::StrCat(
        "interrupted; the workflow goes on. Follow it with `admf watch ", id,
        "`, cancel it with `admf cancel ", id, "`"));
    return {std::nullopt, ExitCode::kInterrupted};
  }
  session_.Note(absl::StrCat("interrupted; cancelling ", id));
  const auto status = session_.client().Cancel(id, "interrupted by the user");
  if (!status.ok()) return {std::nullopt, session_.Fail(status.status())};
  const absl::Status watched = Watch(std::stop_token());
  if (progress_.ended()) return {progress_.state()};
  if (!watched.ok()) return {std::nullopt, session_.Fail(watched)};
  return AskForState();
}

// For a stream that ended without the last event, since it began after it.
WorkflowFollower::Outcome WorkflowFollower::AskForState() {
  const auto status = session_.client().GetStatus(options_.workflow_id);
  if (!status.ok()) return {std::nullopt, session_.Fail(status.status())};
  return {status->state()};
}

}  // namespace admf
