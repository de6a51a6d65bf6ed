#pragma once

#include <memory>
#include <string>
#include <vector>

#include "containers/platform/posix_file_system.h"
#include "containers/platform/testing/temporary_folder.h"
#include "gtest/gtest.h"
#include "managers/backtest/backtest_config.h"

namespace admf {

class BacktestConfigTest : public testing::Test {
 protected:
  BacktestConfigTest() {
    EXPECT_TRUE(
        files_.WriteFileDurably(folder_.path() + "/GOOG.csv", "x").ok());
    root_ =
        std::make_unique<DataRoot>(*DataRoot::Create(folder_.path(), &files_));
    config_.set_type(v1::WORKFLOW_TYPE_BACKTEST);
    (*config_.mutable_data_config()->mutable_sources())["GOOG"].set_path(
        "GOOG.csv");
    backtest().mutable_strategy()->set_type("sma_crossover");
  }

  v1::BacktestConfig& backtest() { return *config_.mutable_backtest_config(); }
  v1::ExecutionConfig& execution() { return *backtest().mutable_execution(); }
  v1::PortfolioConfig& portfolio() { return *backtest().mutable_portfolio(); }
  v1::RiskConfig& risk() { return *backtest().mutable_risk(); }

  void RenameSymbol(const std::string& symbol) {
    auto& sources = *config_.mutable_data_config()->mutable_sources();
    sources[symbol] = sources.at("GOOG");
    sources.erase("GOOG");
  }

  /// The fields of all problems of the configuration.
  std::vector<std::string> Problems() {
    std::vector<ConfigProblem> problems;
    resolved_ = config_;
    ResolveBacktestConfig(*root_, &resolved_, &problems);
    std::vector<std::string> fields;
    for (const ConfigProblem& problem : problems) {
      EXPECT_FALSE(problem.description.empty());
      fields.push_back(problem.field);
    }
    return fields;
  }

  TemporaryFolder folder_;
  PosixFileSystem files_;
  std::unique_ptr<DataRoot> root_;
  v1::WorkflowConfig config_;
  v1::WorkflowConfig resolved_;
};

using Fields = std::vector<std::string>;

}  // namespace admf
