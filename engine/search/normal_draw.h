#pragma once

#include "engine/base/random.h"

namespace admf {

/// A number of the standard normal distribution (Box, Muller: "A note on the
/// generation of random normal deviates", 1958; the cosine alone). Takes two
/// numbers of the stream.
double DrawNormal(Random* random);

}  // namespace admf
