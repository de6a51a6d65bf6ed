#include "tests/reference/reference_run.h"

#include <cmath>
#include <cstdlib>
#include <iostream>
#include <limits>

#include "engine/base/check.h"
#include "engine/data/market_data_reader.h"
#include "engine/data/read_request.h"
#include "engine/execution/simulator.h"
#include "engine/execution/verification.h"
#include "engine/indicators/computing_indicator_source.h"
#include "engine/strategies/catalogue.h"
#include "engine/strategies/strategy.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

std::shared_ptr<const BarSeries> ReadBars(const std::string& path) {
  auto reader = MarketDataReader::Create({});
  CHECK(reader.ok());
  ReadRequest request;
  request.path = path;
  request.display_path = path;
  request.symbol = "TEST";
  // The files of these results end in .csv or .txt.
  request.format = ReadRequest::Format::kCsv;
  auto bars = (*reader)->Read(request, {});
  if (!bars.ok()) std::cerr << bars.status() << std::endl;
  CHECK(bars.ok());
  return *bars;
}

std::vector<Decision> Decide(
    const std::shared_ptr<const BarSeries>& bars, const std::string& name,
    const std::map<std::string, ParameterValue>& params) {
  const StrategyDefinition* const definition = FindStrategy(name);
  CHECK(definition != nullptr);
  std::vector<ParameterProblem> problems;
  const ParameterSet parameters =
      ResolveStrategyParameters(*definition, params, &problems);
  CHECK(problems.empty());
  ComputingIndicatorSource indicators;
  auto decisions =
      DecideAll(*definition->create(parameters), bars, indicators, {});
  CHECK(decisions.ok());
  return *std::move(decisions);
}

}  // namespace

std::optional<std::string> ReferenceDataFolder() {
  const char* const folder = std::getenv("ADMF_REFERENCE_DATA");
  if (folder == nullptr || *folder == '\0') return std::nullopt;
  return folder;
}

double ReferenceRun::Get(const std::string& metric) const {
  const auto found = metrics.values.find(metric);
  if (found != metrics.values.end()) return found->second;
  ADD_FAILURE() << metric << " is not defined";
  return std::numeric_limits<double>::quiet_NaN();
}

ReferenceRun RunReference(const std::string& path, const std::string& strategy,
                          const std::map<std::string, ParameterValue>& params,
                          const SimulationSettings& settings) {
  ReferenceRun run;
  run.bars = ReadBars(path);
  const std::vector<Decision> decisions = Decide(run.bars, strategy, params);
  auto simulation = Simulate(*run.bars, decisions, settings, {});
  CHECK(simulation.ok());
  run.simulation = *std::move(simulation);
  const absl::Status verified =
      VerifySimulation(*run.bars, decisions, settings, run.simulation);
  EXPECT_TRUE(verified.ok()) << verified;
  run.metrics = ComputeMetrics(*run.bars, run.simulation, settings, {});
  return run;
}

void ExpectDigits(double actual, double expected) {
  EXPECT_NEAR(actual, expected, std::abs(expected) * 1e-8);
}

}  // namespace admf
