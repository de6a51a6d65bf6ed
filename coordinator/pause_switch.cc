#include "coordinator/pause_switch.h"

#include <optional>

namespace admf {

void PauseSwitch::Update(const v1::WorkflowStatus& status) {
  std::optional<std::stop_source> stop;
  {
    const MutexLock lock(&mutex_);
    if (status.last_sequence() < sequence_) return;
    sequence_ = status.last_sequence();
    on_ = status.pause_requested();
    if (on_ && stop_ != nullptr) {
      heard_ = true;
      stop = *stop_;
    }
  }
  // Without the lock: it calls what waits for it.
  if (stop) stop->request_stop();
}

bool PauseSwitch::on() const {
  const MutexLock lock(&mutex_);
  return on_;
}

PauseSwitch::Listener::Listener(PauseSwitch* pause,
                                const std::stop_token& outer)
    : pause_(pause), on_outer_stop_(outer, RequestStop{&stop_}) {
  bool on = false;
  {
    const MutexLock lock(&pause->mutex_);
    pause->stop_ = &stop_;
    on = pause->heard_ = pause->on_;
  }
  if (on) stop_.request_stop();
}

PauseSwitch::Listener::~Listener() {
  const MutexLock lock(&pause_->mutex_);
  pause_->stop_ = nullptr;
}

bool PauseSwitch::Listener::heard() const {
  const MutexLock lock(&pause_->mutex_);
  return pause_->heard_;
}

}  // namespace admf
