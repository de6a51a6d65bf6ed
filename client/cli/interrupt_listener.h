#pragma once

#include <stop_token>
#include <thread>

namespace admf {

/// Turns the first SIGINT, SIGTERM or SIGHUP into a request to stop; the second
/// one does what it does by default. At most one exists at a time, since
/// signals belong to the process. The destructor gives the signals back.
class InterruptListener {
 public:
  InterruptListener();
  ~InterruptListener();
  InterruptListener(const InterruptListener&) = delete;
  InterruptListener& operator=(const InterruptListener&) = delete;

  std::stop_token token() const { return source_.get_token(); }

 private:
  void Listen(int read_end);

  std::stop_source source_;
  int pipe_[2];
  std::jthread thread_;
};

}  // namespace admf
