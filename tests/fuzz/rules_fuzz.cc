// Any bytes as conditions of rules: nothing crashes, errors point into the text
// and are printable, and what is understood can be computed.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/check.h"
#include "engine/data/bars.h"
#include "engine/indicators/indicator.h"
#include "engine/rules/analysis.h"
#include "engine/rules/program.h"
#include "engine/rules/rule_error.h"
#include "tests/unit/engine/indicators/test_series.h"

namespace admf {
namespace {

constexpr size_t kBars = 40;
/// More than any indicator has.
constexpr size_t kMostOutputs = 16;

void CheckError(const RuleError& error, std::string_view text) {
  CHECK(error.begin + error.length <= text.size());
  CHECK(!error.message.empty());
  for (const char character : Describe(error, text)) {
    CHECK(character == '\n' || (character >= ' ' && character <= '~'));
  }
}

/// With a ramp in place of every indicator: their own values are not what is
/// tried here.
void TryProgram(const Expression& expression) {
  static const auto* const bars = new auto(RandomBars(kBars, 1));
  static const auto* const ramp = [] {
    auto* const values = new std::vector<double>(kBars);
    for (size_t i = 0; i < kBars; ++i) (*values)[i] = static_cast<double>(i);
    return values;
  }();
  std::array<std::span<const double>, kMostOutputs> outputs;
  outputs.fill(*ramp);
  RuleProgram program = RuleProgram::Compile({&expression, 1});
  const std::vector<IndicatorOutputs> indicators(program.indicators().size(),
                                                 outputs);
  program.Compute(**bars, indicators, 0, 0, kBars / 2);
  program.Compute(**bars, indicators, 0, kBars / 2, kBars);
  for (const uint8_t one : program.result(0)) CHECK(one <= 1);
}

}  // namespace
}  // namespace admf

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  admf::RuleError error;
  std::set<std::string> used;
  const auto expression =
      admf::AnalyzeRule(text, {{"oversold", 30}, {"b", 0.5}}, &used, &error);
  if (expression) {
    admf::TryProgram(*expression);
  } else {
    admf::CheckError(error, text);
  }
  return 0;
}
