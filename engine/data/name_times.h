#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/data/local_clock.h"

namespace admf {

/// The first of `count` times for people, as the clock shows them:
/// `2004-08-19, 2004-08-20, ...`.
std::string NameTimes(int64_t count, const std::vector<int64_t>& first_us,
                      LocalClock clock);

}  // namespace admf
