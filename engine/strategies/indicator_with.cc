#include "engine/strategies/indicator_with.h"

#include <utility>

#include "engine/base/check.h"

namespace admf {

IndicatorSpec IndicatorWith(std::string indicator,
                            const ParameterSet& parameters,
                            std::initializer_list<const char*> names) {
  IndicatorSpec spec{std::move(indicator), {}};
  for (const char* name : names) {
    const auto found = parameters.values().find(name);
    CHECK(found != parameters.values().end());
    spec.parameters[name] = found->second;
  }
  return spec;
}

}  // namespace admf
