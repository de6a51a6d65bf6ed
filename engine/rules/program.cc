#include "engine/rules/program.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/base/check.h"
#include "engine/indicators/conventions.h"
#include "engine/rules/byte_words.h"
#include "engine/rules/number_operations.h"

namespace admf {
namespace {

template <typename Result, typename Operand, typename Function>
void Map(Result* __restrict result, const Operand* a, size_t count,
         Function function) {
  for (size_t i = 0; i < count; ++i) {
    result[i] = static_cast<Result>(function(a[i]));
  }
}

template <typename Result, typename Operand, typename Function>
void Map(Result* __restrict result, const Operand* a, const Operand* b,
         size_t count, Function function) {
  for (size_t i = 0; i < count; ++i) {
    result[i] = static_cast<Result>(function(a[i], b[i]));
  }
}

/// 1 where the sign becomes positive, 2 where it becomes negative, else 0.
void MapCrossings(uint8_t* __restrict result, const double* difference,
                  size_t count, SignCrossing* crossing) {
  std::fill_n(result, count, uint8_t{0});
  // Only values of the other sign than the last one change anything.
  using Bytes = std::array<uint8_t, RuleProgram::kBlock + kWordBytes>;
  Bytes positive, negative;
  Map(positive.data(), difference, count, [](double d) { return d > 0; });
  Map(negative.data(), difference, count, [](double d) { return d < 0; });
  for (Bytes* bytes : {&positive, &negative}) {
    std::fill_n(bytes->data() + count, kWordBytes, uint8_t{0});
  }
  SignCrossing state = *crossing;
  for (size_t begin = 0; begin < count; begin += kWordBytes) {
    const uint64_t up = LoadWord(positive.data() + begin);
    const uint64_t down = LoadWord(negative.data() + begin);
    uint64_t rest = ~uint64_t{0};
    for (;;) {
      const int sign = state.sign();
      const uint64_t other = sign > 0 ? down : sign < 0 ? up : up | down;
      if ((other & rest) == 0) break;
      const size_t byte = FirstByte(other & rest);
      const int now = state.Update(difference[begin + byte]);
      // The first sign of all is no crossing.
      if (now != 0) result[begin + byte] = now > 0 ? 1 : 2;
      rest = BytesBehind(byte);
    }
  }
  *crossing = state;
}

/// What stands for the volume of data that has none.
std::span<const double> NoValues(size_t count) {
  static const auto* const values = [] {
    auto* const array = new std::array<double, RuleProgram::kBlock>;
    array->fill(kUndefined);
    return array;
  }();
  return std::span<const double>(*values).first(count);
}

}  // namespace

std::span<const double> RuleProgram::ColumnOf(
    const Source& source, const BarSeries& bars,
    std::span<const IndicatorOutputs> indicators, size_t indicators_begin,
    size_t begin, size_t end) const {
  const size_t count = end - begin;
  switch (source.operation) {
    case Operation::kOpen:
      return bars.open().subspan(begin, count);
    case Operation::kHigh:
      return bars.high().subspan(begin, count);
    case Operation::kLow:
      return bars.low().subspan(begin, count);
    case Operation::kClose:
      return bars.close().subspan(begin, count);
    case Operation::kVolume:
      return bars.volume().empty() ? NoValues(count)
                                   : bars.volume().subspan(begin, count);
    default:
      return indicators[source.indicator][source.output].subspan(
          begin - indicators_begin, count);
  }
}

void RuleProgram::Compute(const BarSeries& bars,
                          std::span<const IndicatorOutputs> indicators,
                          size_t indicators_begin, size_t begin, size_t end) {
  CHECK(end - begin <= kBlock);
  count_ = end - begin;
  for (const Source& source : sources_) {
    if (source.delay == kNone) continue;
    delays_[source.delay].Append(
        ColumnOf(source, bars, indicators, indicators_begin, begin, end));
  }
  for (const Load& load : loads_) {
    const Source& source = sources_[load.source];
    numbers_[load.value] =
        load.previous > 0
            ? delays_[source.delay].At(load.previous)
            : ColumnOf(source, bars, indicators, indicators_begin, begin, end)
                  .data();
  }
  for (const Instruction& instruction : instructions_) Execute(instruction);
  for (size_t k = 0; k < conditions_.size(); ++k) {
    const size_t unknown = CountUnknown(begin, &conditions_[k]);
    const uint8_t* const values = bytes_[conditions_[k].value];
    const auto known = results_[k].begin() + unknown;
    std::fill(results_[k].begin(), known, uint8_t{0});
    std::copy(values + unknown, values + count_, known);
  }
}

size_t RuleProgram::CountUnknown(size_t begin, Condition* condition) const {
  const size_t warm_up = condition->warm_up;
  const size_t certain =
      begin < warm_up ? std::min(warm_up - begin, count_) : 0;
  size_t unknown = certain;
  std::erase_if(condition->awaited, [&](size_t value) {
    const double* const column = numbers_[value];
    const double* const end = column + count_;
    const double* const first =
        std::find_if(column + certain, end,
                     [](double number) { return !std::isnan(number); });
    unknown = std::max(unknown, static_cast<size_t>(first - column));
    return first != end;
  });
  return unknown;
}

void RuleProgram::Execute(const Instruction& instruction) {
  const double* const a = numbers_[instruction.left];
  const double* const b = numbers_[instruction.right];
  const uint8_t* const p = bytes_[instruction.left];
  const uint8_t* const q = bytes_[instruction.right];
  double* const number = number_results_[instruction.result];
  uint8_t* const byte = bytes_[instruction.result];
  switch (instruction.operation) {
    case Operation::kNegate:
      return Map(number, a, count_, rules::Negate());
    case Operation::kAbsolute:
      return Map(number, a, count_, rules::Absolute());
    case Operation::kAdd:
      return Map(number, a, b, count_, rules::Add());
    case Operation::kSubtract:
      return Map(number, a, b, count_, rules::Subtract());
    case Operation::kMultiply:
      return Map(number, a, b, count_, rules::Multiply());
    case Operation::kDivide:
      return Map(number, a, b, count_, rules::Divide());
    case Operation::kMinimum:
      return Map(number, a, b, count_, rules::Minimum());
    case Operation::kMaximum:
      return Map(number, a, b, count_, rules::Maximum());
    case Operation::kLess:
      return Map(byte, a, b, count_, rules::Less());
    case Operation::kLessEqual:
      return Map(byte, a, b, count_, rules::LessEqual());
    case Operation::kEqual:
      return Map(byte, a, b, count_, rules::Equal());
    case Operation::kNotEqual:
      return Map(byte, a, b, count_, rules::NotEqual());
    case Operation::kCrossing:
      return MapCrossings(byte, a, count_, &crossings_[instruction.crossing]);
    case Operation::kCrossesAbove:
      return Map(byte, p, count_, [](uint8_t x) { return x & 1; });
    case Operation::kCrossesBelow:
      return Map(byte, p, count_, [](uint8_t x) { return x >> 1; });
    case Operation::kAnd:
      return Map(byte, p, q, count_,
                 [](uint8_t x, uint8_t y) { return x & y; });
    case Operation::kOr:
      return Map(byte, p, q, count_,
                 [](uint8_t x, uint8_t y) { return x | y; });
    case Operation::kNot:
      return Map(byte, p, count_, [](uint8_t x) { return x ^ 1; });
    default:
      // Constants and sources are no instructions.
      CHECK(false);
  }
}

}  // namespace admf
