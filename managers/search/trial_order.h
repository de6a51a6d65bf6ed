#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/search/search_dimension.h"

namespace admf {

/// An order of points in which neighbours share parameters, and so indicators:
/// with eight values of each of two parameters come all 64 trials that they
/// make. Indices of `points`, each one once; a pure function. Points are of one
/// space.
///
/// A grid as it comes would take another indicator with every trial, each of
/// them from memory.
std::vector<size_t> OrderByTiles(std::span<const SearchPoint> points);

}  // namespace admf
