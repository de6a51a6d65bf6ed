#include "client/cli/progress_display.h"

#include <algorithm>
#include <chrono>
#include <string>

#include "absl/time/clock.h"
#include "client/cli/style.h"

namespace admf {
namespace {

constexpr std::chrono::milliseconds kRedrawInterval(200);
// Back to the first column; and from the cursor on nothing.
constexpr char kReturn[] = "\r";
constexpr char kClearToEnd[] = "\x1b[K";

}  // namespace

ProgressDisplay::ProgressDisplay(std::ostream& terminal, size_t width,
                                 const std::string& label)
    : terminal_(terminal),
      // At least half of the line is for how it goes on.
      label_(label.empty() ? "" : Truncate(Printable(label), width / 2) + "  "),
      // A line that fills the last column would scroll the terminal.
      width_(width - 1 - std::min(width - 1, DisplayWidth(label_))),
      start_(absl::Now()) {
  ticker_ = std::jthread([this](std::stop_token stop) { KeepDrawing(stop); });
}

ProgressDisplay::~ProgressDisplay() {
  ticker_.request_stop();
  ticker_.join();
  AnnotatedLock lock(mutex_);
  Wipe();
  terminal_.flush();
}

void ProgressDisplay::Update(const ProgressState& state) {
  AnnotatedLock lock(mutex_);
  state_ = state;
  Draw();
}

void ProgressDisplay::PrintAbove(std::ostream& stream,
                                 const std::string& lines) {
  AnnotatedLock lock(mutex_);
  Wipe();
  terminal_.flush();
  stream << lines << std::flush;
  Draw();
}

void ProgressDisplay::Draw() {
  terminal_ << kReturn << label_
            << ProgressLine(state_, absl::Now() - start_, width_) << kClearToEnd
            << std::flush;
}

void ProgressDisplay::Wipe() { terminal_ << kReturn << kClearToEnd; }

void ProgressDisplay::KeepDrawing(const std::stop_token& stop) {
  AnnotatedLock lock(mutex_);
  while (!stop.stop_requested()) {
    Draw();
    never_notified_.wait_for(mutex_, stop, kRedrawInterval,
                             [] { return false; });
  }
}

}  // namespace admf
