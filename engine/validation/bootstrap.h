#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/execution/simulation.h"

namespace admf {

// What else could have come of the same returns or trades. Path p is drawn from
// Random(seed, stream = p), so paths may be computed in any order and on any
// thread. A path compounds its returns from 1 on; at a return of -1 or less
// everything is lost, and stays so.

/// Of one path.
struct PathFigures {
  /// What is won, as a fraction; -1 if everything is lost.
  double total_return;
  /// <= 0, as the metric of that name.
  double max_drawdown;
  /// Arithmetic, of a year; nothing if all returns are the same or everything
  /// is lost.
  std::optional<double> sharpe_ratio;
};

struct BootstrapOptions {
  uint64_t seed = 0;
  /// Returns in a year, > 0: of the Sharpe ratio.
  double periods_per_year = 252;
  /// Of a year, above -1: what the Sharpe ratio is measured against.
  double risk_free_rate = 0;
};

/// Paths of returns that keep what neighbouring returns have to do with each
/// other: blocks that begin anywhere and go on past the last return with the
/// first, of geometrically distributed lengths. Politis, Romano: "The
/// stationary bootstrap", Journal of the American Statistical Association
/// 89(428), 1994.
///
/// Immutable, so thread-safe.
class StationaryBootstrap {
 public:
  struct Options : BootstrapOptions {
    /// >= 1; AutomaticBlockLength (block_length.h) if absent.
    std::optional<double> mean_block_length = std::nullopt;
  };

  /// INVALID_ARGUMENT with fewer than 8 returns, one that is not finite, or an
  /// option out of its range.
  static absl::StatusOr<StationaryBootstrap> Create(std::vector<double> returns,
                                                    const Options& options);

  double mean_block_length() const { return mean_block_length_; }
  /// As many returns as there are, drawn.
  PathFigures Path(uint64_t path) const;
  /// The returns as they were.
  PathFigures Observed() const;

 private:
  StationaryBootstrap(std::vector<double> returns, const Options& options,
                      double mean_block_length);

  std::vector<double> returns_;
  uint64_t seed_;
  double periods_per_year_;
  double risk_free_rate_;
  double mean_block_length_;
};

/// What each closed trade did to the account: profit / equity before it, in
/// order of the exits. Together they make the account's return. A trade's own
/// return_fraction says more than that where a position is a part of the
/// account only. Ends before the first trade at which nothing was left.
std::vector<double> AccountReturnsOfTrades(const Simulation& simulation,
                                           double initial_cash);

/// Paths of trades, each of which is taken as independent of the others.
///
/// Immutable, so thread-safe.
class TradeBootstrap {
 public:
  enum class Kind : uint8_t {
    /// As many trades as there are, drawn with replacement: other luck with the
    /// same trades. (Efron: "Bootstrap methods", Annals of Statistics 7, 1979.)
    kWithReplacement,
    /// The same trades in another order, all equally likely (Fisher and Yates):
    /// the total return stays, the drawdown doesn't.
    kPermutation,
  };
  struct Options : BootstrapOptions {
    Kind kind = Kind::kWithReplacement;
  };

  /// Returns of trades, such as AccountReturnsOfTrades. INVALID_ARGUMENT with
  /// fewer than two, one that is not finite, or an option out of its range.
  static absl::StatusOr<TradeBootstrap> Create(std::vector<double> returns,
                                               const Options& options);

  PathFigures Path(uint64_t path) const;
  PathFigures Observed() const;

 private:
  TradeBootstrap(std::vector<double> returns, const Options& options);

  std::vector<double> returns_;
  uint64_t seed_;
  double periods_per_year_;
  double risk_free_rate_;
  Kind kind_;
};

/// 5, 25, 50, 75 and 95 %, each linear between the two nearest values (Hyndman
/// and Fan, 1996, type 7).
struct Quantiles {
  double p05, p25, p50, p75, p95;
};
/// Of at least one value. -infinity stands for what is undefined and ranks
/// below all numbers; a quantile that falls on one, or between one and a
/// number, is -infinity.
Quantiles QuantilesOf(std::vector<double> values);

struct BootstrapSummary {
  int64_t paths;
  Quantiles total_return;
  Quantiles max_drawdown;
  /// A path without one ranks as the worst: -infinity (QuantilesOf). Nothing
  /// if none has one.
  std::optional<Quantiles> sharpe_ratio;
  /// The part of the paths with a total return below zero.
  double probability_of_loss;
  /// Paths without a Sharpe ratio.
  int64_t undefined_sharpe_ratios;
  /// How likely a Sharpe ratio as high as the observed one is if the true one
  /// is zero: (1 + paths whose ratio is at least twice the observed) / (1 +
  /// paths), the bootstrap distribution being moved so that its
  /// centre is zero (Davison, Hinkley: "Bootstrap methods and their
  /// application", 1997, chapter 4; Hall, Wilson: "Two guidelines for
  /// bootstrap hypothesis testing", Biometrics 47, 1991). A path without a
  /// ratio is no evidence against luck: it counts as twice. Nothing without an
  /// observed ratio or without paths that have one.
  std::optional<double> sharpe_p_value;
};
/// At least one path, in any order: the summary doesn't depend on it.
/// `observed_sharpe_ratio` is Observed().sharpe_ratio; leave it away for
/// permutations, which all have the same.
BootstrapSummary SummarisePaths(std::span<const PathFigures> paths,
                                std::optional<double> observed_sharpe_ratio);

}  // namespace admf
