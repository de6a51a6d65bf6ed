#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "client/cli/gate/gate_case.h"
#include "google/protobuf/text_format.h"

namespace admf {

/// A case that ended with `result`, in the text format.
inline GateCase EndedCase(const std::string& file, ExitCode exit_code,
                          const std::string& result) {
  GateCase gate_case = {.file = file, .exit_code = exit_code};
  gate_case.result.emplace();
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      result, &*gate_case.result));
  gate_case.name = gate_case.result->name();
  gate_case.workflow_id = gate_case.result->workflow_id();
  return gate_case;
}

/// One of each kind: passed, failed by one of two criteria after a search,
/// refused with two problems, and failed as a workflow.
inline std::vector<GateCase> TestCases() {
  std::vector<GateCase> cases;
  cases.push_back(EndedCase("gates/a.yaml", ExitCode::kSuccess, R"(
    workflow_id: "w-1" name: "a|b" state: WORKFLOW_STATE_SUCCEEDED
    config_digest: "c1" data_digest: "d1" result_digest: "e1"
    start_time { seconds: 1000000000 }
    end_time { seconds: 1000000001 nanos: 500000000 }
    verdict {
      state: PASSED
      outcomes {
        criterion { metric: "trade_count" min: 30 } value: 66 passed: true
      }
    }
  )"));
  cases.push_back(EndedCase("gates/b.yaml", ExitCode::kVerdictFailed, R"(
    workflow_id: "w-2" name: "search" state: WORKFLOW_STATE_SUCCEEDED
    start_time { seconds: 1000000000 } end_time { seconds: 1000000003 }
    warnings: "few <trades>"
    context { key: "earlier_trials" value: "12" }
    search {
      trial_count: 4851 feasible_trial_count: 4700 end_reason: "grid done"
      best {
        number: 7 parameters { key: "fast_period" value { number_value: 12 } }
      }
      explanations: "Luck alone explains *this*."
    }
    verdict {
      state: FAILED
      outcomes {
        criterion { metric: "turnover" max: 3 } value: 2 passed: true
      }
      outcomes {
        criterion { metric: "deflated_sharpe_ratio" min: 0.95 } value: 0.41
        reason: "0.41 < 0.95"
      }
    }
  )"));
  cases.push_back({.file = "gates/c.yaml",
                   .problem = "the configuration is invalid",
                   .violations = {"gates/c.yaml:2:9: no 'x' & no \"y\"",
                                  "gates/c.yaml:3:1: z"},
                   .exit_code = ExitCode::kUsage});
  cases.push_back(EndedCase("gates/d.yaml", ExitCode::kWorkflowFailed, R"(
    workflow_id: "w-4" name: "d" state: WORKFLOW_STATE_FAILED
    start_time { seconds: 1000000000 } end_time { seconds: 1000000000 }
  )"));
  cases.back().problem = "the workflow failed: GOOG.csv is missing";
  return cases;
}

}  // namespace admf
