#include "client/cli/event_text.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "client/cli/enum_names.h"
#include "client/cli/error_text.h"
#include "client/cli/style.h"
#include "client/cli/time_format.h"

namespace admf {
namespace {

using Event = v1::WorkflowEvent;

std::string SubmittedText(const Event::Submitted& event) {
  std::string text = absl::StrCat("submitted: ", ShortName(event.type()),
                                  event.name().empty() ? "" : " ", event.name(),
                                  ", priority ", event.priority());
  if (!event.retry_of().empty()) {
    absl::StrAppend(&text, ", retry of ", event.retry_of());
  }
  if (event.inherited_phases_size() > 0) {
    absl::StrAppend(&text, " after ",
                    ShortName(event.inherited_phases().rbegin()->phase()));
  }
  return text;
}

// What somebody asked for, and why.
std::string RequestText(const char* request, const std::string& reason) {
  return absl::StrCat(request, reason.empty() ? "" : ": ", reason);
}

std::string PhaseStartedText(const Event::PhaseStarted& event) {
  return absl::StrCat(
      "phase ", event.index(), "/", event.count(), ": ",
      ShortName(event.phase()),
      event.attempt() > 1 ? absl::StrCat(" (try ", event.attempt(), ")") : "");
}

std::string PhaseCompletedText(const v1::PhaseResult& result) {
  std::string text = absl::StrCat(ShortName(result.phase()), " done in ",
                                  FormatElapsed(ToDuration(result.duration())));
  // All of them stand in the result; one line must stay readable.
  if (result.warnings_size() > 0) {
    absl::StrAppend(&text, "; warning: ", result.warnings(0));
  }
  if (result.warnings_size() > 1) {
    absl::StrAppend(&text, " (and ", result.warnings_size() - 1, " more)");
  }
  return text;
}

std::string PhaseFailedText(const Event::PhaseFailed& event) {
  return absl::StrCat(ShortName(event.result().phase()),
                      " failed: ", absl::StrJoin(event.result().errors(), "; "),
                      event.critical() ? "" : " (the workflow goes on)");
}

std::string PhaseRetriedText(const Event::PhaseRetried& event) {
  const absl::Duration backoff = ToDuration(event.backoff());
  std::string text =
      absl::StrCat("try ", event.attempt(), " of ", ShortName(event.phase()));
  if (backoff > absl::ZeroDuration()) {
    absl::StrAppend(&text, " in ", FormatElapsed(backoff));
  }
  if (event.has_error()) {
    absl::StrAppend(&text, ": ", WorkflowErrorText(event.error()));
  }
  return text;
}

std::string CompletedText(const Event::Completed& event) {
  std::string text = ShortName(event.state());
  if (event.degraded()) text += ", degraded";
  if (event.has_error()) {
    absl::StrAppend(&text, ": ", WorkflowErrorText(event.error()));
  }
  return text;
}

std::string RawText(const Event& event) {
  switch (event.event_case()) {
    case Event::kSubmitted:
      return SubmittedText(event.submitted());
    case Event::kStarted:
      return "started";
    case Event::kPhaseStarted:
      return PhaseStartedText(event.phase_started());
    case Event::kPhaseCompleted:
      return PhaseCompletedText(event.phase_completed().result());
    case Event::kPhaseFailed:
      return PhaseFailedText(event.phase_failed());
    case Event::kPhaseRetried:
      return PhaseRetriedText(event.phase_retried());
    case Event::kProgress:
      return absl::StrFormat("%s %.0f %%%s%s",
                             ShortName(event.progress().phase()),
                             100 * event.progress().fraction(),
                             event.progress().message().empty() ? "" : ": ",
                             event.progress().message());
    case Event::kCancelRequested:
      return RequestText("cancellation requested",
                         event.cancel_requested().reason());
    case Event::kPauseRequested:
      return RequestText("pause requested", event.pause_requested().reason());
    case Event::kPaused:
      return "paused; `admf resume` lets it go on";
    case Event::kResumed:
      return "resumed";
    case Event::kInterrupted:
      return "interrupted: the daemon was shut down; it goes on when the "
             "daemon "
             "is back";
    case Event::kRecovered:
      return event.recovered().after_crash()
                 ? "recovered: the daemon was started again after a crash"
                 : "recovered: the daemon was started again";
    case Event::kCompleted:
      return CompletedText(event.completed());
    case Event::EVENT_NOT_SET:
      return "an event that this client does not know";
  }
  return "";
}

}  // namespace

std::string EventText(const Event& event) { return Printable(RawText(event)); }

std::string EventName(const Event& event) {
  const auto* field =
      Event::descriptor()->FindFieldByNumber(event.event_case());
  return field == nullptr ? "unknown" : field->name();
}

}  // namespace admf
