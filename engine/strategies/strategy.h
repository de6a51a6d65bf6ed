#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/indicator.h"

namespace admf {

/// The side of the market that a strategy wants to be on.
enum class Side : int8_t { kShort = -1, kFlat = 0, kLong = 1 };

/// A decision at the close of a bar. A strategy makes none at most bars: a
/// missing decision means "as before".
struct Decision {
  int64_t bar;
  Side side;

  friend bool operator==(const Decision&, const Decision&) = default;
};

/// A strategy as it goes through the bars. It sees bars up to and including
/// bar i and decides at its close; it is given all bars only so that no copies
/// are needed, and a test of the whole catalogue proves by truncation that none
/// looks ahead. It knows nothing of fills: what becomes of a decision, and
/// which sides may be taken, is up to the execution.
///
/// Not thread-safe; one instance per run.
class Strategy {
 public:
  virtual ~Strategy() = default;

  /// The indicators that Decide is given, in this order.
  virtual std::vector<IndicatorSpec> Indicators() const = 0;

  /// Whether it can't decide on bars without volume.
  virtual bool NeedsVolume() const { return false; }

  /// Goes through bars [begin, end) and appends the decisions, in order of
  /// bars, each one another side than the one before. Successive calls take
  /// successive ranges, from bar 0 on; how the bars are cut into ranges doesn't
  /// change the decisions. `indicators` are the outputs at these bars:
  /// indicators[k][output][i - begin] is of bar i.
  virtual void Decide(const BarSeries& bars,
                      std::span<const IndicatorOutputs> indicators,
                      size_t begin, size_t end,
                      std::vector<Decision>* decisions) = 0;
};

/// One of the strategies that another one is made of.
struct StrategyMember {
  std::unique_ptr<Strategy> strategy;
  /// How much it counts; above 0.
  double weight = 1;
};

/// What the catalogue knows of a strategy.
struct StrategyDefinition {
  std::string name;
  /// When it goes long, short and flat.
  std::string description;
  std::vector<ParameterDefinition> parameters;
  /// Null if it is made of other strategies.
  std::unique_ptr<Strategy> (*create)(const ParameterSet& parameters);
  /// Appends what is wrong between parameters, such as fast_period >=
  /// slow_period. May be null.
  void (*check)(const ParameterSet& parameters,
                std::vector<ParameterProblem>* problems);
  /// Whether it takes numbers of other names, too.
  OtherParameters other_parameters = OtherParameters::kRefused;
  /// In place of `create`, of a strategy that is made of others: at least one.
  std::unique_ptr<Strategy> (*create_of_members)(
      const ParameterSet& parameters,
      std::vector<StrategyMember> members) = nullptr;
};

/// INVALID_ARGUMENT if the strategy needs volume and the bars have none. What
/// its indicators need is checked where they are opened.
absl::Status CheckVolume(const Strategy& strategy, const BarSeries& bars);

/// All decisions of a new `strategy` over `bars`. What `indicators` answers if
/// it fails; INVALID_ARGUMENT if the strategy needs volume and the bars have
/// none; CANCELLED once `stop` is requested.
absl::StatusOr<std::vector<Decision>> DecideAll(
    Strategy& strategy, const std::shared_ptr<const BarSeries>& bars,
    IndicatorSource& indicators, std::stop_token stop);

/// The decisions of several new strategies, in their order. They go through the
/// bars side by side: an indicator that they share is asked for once, and comes
/// from memory once. Errors as DecideAll.
absl::StatusOr<std::vector<std::vector<Decision>>> DecideTogether(
    std::span<const std::unique_ptr<Strategy>> strategies,
    const std::shared_ptr<const BarSeries>& bars, IndicatorSource& indicators,
    std::stop_token stop);

}  // namespace admf
