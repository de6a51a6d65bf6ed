#include "coordinator/workflow_validator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/unit/coordinator/fake_manager.h"

namespace admf {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class WorkflowValidatorTest : public ::testing::Test {
 protected:
  WorkflowValidatorTest() {
    config_.set_type(v1::WORKFLOW_TYPE_BACKTEST);
    std::vector<std::unique_ptr<WorkflowManager>> managers;
    managers.push_back(std::make_unique<FakeManager>(nullptr));
    managers_ = std::make_unique<WorkflowManagerFactory>(std::move(managers));
  }

  absl::StatusOr<ValidatedWorkflow> Validate() const {
    return WorkflowValidator(managers_.get(),
                             {.max_running_workflows = 2,
                              .max_queued_workflows = 10,
                              .worker_threads = 4,
                              .max_memory_per_workflow_mb = 1024,
                              .max_workflow_time = absl::Hours(1)})
        .Validate(config_);
  }

  std::vector<std::string> Problems() const {
    std::vector<std::string> texts;
    const auto validated = Validate();
    EXPECT_TRUE(validated.ok()) << validated.status();
    for (const ConfigProblem& problem : validated->problems) {
      texts.push_back(problem.field + ": " + problem.description);
    }
    return texts;
  }

  v1::InfrastructureConfig& infrastructure() {
    return *config_.mutable_infrastructure_config();
  }

  v1::WorkflowConfig config_;
  std::unique_ptr<WorkflowManagerFactory> managers_;
};

TEST_F(WorkflowValidatorTest, DefaultsFollowTheCores) {
  infrastructure().set_cpu_cores(3);
  EXPECT_THAT(Problems(), IsEmpty());
  EXPECT_EQ(Validate()->config.infrastructure_config().max_workers(), 3);
}

TEST_F(WorkflowValidatorTest, WhatWasNotGivenIsNoProblem) {
  infrastructure().set_cpu_cores(99);
  EXPECT_THAT(Problems(),
              ElementsAre(StartsWith(
                  "workflow.infrastructure_config.cpu_cores: 99 is out of")));
  infrastructure().set_max_workers(98);
  EXPECT_THAT(
      Problems(),
      ElementsAre(
          StartsWith("workflow.infrastructure_config.cpu_cores: 99"),
          StartsWith("workflow.infrastructure_config.max_workers: 98")));
}

TEST_F(WorkflowValidatorTest, CharactersAreCountedAndNotBytes) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "\xc3\xbc";
  config_.set_name(text);
  (*config_.mutable_labels())[text] = text;
  EXPECT_THAT(Problems(), IsEmpty());
  config_.clear_labels();
  config_.set_name(text + "x");
  EXPECT_THAT(Problems(), ElementsAre("workflow.name: has 201 characters; at "
                                      "most 200 are allowed"));
}

TEST_F(WorkflowValidatorTest, TypesOfNewerClients) {
  config_.set_type(static_cast<v1::WorkflowType>(99));
  const absl::Status status = Validate().status();
  EXPECT_TRUE(absl::IsUnimplemented(status));
  EXPECT_EQ(status.message(),
            "this server can't run workflows of type 99; it runs: backtest");
}

TEST_F(WorkflowValidatorTest, NumbersThatStandForNothingAreRefused) {
  config_.mutable_backtest_config()->mutable_execution()->set_fill(
      static_cast<v1::FillMode>(99));
  EXPECT_THAT(
      Problems(),
      ElementsAre(StartsWith("workflow.backtest_config.execution.fill: 99")));
}

}  // namespace
}  // namespace admf
