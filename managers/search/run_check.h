#pragma once

#include <vector>

#include "admf/v1/workflow_config.pb.h"
#include "engine/catalog/parameter.h"

namespace admf {

// What is wrong with a run that values were put into. A backtest's own check
// (managers/backtest/resolve_run.h, engine/strategies/catalogue.h) says it;
// here it is asked again for each point of a search.

/// What is wrong with the run's numbers and parameters, in the words of a
/// backtest: with strategies first. Names are as in a parameter space:
/// `fast_period`, `member.fast_period`, `risk.stop_loss`. With `alone` without
/// what parameters of a strategy have to be to each other (fast_period <
/// slow_period), but with what the conditions of rules make of their numbers.
std::vector<ParameterProblem> FindRunProblems(
    const admf::v1::BacktestConfig& run, bool alone);

/// Whether the parameters of the strategy, and of its members, fit together:
/// FindRunProblems has nothing on them, the numbers of the run left aside.
/// Cheap enough for every trial.
bool IsValidStrategy(const admf::v1::StrategyConfig& strategy);

/// Whether the run can be made: FindRunProblems finds nothing.
bool IsValidRun(const admf::v1::BacktestConfig& run);

}  // namespace admf
