#pragma once

#include <memory>
#include <string_view>

#include "absl/status/statusor.h"
#include "engine/search/sampler.h"

namespace admf {

/// Makes the sampler of `options.algorithm`. INVALID_ARGUMENT says which option
/// is wrong and what would be right: a number out of its range, or a space or
/// objectives that the algorithm can't work with, with those that can.
///
/// | algorithm | spaces | objectives |
/// | --------- | ------ | ---------- |
/// | grid      | real dimensions have a step; at most 2^62 points | any number
/// | | random    | any | any number | | sobol     | any | any number | |
/// genetic   | any | one, or several (NSGA-II) | | cma_es    | 1 to 100
/// numbers, no choices, no conditions | one | | tpe       | any | one, or
/// several |
absl::StatusOr<std::unique_ptr<Sampler>> CreateSampler(SamplerOptions options);

/// Its name in configurations: "cma_es".
std::string_view NameOf(SearchAlgorithm algorithm);

}  // namespace admf
