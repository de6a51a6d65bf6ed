// Any bytes as constraints on parameters: nothing crashes, errors are
// printable, and what is understood holds or doesn't for every point.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/base/check.h"
#include "engine/catalog/parameter.h"
#include "engine/search/constraint.h"
#include "engine/search/parameter_space.h"
#include "engine/search/search_dimension.h"

namespace admf {
namespace {

using Kind = SearchDimension::Kind;

const ParameterSpace& Space() {
  static const auto* const space = new ParameterSpace(
      ParameterSpace::Create(
          {{.name = "band",
            .kind = Kind::kReal,
            .minimum = -1,
            .maximum = 1,
            .step = 0.5},
           {.name = "fast_period",
            .kind = Kind::kInteger,
            .minimum = 0,
            .maximum = 2,
            .when = ParameterCondition{.name = "stops", .values = {true}}},
           {.name = "slow_period",
            .kind = Kind::kInteger,
            .minimum = 1,
            .maximum = 2},
           {.name = "stops", .choices = {true, false}},
           {.name = "type",
            .choices = {ParameterValue(std::string("ema")),
                        ParameterValue(std::string("sma"))}}})
          .value());
  return *space;
}

}  // namespace
}  // namespace admf

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto constraint =
      admf::ParameterConstraint::Parse(text, admf::Space(), {{"length", 5.5}});
  if (!constraint.ok()) {
    for (const char character : constraint.status().message()) {
      CHECK(character == '\n' || (character >= ' ' && character <= '~'));
    }
    return 0;
  }
  CHECK(constraint->text() == text);
  int64_t holding = 0;
  for (int64_t i = 0; i < *admf::Space().GridSize(); ++i) {
    holding += constraint->Holds(admf::Space().GridPoint(i)) ? 1 : 0;
  }
  CHECK(holding >= 0 && holding <= *admf::Space().GridSize());
  return 0;
}
