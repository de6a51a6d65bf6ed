#pragma once

#include <cstddef>

#include "engine/strategies/strategy.h"

namespace admf {

/// The most members of an ensemble.
inline constexpr size_t kMostMembers = 16;

/// The largest weight of a member.
inline constexpr double kLargestWeight = 1e6;

/// Several strategies that vote. Each member goes through the bars for itself
/// and is long, short or flat after each; the ensemble is on the side that the
/// vote says:
/// - majority: the side that more than half of the members are on;
/// - unanimous: the side that all members are on;
/// - weighted: with the score (sum of weights of those that are long - sum of
///   weights of those that are short) / sum of all weights, from -1 to 1: long
///   if it is above 0 and at least `threshold`, short if it is below 0 and at
///   most -threshold.
/// Where that is no side, it is flat; so a tie is flat. A member that has not
/// decided yet is flat. Weights are summed in the order of the members.
///
/// Members that have the same indicator share it.
StrategyDefinition Ensemble();

}  // namespace admf
