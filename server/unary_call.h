#pragma once

#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "containers/platform/executor.h"
#include "containers/platform/timer_queue.h"
#include "coordinator/errors.h"
#include "server/grpc_status.h"

namespace admf {

/// What every unary RPC needs; all of it outlives the server.
struct CallEnvironment {
  /// Runs handlers that parse, look at files or otherwise take a while, so that
  /// gRPC's own threads never wait.
  Executor* executor = nullptr;
  TimerQueue* timers = nullptr;
  /// How long a call may take, whatever the client says.
  absl::Duration max_call_time = absl::Minutes(1);
};

/// Answers a call, once; further answers are ignored. Copyable, on any thread.
template <typename Response>
using Respond = std::function<void(absl::StatusOr<Response>)>;

/// The one wrapper that every unary RPC goes through: deadline -> handler ->
/// status. Exceptions of handlers end here as INTERNAL. A call that is not
/// answered in time ends with DEADLINE_EXCEEDED; what it started goes on.
///
/// Owns itself: made by Start, deleted by gRPC's OnDone.
template <typename Request, typename Response>
class UnaryCall final : public grpc::ServerUnaryReactor {
 public:
  /// Gets a request that lives until the answer is given, be it by another
  /// thread before the handler returns.
  using Handler = absl::AnyInvocable<void(const Request&, Respond<Response>)>;

  /// Calls the handler on gRPC's thread. It must not block.
  static grpc::ServerUnaryReactor* Start(const CallEnvironment& environment,
                                         const Request* request,
                                         Response* response, Handler handler) {
    auto* call = new UnaryCall;
    auto answer = std::make_shared<Answer>(
        call, request, response, std::move(handler), environment.timers);
    Run(environment, answer);
    return call;
  }

  /// Calls the handler on the environment's executor.
  static grpc::ServerUnaryReactor* StartOnExecutor(
      const CallEnvironment& environment, const Request* request,
      Response* response, Handler handler) {
    auto* call = new UnaryCall;
    auto answer = std::make_shared<Answer>(
        call, request, response, std::move(handler), environment.timers);
    environment.executor->Schedule(
        [environment, answer] { Run(environment, answer); });
    return call;
  }

  void OnDone() override { delete this; }

 private:
  /// What outlives the call if the handler does. `call`, `request` and
  /// `response` are gRPC's and end with Finish: only the first answer touches
  /// them.
  struct Answer {
    Answer(UnaryCall* call, const Request* request, Response* response,
           Handler handler, TimerQueue* timers)
        : call(call),
          request(request),
          response(response),
          handler(std::move(handler)),
          timers(timers) {}

    void Give(absl::StatusOr<Response> result) {
      if (answered.exchange(true)) return;
      if (const TimerId id = timer.load(); id != 0) timers->Cancel(id);
      const absl::Status status = result.status();
      if (status.ok()) *response = *std::move(result);
      call->Finish(ToGrpcStatus(status));
    }

    UnaryCall* const call;
    const Request* const request;
    Response* const response;
    Handler handler;
    TimerQueue* const timers;
    std::atomic<bool> answered{false};
    /// Of the deadline; 0 before it is set.
    std::atomic<TimerId> timer{0};
  };

  static void Run(const CallEnvironment& environment,
                  const std::shared_ptr<Answer>& answer) {
    try {
      answer->handler(*answer->request,
                      [answer](absl::StatusOr<Response> result) {
                        answer->Give(std::move(result));
                      });
    } catch (const std::exception& error) {
      answer->Give(absl::InternalError(
          absl::StrCat("unexpected exception: ", error.what())));
    }
    if (answer->answered.load()) return;
    const TimerId id =
        environment.timers->Schedule(environment.max_call_time, [answer] {
          answer->Give(MakeError(
              absl::StatusCode::kDeadlineExceeded, reason::kCallDeadline,
              "the server did not answer in time; ask again how it stands"));
        });
    answer->timer = id;
    // It may have been answered before the timer had a name.
    if (answer->answered.load()) environment.timers->Cancel(id);
  }
};

}  // namespace admf
