#pragma once

#include <initializer_list>
#include <string>

#include "engine/catalog/parameter.h"
#include "engine/indicators/indicator.h"

namespace admf {

/// An indicator that takes these parameters of a strategy under the same names.
IndicatorSpec IndicatorWith(std::string indicator,
                            const ParameterSet& parameters,
                            std::initializer_list<const char*> names);

}  // namespace admf
