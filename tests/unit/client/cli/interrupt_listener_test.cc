#include "client/cli/interrupt_listener.h"

#include <gtest/gtest.h>

#include <csignal>
#include <latch>
#include <stop_token>

namespace admf {
namespace {

TEST(InterruptListenerTest, TheFirstSignalRequestsAStop) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    InterruptListener listener;
    std::latch stopped(1);
    const std::stop_callback callback(listener.token(),
                                      [&stopped] { stopped.count_down(); });
    EXPECT_FALSE(listener.token().stop_requested());
    std::raise(signal);
    // Would hit the test's time limit if the signal went unnoticed.
    stopped.wait();
    EXPECT_TRUE(listener.token().stop_requested());
  }
}

TEST(InterruptListenerDeathTest, TheSecondSignalEndsTheProcess) {
  EXPECT_EXIT(
      {
        InterruptListener listener;
        std::raise(SIGINT);
        std::raise(SIGINT);
      },
      ::testing::KilledBySignal(SIGINT), "");
}

TEST(InterruptListenerDeathTest, GivesTheSignalsBack) {
  EXPECT_EXIT(
      {
        { InterruptListener listener; }
        std::raise(SIGTERM);
      },
      ::testing::KilledBySignal(SIGTERM), "");
}

}  // namespace
}  // namespace admf
