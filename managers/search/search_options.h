#pragma once

#include <cstdint>
#include <vector>

#include "admf/v1/workflow_config.pb.h"
#include "engine/search/sampler.h"
#include "managers/workflow_manager.h"

namespace admf {

/// The most trials of one search.
inline constexpr int64_t kMostTrials = 10'000'000;

/// The algorithm of a search; a grid if none is chosen.
SearchAlgorithm ToAlgorithm(admf::v1::SearchAlgorithm algorithm);

/// Fills in what of `optimization_config` doesn't depend on the run, on what
/// varies or on the objectives: the algorithm and its numbers, when the search
/// ends, regimes and ensemble. Appends what is wrong with them, each at its
/// place. How many trials a grid has is left open.
void ResolveSearchOptions(admf::v1::OptimizationConfig* config,
                          std::vector<ConfigProblem>* problems);

}  // namespace admf
