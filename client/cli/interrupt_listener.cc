#include "client/cli/interrupt_listener.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>

namespace admf {
namespace {

constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP};
constexpr char kInterrupted = 'i';
constexpr char kEnd = 'e';

// Signal handlers can only reach what is global.
std::atomic<int> handler_pipe = -1;
static_assert(std::atomic<int>::is_always_lock_free);

// Does nothing but what is allowed in a signal handler; requesting a stop runs
// callbacks that lock, so a thread does it.
void HandleSignal(int) {
  const int saved_errno = errno;
  const char byte = kInterrupted;
  // A full pipe has told the thread already.
  [[maybe_unused]] const ssize_t written = write(handler_pipe.load(), &byte, 1);
  errno = saved_errno;
}

void SetHandler(void (*handler)(int), int flags) {
  struct sigaction action = {};
  action.sa_handler = handler;
  action.sa_flags = flags;
  for (const int signal : kSignals) sigaction(signal, &action, nullptr);
}

}  // namespace

InterruptListener::InterruptListener() {
  if (pipe2(pipe_, O_CLOEXEC) != 0) {
    std::perror("admf: pipe");
    std::abort();
  }
  handler_pipe = pipe_[1];
  thread_ = std::jthread([this] { Listen(pipe_[0]); });
  // Reset with the first signal: the second one ends the process.
  SetHandler(HandleSignal, SA_RESETHAND | SA_RESTART);
}

InterruptListener::~InterruptListener() {
  SetHandler(SIG_DFL, 0);
  const char byte = kEnd;
  [[maybe_unused]] const ssize_t written = write(pipe_[1], &byte, 1);
  thread_.join();
  handler_pipe = -1;
  close(pipe_[0]);
  close(pipe_[1]);
}

void InterruptListener::Listen(int read_end) {
  char byte = 0;
  while (byte != kEnd) {
    const ssize_t count = read(read_end, &byte, 1);
    if (count < 0 && errno == EINTR) continue;
    if (count != 1) return;
    if (byte == kInterrupted) source_.request_stop();
  }
}

}  // namespace admf
