// Every call of a container in every state: which are allowed, where they lead,
// and that the others change nothing.

#include <latch>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "containers/container_state.h"
#include "containers/platform/posix_file_system.h"
#include "containers/platform/testing/temporary_folder.h"
#include "containers/universal_scoped_container.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/containers/probe_component.h"

namespace admf {
namespace {

using ::testing::IsEmpty;
using State = ContainerState;

enum class Call { kInitialize, kStart, kStop, kReset, kDispose };

// Those that last longer than a call.
constexpr State kLastingStates[] = {State::kCreated, State::kInitialized,
                                    State::kRunning, State::kStopped,
                                    State::kFailed,  State::kDisposed};
constexpr Call kCalls[] = {Call::kInitialize, Call::kStart, Call::kStop,
                           Call::kReset, Call::kDispose};

const char* NameOf(Call call) {
  switch (call) {
    case Call::kInitialize:
      return "initialize";
    case Call::kStart:
      return "start";
    case Call::kStop:
      return "stop";
    case Call::kReset:
      return "reset";
    case Call::kDispose:
      return "dispose";
  }
  return "";
}

// The table of universal_scoped_container.h; nothing where it has no row.
std::optional<State> ExpectedState(State from, Call call) {
  switch (call) {
    case Call::kInitialize:
      if (from == State::kCreated) return State::kInitialized;
      return std::nullopt;
    case Call::kStart:
      if (from == State::kInitialized) return State::kRunning;
      return std::nullopt;
    case Call::kStop:
      if (from == State::kRunning) return State::kStopped;
      return std::nullopt;
    case Call::kReset:
      if (from == State::kStopped) return State::kInitialized;
      return std::nullopt;
    case Call::kDispose:
      return State::kDisposed;
  }
  return std::nullopt;
}

class Fixture {
 protected:
  Fixture() {
    container_ = *UniversalScopedContainer::Create(
        {.type = "backtest",
         .components = {ProbeSpec("data", {}, &journal_)},
         .file_system = &files_,
         .scratch_root = root_.path()});
  }

  absl::Status Make(Call call) {
    switch (call) {
      case Call::kInitialize:
        return container_->Initialize();
      case Call::kStart:
        return container_->Start({.workflow_id = "wf"});
      case Call::kStop:
        return container_->Stop();
      case Call::kReset:
        return container_->Reset();
      case Call::kDispose:
        return container_->Dispose();
    }
    return absl::OkStatus();
  }

  // Brings the container into `state`.
  void BringTo(State state) {
    if (state == State::kFailed) {
      journal_.Fail("create data", absl::InternalError("broken"));
      EXPECT_FALSE(Make(Call::kInitialize).ok());
    } else if (state == State::kDisposed) {
      EXPECT_EQ(Make(Call::kDispose), absl::OkStatus());
    } else {
      const Call way[] = {Call::kInitialize, Call::kStart, Call::kStop};
      for (const Call call : way) {
        if (container_->state() == state) break;
        EXPECT_EQ(Make(call), absl::OkStatus());
      }
    }
    ASSERT_EQ(container_->state(), state);
    journal_.TakeSteps();
  }

  const TemporaryFolder root_;
  PosixFileSystem files_;
  ProbeJournal journal_;
  std::unique_ptr<UniversalScopedContainer> container_;
};

class LastingStateTest
    : public Fixture,
      public ::testing::TestWithParam<std::tuple<State, Call>> {};

TEST_P(LastingStateTest, FollowsTheTable) {
  const auto [from, call] = GetParam();
  BringTo(from);
  const absl::Status status = Make(call);
  const std::optional<State> expected = ExpectedState(from, call);
  if (expected.has_value()) {
    EXPECT_EQ(status, absl::OkStatus());
    EXPECT_EQ(container_->state(), *expected);
    return;
  }
  EXPECT_EQ(status, absl::FailedPreconditionError(absl::StrCat(
                        "cannot ", NameOf(call), " a backtest container that ",
                        "is ", std::string(ContainerStateName(from)))));
  EXPECT_EQ(container_->state(), from);
  EXPECT_THAT(journal_.TakeSteps(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(All, LastingStateTest,
                         ::testing::Combine(::testing::ValuesIn(kLastingStates),
                                            ::testing::ValuesIn(kCalls)),
                         [](const auto& info) {
                           return absl::StrCat(
                               std::string(
                                   ContainerStateName(std::get<0>(info.param))),
                               "_", NameOf(std::get<1>(info.param)));
                         });

// A call that is under way, and the step of the component that holds it up.
struct CallUnderWay {
  State from;
  Call call;
  State by_way_of;
  const char* step;
};

constexpr CallUnderWay kCallsUnderWay[] = {
    {State::kCreated, Call::kInitialize, State::kInitializing, "create data"},
    {State::kInitialized, Call::kStart, State::kStarting, "start data"},
    {State::kRunning, Call::kStop, State::kStopping, "stop data"},
    {State::kStopped, Call::kReset, State::kStopped, "reset data"},
};

class CallUnderWayTest : public Fixture,
                         public ::testing::TestWithParam<CallUnderWay> {
 protected:
  // What the other calls are told meanwhile.
  void ExpectRefused(Call call) {
    EXPECT_EQ(Make(call),
              absl::FailedPreconditionError(absl::StrCat(
                  "cannot ", NameOf(call), " a backtest container that is ",
                  std::string(ContainerStateName(GetParam().by_way_of)),
                  " with a call under way")));
  }
};

TEST_P(CallUnderWayTest, RefusesTheCallsOfOtherThreads) {
  const CallUnderWay& under_way = GetParam();
  BringTo(under_way.from);
  std::latch reached(1);
  std::latch may_go_on(1);
  journal_.On(under_way.step, [&] {
    reached.count_down();
    may_go_on.wait();
    return absl::OkStatus();
  });
  absl::Status status;
  std::thread caller([&] { status = Make(under_way.call); });
  reached.wait();
  EXPECT_EQ(container_->state(), under_way.by_way_of);
  for (const Call call :
       {Call::kInitialize, Call::kStart, Call::kStop, Call::kReset}) {
    ExpectRefused(call);
  }
  EXPECT_EQ(container_->state(), under_way.by_way_of);
  may_go_on.count_down();
  caller.join();
  EXPECT_EQ(status, absl::OkStatus());
  EXPECT_EQ(container_->state(), ExpectedState(under_way.from, under_way.call));
}

TEST_P(CallUnderWayTest, RefusesTheCallsOfTheComponentItself) {
  const CallUnderWay& under_way = GetParam();
  BringTo(under_way.from);
  journal_.On(under_way.step, [&] {
    for (const Call call :
         {Call::kInitialize, Call::kStart, Call::kStop, Call::kReset}) {
      ExpectRefused(call);
    }
    return absl::OkStatus();
  });
  EXPECT_EQ(Make(under_way.call), absl::OkStatus());
}

TEST_P(CallUnderWayTest, FailsIfAComponentFails) {
  const CallUnderWay& under_way = GetParam();
  BringTo(under_way.from);
  journal_.Fail(under_way.step, absl::InternalError("broken"));
  EXPECT_EQ(Make(under_way.call).code(), absl::StatusCode::kInternal);
  EXPECT_EQ(container_->state(), State::kFailed);
  EXPECT_EQ(Make(Call::kDispose), absl::OkStatus());
  EXPECT_EQ(container_->state(), State::kDisposed);
}

TEST_P(CallUnderWayTest, DisposeComesAfterIt) {
  const CallUnderWay& under_way = GetParam();
  BringTo(under_way.from);
  std::latch reached(1);
  journal_.On(under_way.step, [&] {
    reached.count_down();
    // Gives Dispose the time to do what it must not do yet.
    for (int i = 0; i < 1000; ++i) std::this_thread::yield();
    return absl::OkStatus();
  });
  absl::Status status;
  std::thread caller([&] { status = Make(under_way.call); });
  reached.wait();
  EXPECT_EQ(Make(Call::kDispose), absl::OkStatus());
  EXPECT_EQ(container_->state(), State::kDisposed);
  caller.join();
  EXPECT_EQ(status, absl::OkStatus());
}

INSTANTIATE_TEST_SUITE_P(All, CallUnderWayTest,
                         ::testing::ValuesIn(kCallsUnderWay),
                         [](const auto& info) {
                           return std::string(NameOf(info.param.call));
                         });

}  // namespace
}  // namespace admf
