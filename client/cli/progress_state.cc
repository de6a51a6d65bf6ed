#include "client/cli/progress_state.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/cli/enum_names.h"
#include "client/cli/style.h"
#include "client/cli/time_format.h"

namespace admf {
namespace {

constexpr int kBarWidth = 20;
// The longest name of a phase and a gap: the bar must not jump.
constexpr size_t kPhaseWidth = 18;

std::string Bar(double fraction) {
  const int filled = static_cast<int>(std::floor(fraction * kBarWidth));
  return absl::StrCat("[", std::string(filled, '#'),
                      std::string(kBarWidth - filled, '.'), "]");
}

std::string Activity(const ProgressState& state) {
  if (state.ended()) return ShortName(state.state());
  if (state.state() == v1::WORKFLOW_STATE_CANCELLING) return "cancelling";
  if (state.state() == v1::WORKFLOW_STATE_PAUSED) return "paused";
  // Also after a pause, with some phases done.
  if (state.state() == v1::WORKFLOW_STATE_QUEUED) return "waiting in the queue";
  if (state.phase_index() == 0) return "starting";
  return absl::StrCat("[", state.phase_index(), "/", state.phase_count(), "] ",
                      ShortName(state.phase()));
}

}  // namespace

void ProgressState::Apply(const v1::WorkflowEvent& event) {
  switch (event.event_case()) {
    case v1::WorkflowEvent::kStarted:
      state_ = v1::WORKFLOW_STATE_RUNNING;
      break;
    case v1::WorkflowEvent::kPhaseStarted:
      phase_ = event.phase_started().phase();
      phase_index_ = event.phase_started().index();
      phase_count_ = event.phase_started().count();
      phase_fraction_ = 0;
      message_ = event.phase_started().attempt() > 1
                     ? absl::StrCat("try ", event.phase_started().attempt())
                     : "";
      break;
    case v1::WorkflowEvent::kPhaseCompleted:
      phase_fraction_ = 1;
      message_.clear();
      break;
    case v1::WorkflowEvent::kPhaseRetried:
      phase_fraction_ = 0;
      message_ = absl::StrCat(
          "waiting ",
          FormatElapsed(ToDuration(event.phase_retried().backoff())),
          " before try ", event.phase_retried().attempt());
      break;
    case v1::WorkflowEvent::kProgress:
      phase_fraction_ = std::clamp(event.progress().fraction(), 0.0, 1.0);
      message_ = event.progress().message();
      break;
    case v1::WorkflowEvent::kCancelRequested:
      state_ = v1::WORKFLOW_STATE_CANCELLING;
      break;
    case v1::WorkflowEvent::kPauseRequested:
      message_ = "pauses at the next checkpoint";
      break;
    case v1::WorkflowEvent::kPaused:
      state_ = v1::WORKFLOW_STATE_PAUSED;
      message_.clear();
      break;
    case v1::WorkflowEvent::kResumed:
      // Before the checkpoint it goes on as if nobody had asked.
      if (state_ == v1::WORKFLOW_STATE_PAUSED) {
        state_ = v1::WORKFLOW_STATE_QUEUED;
      }
      message_.clear();
      break;
    case v1::WorkflowEvent::kInterrupted:
      message_ = "interrupted";
      break;
    case v1::WorkflowEvent::kRecovered:
      phase_fraction_ = 0;
      message_ = "recovered";
      break;
    case v1::WorkflowEvent::kCompleted:
      state_ = event.completed().state();
      break;
    default:
      break;
  }
}

bool ProgressState::ended() const {
  return state_ == v1::WORKFLOW_STATE_SUCCEEDED ||
         state_ == v1::WORKFLOW_STATE_FAILED ||
         state_ == v1::WORKFLOW_STATE_CANCELLED;
}

double ProgressState::fraction() const {
  if (phase_count_ <= 0 || phase_index_ <= 0) return 0;
  return std::clamp((phase_index_ - 1 + phase_fraction_) / phase_count_, 0.0,
                    1.0);
}

std::string ProgressLine(const ProgressState& state, absl::Duration elapsed,
                         size_t width) {
  std::string line = Activity(state);
  const bool running = state.state() == v1::WORKFLOW_STATE_RUNNING ||
                       state.state() == v1::WORKFLOW_STATE_CANCELLING;
  if (state.phase_index() > 0 && running) {
    const size_t start =
        absl::StrCat("[", state.phase_index(), "/", state.phase_count(), "] ")
            .size();
    line.resize(std::max(line.size(), start + kPhaseWidth), ' ');
    absl::StrAppend(&line, Bar(state.fraction()),
                    absl::StrFormat(" %3.0f %%", 100 * state.fraction()));
  }
  if (!state.message().empty()) {
    absl::StrAppend(&line, "  ", Printable(state.message()));
  }
  // The time must stay in sight, whatever else is cut.
  const std::string time = "  " + FormatElapsed(elapsed);
  if (time.size() >= width) return Truncate(line, width);
  return Truncate(line, width - time.size()) + time;
}

}  // namespace admf
