#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace admf {

/// Whether `a` is at least as good as `b` in every objective and better in one.
/// Larger is better.
bool Dominates(std::span<const double> a, std::span<const double> b);

/// The rank of each score: 0 for those that none dominates, 1 for those that
/// only such of rank 0 dominate, and so on (Deb, Pratap, Agarwal, Meyarivan: "A
/// fast and elitist multiobjective genetic algorithm: NSGA-II", IEEE TEC 6,
/// 2002, section III.A). All scores have the same number of objectives.
std::vector<size_t> NondominationRanks(
    std::span<const std::vector<double>> scores);

/// How much room each score has among the others: the sum over objectives of
/// the distance between its two neighbours, as a part of the objective's range;
/// infinity at the ends of an objective (same paper, section III.B). Equal
/// scores are ordered by index. An objective in which all are equal adds
/// nothing.
std::vector<double> CrowdingDistances(
    std::span<const std::vector<double>> scores);

/// The trials that no other trial dominates, of those added so far.
///
/// At most `capacity` are kept: beyond that the most crowded one is let go, the
/// latest of equally crowded ones, and dropped() counts it. Trials with equal
/// scores are all kept: different parameters can be equally good.
///
/// Not thread-safe.
class ParetoFront {
 public:
  static constexpr size_t kDefaultCapacity = 1000;

  struct Member {
    int64_t trial = 0;
    std::vector<double> objectives;
  };

  explicit ParetoFront(size_t capacity = kDefaultCapacity);

  /// Adds a trial with finite objectives. Whether it is on the front now.
  bool Add(int64_t trial, std::vector<double> objectives);

  /// In the order in which they were added.
  const std::vector<Member>& members() const { return members_; }
  /// Nondominated trials that were let go because there were too many.
  int64_t dropped() const { return dropped_; }

 private:
  const size_t capacity_;
  std::vector<Member> members_;
  int64_t dropped_ = 0;
};

}  // namespace admf
