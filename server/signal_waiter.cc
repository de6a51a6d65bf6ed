#include "server/signal_waiter.h"

#include <signal.h>
#include <unistd.h>

#include <utility>

namespace admf {
namespace {

constexpr int kKilledBySignal = 128;

/// SIGUSR1 ends the waiting itself; see the destructor.
sigset_t Signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGUSR1);
  return signals;
}

}  // namespace

SignalWaiter::SignalWaiter() {
  const sigset_t signals = Signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  // A client that goes away while it is being written to is no reason to end.
  signal(SIGPIPE, SIG_IGN);
}

void SignalWaiter::Start(std::function<void()> on_first) {
  thread_ = std::thread([on_first = std::move(on_first)] {
    const sigset_t signals = Signals();
    bool first = true;
    int signal = 0;
    while (sigwait(&signals, &signal) == 0 && signal != SIGUSR1) {
      if (!first) _exit(kKilledBySignal + signal);
      first = false;
      on_first();
    }
  });
}

SignalWaiter::~SignalWaiter() {
  if (!thread_.joinable()) return;
  pthread_kill(thread_.native_handle(), SIGUSR1);
  thread_.join();
}

}  // namespace admf
