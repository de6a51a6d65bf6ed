#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "admf/v1/workflow_config.pb.h"
#include "engine/search/constraint.h"
#include "engine/search/early_stopping.h"
#include "engine/search/parameter_space.h"
#include "engine/search/sampler.h"
#include "managers/search/drawn_points.h"
#include "managers/search/objectives.h"
#include "managers/workflow_manager.h"

namespace admf {

/// What a search varies, what it may try, and what it looks for: the
/// configuration of a search, understood. Immutable, thread-safe.
class SearchPlan {
 public:
  /// Of a resolved configuration. INVALID_ARGUMENT if it isn't well, which
  /// Resolve would have said.
  static absl::StatusOr<SearchPlan> Create(
      const admf::v1::BacktestConfig& run,
      const admf::v1::OptimizationConfig& config);

  const ParameterSpace& space() const { return space_; }
  const Objectives& objectives() const { return objectives_; }
  const admf::v1::OptimizationConfig& config() const { return config_; }
  /// The run without what varies.
  const admf::v1::BacktestConfig& run() const { return run_; }

  /// Whether constraints on parameters hold and the strategy can be made.
  /// Counted in `drawn` unless it is null.
  bool Allows(const SearchPoint& point, DrawnPoints* drawn) const;

  /// The run with the values of `point`.
  admf::v1::BacktestConfig RunAt(const SearchPoint& point) const;

  /// The point as a result has it; inactive dimensions are left out.
  google::protobuf::Map<std::string, google::protobuf::Value> ParametersOf(
      const SearchPoint& point) const;

  /// What a sampler is made from. `interrupted` may be null. What becomes of
  /// the points that the sampler looks at is counted in `drawn` unless it is
  /// null; it and the plan outlive the sampler.
  SamplerOptions MakeSamplerOptions(uint64_t seed,
                                    std::function<bool()> interrupted,
                                    DrawnPoints* drawn = nullptr) const;

  /// Null if the search isn't to stop early.
  std::unique_ptr<EarlyStopping> MakeEarlyStopping() const;

 private:
  SearchPlan(admf::v1::BacktestConfig run, admf::v1::OptimizationConfig config,
             ParameterSpace space)
      : run_(std::move(run)),
        config_(std::move(config)),
        space_(std::move(space)) {}

  admf::v1::BacktestConfig run_;
  admf::v1::OptimizationConfig config_;
  ParameterSpace space_;
  Objectives objectives_;
  std::vector<ParameterConstraint> constraints_;
  /// Whether numbers of the run vary, not parameters of the strategy alone.
  bool varies_run_fields_ = false;
};

/// Fills in the defaults of `optimization_config`, beside a run that is
/// resolved, and appends what is wrong with it.
void ResolveOptimization(admf::v1::WorkflowConfig* config,
                         std::vector<ConfigProblem>* problems);

}  // namespace admf
