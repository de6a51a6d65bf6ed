#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/data/bars.h"
#include "engine/indicators/indicator.h"
#include "engine/rules/delay_line.h"
#include "engine/rules/expression.h"
#include "engine/strategies/sign_crossing.h"

namespace admf {

/// Conditions, ready to be computed for block after block of bars: each
/// operation goes through a block before the next one does, so that the
/// compiler makes vectors of it. What occurs twice is computed once, also in
/// different conditions. Nothing is allocated after Compile.
///
/// When a condition holds:
/// - Until every price, indicator and previous value in it has a value, a
///   condition is unknown, which counts as not holding, whatever the operators
///   in it say: neither `rsi(14) < 30` nor `not rsi(14) < 30` nor
///   `close > 1 or rsi(14) < 30` hold before bar 14.
/// - From then on it is true or false. Numbers that are none (0 / 0) compare
///   false with everything, by `!=`, too.
/// - crosses_above(a, b) is true at the bars where a - b changes its sign to
///   positive, by SignCrossing, over all bars since a and b have values.
///
/// Not thread-safe.
class RuleProgram {
 public:
  /// The most bars that are computed at once.
  static constexpr size_t kBlock = 512;

  static RuleProgram Compile(std::span<const Expression> conditions);

  RuleProgram(RuleProgram&&) = default;

  /// What Compute is given, in this order. All different.
  const std::vector<IndicatorSpec>& indicators() const { return indicators_; }
  bool uses_volume() const { return uses_volume_; }

  /// Computes bars [begin, end), at most kBlock of them. Successive calls take
  /// successive ranges, from bar 0 on; how they are cut doesn't change the
  /// results. indicators[k][output] begins at bar `indicators_begin` <= begin.
  void Compute(const BarSeries& bars,
               std::span<const IndicatorOutputs> indicators,
               size_t indicators_begin, size_t begin, size_t end);

  /// 1 where the condition holds, else 0, one for each bar of the last Compute.
  std::span<const uint8_t> result(size_t condition) const {
    return {results_[condition].data(), count_};
  }

 private:
  friend class RuleCompiler;

  using Operation = Expression::Operation;

  /// A column that comes from outside, as it is or delayed.
  struct Source {
    Operation operation;
    size_t indicator;
    size_t output;
    /// Index into delays_; none if nothing needs earlier values.
    size_t delay;
  };

  /// A value that is a source's column some bars back.
  struct Load {
    size_t value;
    size_t source;
    size_t previous;
  };

  struct Instruction {
    Operation operation;
    size_t result;
    size_t left;
    size_t right;
    /// Of kCrossing: index into crossings_.
    size_t crossing;
  };

  struct Condition {
    size_t value;
    /// Bars at which it is unknown in any case.
    size_t warm_up;
    /// Values of indicators in it that had none so far.
    std::vector<size_t> awaited;
  };

  static constexpr size_t kNone = static_cast<size_t>(-1);

  RuleProgram() = default;

  std::span<const double> ColumnOf(const Source& source, const BarSeries& bars,
                                   std::span<const IndicatorOutputs> indicators,
                                   size_t indicators_begin, size_t begin,
                                   size_t end) const;
  void Execute(const Instruction& instruction);
  /// At how many of the block's first bars the condition is unknown.
  size_t CountUnknown(size_t begin, Condition* condition) const;

  // Constant after Compile.
  std::vector<IndicatorSpec> indicators_;
  bool uses_volume_ = false;
  std::vector<Source> sources_;
  std::vector<Load> loads_;
  std::vector<Instruction> instructions_;

  // Memory of earlier bars.
  std::vector<Condition> conditions_;
  std::vector<DelayLine> delays_;
  std::vector<SignCrossing> crossings_;

  // Of the block that is computed. Each value is a column, of numbers or of
  // bytes; several values can have one register, one after the other.
  std::vector<std::vector<double>> number_registers_;
  std::vector<std::vector<uint8_t>> byte_registers_;
  std::vector<const double*> numbers_;
  std::vector<double*> number_results_;
  std::vector<uint8_t*> bytes_;
  std::vector<std::vector<uint8_t>> results_;
  size_t count_ = 0;
};

}  // namespace admf
