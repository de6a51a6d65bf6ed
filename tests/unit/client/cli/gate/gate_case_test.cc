#include "client/cli/gate/gate_case.h"

#include <gtest/gtest.h>

#include <vector>

namespace admf {
namespace {

const GateCase kPassed = {.file = "a.yaml", .name = "a"};
const GateCase kFailed = {.file = "b.yaml",
                          .exit_code = ExitCode::kVerdictFailed};
const GateCase kRefused = {.file = "c.yaml",
                           .problem = "there is nothing to gate",
                           .exit_code = ExitCode::kUsage};

TEST(GateCaseTest, TitleAndState) {
  EXPECT_EQ(GateCaseTitle(kPassed), "a");
  EXPECT_EQ(GateCaseTitle(kFailed), "b.yaml");
  EXPECT_EQ(GateCaseState(kPassed), "PASSED");
  EXPECT_EQ(GateCaseState(kFailed), "FAILED");
  EXPECT_EQ(GateCaseState(kRefused), "ERROR");
}

TEST(GateCaseTest, ANameThatSeveralHaveComesWithItsFile) {
  std::vector<GateCase> cases = {{.file = "a.yaml", .name = "goog"},
                                 {.file = "b.yaml", .name = "other"},
                                 {.file = "c.yaml", .name = "goog"},
                                 {.file = "d.yaml"},
                                 {.file = "e.yaml"}};
  MarkSharedNames(&cases);
  EXPECT_EQ(GateCaseTitle(cases[0]), "goog (a.yaml)");
  EXPECT_EQ(GateCaseTitle(cases[1]), "other");
  EXPECT_EQ(GateCaseTitle(cases[2]), "goog (c.yaml)");
  EXPECT_EQ(GateCaseTitle(cases[3]), "d.yaml");
}

TEST(GateCaseTest, AllMustPass) {
  EXPECT_EQ(GateExitCode({}), ExitCode::kSuccess);
  EXPECT_EQ(GateExitCode({kPassed, kPassed}), ExitCode::kSuccess);
  EXPECT_EQ(GateExitCode({kPassed, kRefused}), ExitCode::kUsage);
  EXPECT_EQ(GateExitCode({kFailed, kRefused, kPassed}),
            ExitCode::kVerdictFailed);
}

TEST(GateCaseTest, TheSummaryCounts) {
  EXPECT_EQ(GateSummary({kPassed}), "gate PASSED: 1 of 1 workflow passed");
  EXPECT_EQ(GateSummary({kPassed, kFailed, kRefused}),
            "gate FAILED: 1 of 3 workflows passed, 1 failed, 1 has no verdict");
  EXPECT_EQ(GateSummary({kRefused, kRefused}),
            "gate FAILED: 0 of 2 workflows passed, 2 have no verdict");
}

}  // namespace
}  // namespace admf
