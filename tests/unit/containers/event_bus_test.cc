#include "containers/event_bus.h"

#include <latch>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Tick {
  static constexpr char kEventType[] = "tick";
  int number = 0;
};
struct Signal {
  static constexpr char kEventType[] = "signal";
  std::string side;
};

// Gives another thread the time to do what it must not do yet.
void LetOthersRun() {
  for (int i = 0; i < 1000; ++i) std::this_thread::yield();
}

class EventBusTest : public ::testing::Test {
 protected:
  // Logs "NAME:NUMBER" for every Tick.
  Subscription LogTicks(const std::string& name) {
    return bus_.Subscribe<Tick>(
        name, [this, name](const Event&, const Tick& tick) {
          log_.push_back(absl::StrCat(name, ":", tick.number));
          return absl::OkStatus();
        });
  }
  // "SEQUENCE TYPE from SOURCE after CAUSATION" of all events so far.
  std::vector<std::string> History() {
    std::vector<std::string> lines;
    for (const Event& event : bus_.History()) {
      lines.push_back(absl::StrCat(event.sequence, " ", event.type, " from ",
                                   event.source, " after ", event.causation));
    }
    return lines;
  }

  EventBus bus_;
  std::vector<std::string> log_;
};

TEST_F(EventBusTest, NumbersEventsFromOneWithoutGaps) {
  EXPECT_EQ(bus_.last_sequence(), 0u);
  EXPECT_EQ(bus_.Publish("feed", Tick{}), 1u);
  EXPECT_EQ(bus_.Publish("strategy", Signal{}), 2u);
  EXPECT_EQ(bus_.Publish("feed", Tick{}), 3u);
  EXPECT_EQ(bus_.last_sequence(), 3u);
  EXPECT_THAT(History(), ElementsAre("1 tick from feed after 0",
                                     "2 signal from strategy after 0",
                                     "3 tick from feed after 0"));
}

TEST_F(EventBusTest, HandlersGetThePayloadBeforePublishReturns) {
  std::string side;
  uint64_t sequence = 0;
  const Subscription subscription = bus_.Subscribe<Signal>(
      "broker", [&](const Event& event, const Signal& signal) {
        side = signal.side;
        sequence = event.sequence;
        return absl::OkStatus();
      });
  bus_.Publish("strategy", Signal{.side = "buy"});
  EXPECT_EQ(side, "buy");
  EXPECT_EQ(sequence, 1u);
}

TEST_F(EventBusTest, HandlersRunInTheOrderOfSubscribing) {
  const Subscription b = LogTicks("b");
  const Subscription a = LogTicks("a");
  const Subscription c = LogTicks("c");
  bus_.Publish("feed", Tick{.number = 1});
  bus_.Publish("feed", Tick{.number = 2});
  EXPECT_THAT(log_, ElementsAre("b:1", "a:1", "c:1", "b:2", "a:2", "c:2"));
}

TEST_F(EventBusTest, HandlersGetTheirTypeOnly) {
  const Subscription ticks = LogTicks("ticks");
  const Subscription all =
      bus_.SubscribeToAll("all", [this](const Event& event) {
        log_.push_back(absl::StrCat("all:", event.type));
        return absl::OkStatus();
      });
  bus_.Publish("strategy", Signal{});
  bus_.Publish("feed", Tick{.number = 1});
  EXPECT_THAT(log_, ElementsAre("all:signal", "ticks:1", "all:tick"));
}

TEST_F(EventBusTest, WhatAHandlerPublishesComesAfterTheEventItHandles) {
  const Subscription first =
      bus_.Subscribe<Tick>("first", [this](const Event&, const Tick& tick) {
        log_.push_back(absl::StrCat("first:", tick.number));
        if (tick.number == 1) {
          EXPECT_EQ(bus_.Publish("first", Tick{.number = 2}), 2u);
          EXPECT_EQ(bus_.Publish("first", Tick{.number = 3}), 3u);
        } else if (tick.number == 2) {
          EXPECT_EQ(bus_.Publish("first", Tick{.number = 4}), 4u);
        }
        return absl::OkStatus();
      });
  const Subscription second = LogTicks("second");
  bus_.Publish("feed", Tick{.number = 1});
  EXPECT_THAT(log_, ElementsAre("first:1", "second:1", "first:2", "second:2",
                                "first:3", "second:3", "first:4", "second:4"));
  EXPECT_THAT(
      History(),
      ElementsAre("1 tick from feed after 0", "2 tick from first after 1",
                  "3 tick from first after 1", "4 tick from first after 2"));
}

TEST_F(EventBusTest, CausationEndsWithTheHandler) {
  const Subscription subscription =
      bus_.Subscribe<Tick>("handler", [this](const Event&, const Tick&) {
        bus_.Publish("handler", Signal{});
        return absl::OkStatus();
      });
  bus_.Publish("feed", Tick{});
  bus_.Publish("feed", Signal{});
  EXPECT_THAT(History(), ElementsAre("1 tick from feed after 0",
                                     "2 signal from handler after 1",
                                     "3 signal from feed after 0"));
}

TEST_F(EventBusTest, AFailingHandlerBecomesAnErrorAndStopsNobody) {
  const Subscription failing =
      bus_.Subscribe<Tick>("broker", [](const Event&, const Tick&) {
        return absl::UnavailableError("market closed");
      });
  const Subscription throwing = bus_.Subscribe<Tick>(
      "portfolio", [](const Event&, const Tick&) -> absl::Status {
        throw std::runtime_error("overflow");
      });
  const Subscription last = LogTicks("last");
  std::vector<absl::Status> errors;
  const Subscription error_handler = bus_.Subscribe<HandlerFailed>(
      "monitor", [&](const Event&, const HandlerFailed& failed) {
        errors.push_back(failed.status);
        log_.push_back(absl::StrCat("error of ", failed.subscriber));
        return absl::OkStatus();
      });
  bus_.Publish("feed", Tick{.number = 1});
  bus_.Publish("feed", Tick{.number = 2});
  EXPECT_THAT(log_,
              ElementsAre("last:1", "error of broker", "error of portfolio",
                          "last:2", "error of broker", "error of portfolio"));
  ASSERT_EQ(errors.size(), 4u);
  EXPECT_EQ(errors[0],
            absl::UnavailableError("handler of 'broker': market closed"));
  EXPECT_EQ(errors[1], absl::InternalError("handler of 'portfolio': overflow"));
  EXPECT_THAT(
      History(),
      ElementsAre("1 tick from feed after 0", "2 error from event_bus after 1",
                  "3 error from event_bus after 1", "4 tick from feed after 0",
                  "5 error from event_bus after 4",
                  "6 error from event_bus after 4"));
}

TEST_F(EventBusTest, AnErrorOfAnErrorHandlerGoesToTheHistoryOnly) {
  int calls = 0;
  const Subscription failing =
      bus_.SubscribeToAll("failing", [&](const Event&) {
        ++calls;
        return absl::InternalError("always");
      });
  bus_.Publish("feed", Tick{});
  // For the tick and for the error that comes of it, and that is all.
  EXPECT_EQ(calls, 2);
  EXPECT_THAT(History(), ElementsAre("1 tick from feed after 0",
                                     "2 error from event_bus after 1",
                                     "3 error from event_bus after 2"));
}

TEST_F(EventBusTest, DestroyingASubscriptionEndsIt) {
  {
    const Subscription subscription = LogTicks("a");
    bus_.Publish("feed", Tick{.number = 1});
  }
  bus_.Publish("feed", Tick{.number = 2});
  EXPECT_THAT(log_, ElementsAre("a:1"));
}

TEST_F(EventBusTest, ASubscriptionCanBeMoved) {
  Subscription a = LogTicks("a");
  Subscription b = LogTicks("b");
  Subscription moved = std::move(a);
  bus_.Publish("feed", Tick{.number = 1});
  // Ends b, which it held.
  b = std::move(moved);
  bus_.Publish("feed", Tick{.number = 2});
  b.End();
  b.End();
  bus_.Publish("feed", Tick{.number = 3});
  EXPECT_THAT(log_, ElementsAre("a:1", "b:1", "a:2"));
}

TEST_F(EventBusTest, EndingASubscriptionDestroysItsHandler) {
  auto held = std::make_shared<int>(1);
  Subscription subscription = bus_.SubscribeToAll(
      "a", [held](const Event&) { return absl::OkStatus(); });
  EXPECT_GT(held.use_count(), 1);
  subscription.End();
  EXPECT_EQ(held.use_count(), 1);
}

TEST_F(EventBusTest, ASubscriptionMayOutliveItsBus) {
  Subscription subscription;
  {
    EventBus bus;
    subscription =
        bus.SubscribeToAll("a", [](const Event&) { return absl::OkStatus(); });
  }
  subscription.End();
}

TEST_F(EventBusTest, AHandlerMayEndItsOwnAndOtherSubscriptions) {
  Subscription own;
  Subscription other;
  own = bus_.Subscribe<Tick>("own", [&](const Event&, const Tick& tick) {
    log_.push_back(absl::StrCat("own:", tick.number));
    other.End();
    own.End();
    return absl::OkStatus();
  });
  other = LogTicks("other");
  const Subscription last = LogTicks("last");
  bus_.Publish("feed", Tick{.number = 1});
  bus_.Publish("feed", Tick{.number = 2});
  // The other one stood behind it, and is not called even for the first event.
  EXPECT_THAT(log_, ElementsAre("own:1", "last:1", "last:2"));
}

TEST_F(EventBusTest, WhoSubscribesInAHandlerSeesLaterEventsOnly) {
  Subscription late;
  const Subscription first =
      bus_.Subscribe<Tick>("first", [&](const Event&, const Tick& tick) {
        if (tick.number == 1) {
          bus_.Publish("first", Tick{.number = 2});
          late = LogTicks("late");
          bus_.Publish("first", Tick{.number = 3});
        }
        return absl::OkStatus();
      });
  bus_.Publish("feed", Tick{.number = 1});
  EXPECT_THAT(log_, ElementsAre("late:3"));
}

TEST_F(EventBusTest, TheHistoryIsBounded) {
  EventBus bus(/*history_size=*/2);
  for (int i = 1; i <= 5; ++i) bus.Publish("feed", Tick{.number = i});
  const std::vector<Event> history = bus.History();
  ASSERT_EQ(history.size(), 2u);
  EXPECT_EQ(history[0].As<Tick>()->number, 4);
  EXPECT_EQ(history[1].As<Tick>()->number, 5);
  EventBus without_history(/*history_size=*/0);
  without_history.Publish("feed", Tick{});
  EXPECT_THAT(without_history.History(), IsEmpty());
  EXPECT_EQ(without_history.last_sequence(), 1u);
}

TEST_F(EventBusTest, ManyThreadsPublishIntoOneOrder) {
  constexpr int kThreads = 4;
  constexpr int kEvents = 500;
  // Delivered one at a time, so that the handler needs no lock.
  std::vector<uint64_t> sequences;
  std::vector<int> last_number(kThreads, -1);
  const Subscription subscription =
      bus_.Subscribe<Tick>("reader", [&](const Event& event, const Tick& tick) {
        sequences.push_back(event.sequence);
        const int thread = std::stoi(event.source);
        EXPECT_EQ(tick.number, last_number[thread] + 1);
        last_number[thread] = tick.number;
        return absl::OkStatus();
      });
  std::latch start(kThreads);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([this, &start, thread] {
      start.arrive_and_wait();
      for (int i = 0; i < kEvents; ++i) {
        bus_.Publish(absl::StrCat(thread), Tick{.number = i});
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  ASSERT_EQ(sequences.size(), size_t{kThreads * kEvents});
  for (size_t i = 0; i < sequences.size(); ++i) EXPECT_EQ(sequences[i], i + 1);
}

TEST_F(EventBusTest, WhatIsPublishedWhileAnotherThreadDeliversIsLeftToIt) {
  std::latch handling(1);
  std::latch may_go_on(1);
  std::vector<std::thread::id> handled_by;
  const Subscription subscription =
      bus_.Subscribe<Tick>("slow", [&](const Event& event, const Tick&) {
        handled_by.push_back(std::this_thread::get_id());
        if (event.sequence == 1) {
          handling.count_down();
          may_go_on.wait();
        }
        return absl::OkStatus();
      });
  std::thread deliverer([&] { bus_.Publish("one", Tick{}); });
  const std::thread::id deliverer_id = deliverer.get_id();
  handling.wait();
  // Returns although the handler is held up, and is not caused by its event.
  EXPECT_EQ(bus_.Publish("other", Tick{}), 2u);
  may_go_on.count_down();
  deliverer.join();
  EXPECT_THAT(handled_by, ElementsAre(deliverer_id, deliverer_id));
  EXPECT_EQ(History().back(), "2 tick from other after 0");
}

TEST_F(EventBusTest, EndingASubscriptionWaitsForItsRunningHandler) {
  std::latch handling(1);
  std::latch ending(1);
  // Written by the handler, read after End: a race if End did not wait.
  bool finished = false;
  Subscription subscription =
      bus_.Subscribe<Tick>("slow", [&](const Event&, const Tick&) {
        handling.count_down();
        ending.wait();
        LetOthersRun();
        finished = true;
        return absl::OkStatus();
      });
  std::thread deliverer([&] { bus_.Publish("feed", Tick{}); });
  handling.wait();
  ending.count_down();
  subscription.End();
  EXPECT_TRUE(finished);
  deliverer.join();
}

TEST_F(EventBusTest, EndingASubscriptionDoesNotWaitForOtherHandlers) {
  std::latch handling(1);
  std::latch may_go_on(1);
  const Subscription slow =
      bus_.Subscribe<Tick>("slow", [&](const Event&, const Tick&) {
        handling.count_down();
        may_go_on.wait();
        return absl::OkStatus();
      });
  Subscription other = LogTicks("other");
  std::thread deliverer([&] { bus_.Publish("feed", Tick{.number = 1}); });
  handling.wait();
  other.End();
  may_go_on.count_down();
  deliverer.join();
  EXPECT_THAT(log_, IsEmpty());
}

}  // namespace
}  // namespace admf
