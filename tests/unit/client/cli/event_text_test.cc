#include "client/cli/event_text.h"

#include <gtest/gtest.h>

#include "google/protobuf/text_format.h"

namespace admf {
namespace {

v1::WorkflowEvent Parse(const std::string& text) {
  v1::WorkflowEvent event;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &event));
  return event;
}

TEST(EventTextTest, SaysWhatHappened) {
  const struct {
    const char* event;
    const char* text;
  } cases[] = {
      {"submitted { name: 'goog' type: WORKFLOW_TYPE_BACKTEST priority: 3 }",
       "submitted: backtest goog, priority 3"},
      {"submitted { type: WORKFLOW_TYPE_BACKTEST priority: 5 }",
       "submitted: backtest, priority 5"},
      {"started {}", "started"},
      {"phase_started { phase: WORKFLOW_PHASE_COMPUTATION attempt: 1 index: 3 "
       "count: 6 }",
       "phase 3/6: computation"},
      {"phase_started { phase: WORKFLOW_PHASE_COMPUTATION attempt: 2 index: 3 "
       "count: 6 }",
       "phase 3/6: computation (try 2)"},
      {"phase_completed { result { phase: WORKFLOW_PHASE_VALIDATION duration { "
       "nanos: 12000000 } } }",
       "validation done in 12 ms"},
      {"phase_completed { result { phase: WORKFLOW_PHASE_VALIDATION duration { "
       "seconds: 2 } warnings: 'few trades' } }",
       "validation done in 2.0 s; warning: few trades"},
      {"phase_completed { result { phase: WORKFLOW_PHASE_VALIDATION duration { "
       "seconds: 2 } warnings: 'a' warnings: 'b' warnings: 'c' } }",
       "validation done in 2.0 s; warning: a (and 2 more)"},
      {"phase_failed { result { phase: WORKFLOW_PHASE_COMPUTATION errors: 'a' "
       "errors: 'b' } critical: true }",
       "computation failed: a; b"},
      {"phase_failed { result { phase: WORKFLOW_PHASE_VALIDATION errors: 'a' } "
       "}",
       "validation failed: a (the workflow goes on)"},
      {"submitted { type: WORKFLOW_TYPE_BACKTEST priority: 3 retry_of: 'w-1' "
       "inherited_phases { phase: WORKFLOW_PHASE_INITIALIZATION } "
       "inherited_phases { phase: WORKFLOW_PHASE_DATA_PREPARATION } }",
       "submitted: backtest, priority 3, retry of w-1 after data_preparation"},
      {"phase_retried { phase: WORKFLOW_PHASE_COMPUTATION attempt: 2 backoff { "
       "seconds: 1 nanos: 200000000 } error { message: 'the disk is full' } }",
       "try 2 of computation in 1.2 s: the disk is full"},
      {"phase_retried { phase: WORKFLOW_PHASE_COMPUTATION attempt: 2 }",
       "try 2 of computation"},
      {"pause_requested { reason: 'the market is open' }",
       "pause requested: the market is open"},
      {"pause_requested {}", "pause requested"},
      {"paused {}", "paused; `admf resume` lets it go on"},
      {"resumed {}", "resumed"},
      {"interrupted {}",
       "interrupted: the daemon was shut down; it goes on when the daemon is "
       "back"},
      {"recovered { after_crash: true }",
       "recovered: the daemon was started again after a crash"},
      {"recovered {}", "recovered: the daemon was started again"},
      {"progress { phase: WORKFLOW_PHASE_COMPUTATION fraction: 0.25 message: "
       "'bar 500' }",
       "computation 25 %: bar 500"},
      {"progress { phase: WORKFLOW_PHASE_COMPUTATION fraction: 1 }",
       "computation 100 %"},
      {"cancel_requested { reason: 'wrong file' }",
       "cancellation requested: wrong file"},
      {"cancel_requested {}", "cancellation requested"},
      {"completed { state: WORKFLOW_STATE_SUCCEEDED }", "succeeded"},
      {"completed { state: WORKFLOW_STATE_SUCCEEDED degraded: true }",
       "succeeded, degraded"},
      {"completed { state: WORKFLOW_STATE_FAILED error { message: 'no data' } "
       "}",
       "failed: no data"},
      {"", "an event that this client does not know"},
  };
  for (const auto& c : cases) EXPECT_EQ(EventText(Parse(c.event)), c.text);
}

TEST(EventTextTest, ControlCharactersAreMadeHarmless) {
  EXPECT_EQ(EventText(Parse("cancel_requested { reason: 'a\\033[1mb\\nc' }")),
            "cancellation requested: a?[1mb c");
}

TEST(EventNameTest, IsTheNameOfTheField) {
  EXPECT_EQ(EventName(Parse("phase_started {}")), "phase_started");
  EXPECT_EQ(EventName(Parse("")), "unknown");
}

}  // namespace
}  // namespace admf
