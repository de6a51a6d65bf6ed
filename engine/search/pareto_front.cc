#include "engine/search/pareto_front.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <numeric>
#include <utility>

#include "engine/base/check.h"

namespace admf {

bool Dominates(std::span<const double> a, std::span<const double> b) {
  CHECK(a.size() == b.size());
  bool is_better = false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i] < b[i]) return false;
    is_better = is_better || a[i] > b[i];
  }
  return is_better;
}

std::vector<size_t> NondominationRanks(
    std::span<const std::vector<double>> scores) {
  std::vector<size_t> ranks(scores.size());
  // How many that have no rank yet dominate each, and whom each dominates.
  std::vector<size_t> dominating(scores.size());
  std::vector<std::vector<size_t>> dominated(scores.size());
  std::vector<size_t> front;
  for (size_t i = 0; i < scores.size(); ++i) {
    for (size_t j = 0; j < scores.size(); ++j) {
      if (Dominates(scores[i], scores[j])) dominated[i].push_back(j);
      if (Dominates(scores[j], scores[i])) ++dominating[i];
    }
    if (dominating[i] == 0) front.push_back(i);
  }
  for (size_t rank = 0; !front.empty(); ++rank) {
    std::vector<size_t> next;
    for (const size_t i : front) {
      ranks[i] = rank;
      for (const size_t j : dominated[i]) {
        if (--dominating[j] == 0) next.push_back(j);
      }
    }
    front = std::move(next);
  }
  return ranks;
}

std::vector<double> CrowdingDistances(
    std::span<const std::vector<double>> scores) {
  std::vector<double> distances(scores.size());
  if (scores.empty()) return distances;
  std::vector<size_t> order(scores.size());
  for (size_t objective = 0; objective < scores.front().size(); ++objective) {
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      return scores[a][objective] < scores[b][objective];
    });
    const double range =
        scores[order.back()][objective] - scores[order.front()][objective];
    if (!(range > 0)) continue;
    distances[order.front()] = std::numeric_limits<double>::infinity();
    distances[order.back()] = std::numeric_limits<double>::infinity();
    for (size_t i = 1; i + 1 < order.size(); ++i) {
      distances[order[i]] +=
          (scores[order[i + 1]][objective] - scores[order[i - 1]][objective]) /
          range;
    }
  }
  return distances;
}

ParetoFront::ParetoFront(size_t capacity) : capacity_(capacity) {
  CHECK(capacity >= 1);
}

bool ParetoFront::Add(int64_t trial, std::vector<double> objectives) {
  for (const Member& member : members_) {
    if (Dominates(member.objectives, objectives)) return false;
  }
  std::erase_if(members_, [&](const Member& member) {
    return Dominates(objectives, member.objectives);
  });
  members_.push_back({trial, std::move(objectives)});
  if (members_.size() <= capacity_) return true;

  std::vector<std::vector<double>> scores;
  for (const Member& member : members_) scores.push_back(member.objectives);
  const std::vector<double> distances = CrowdingDistances(scores);
  size_t crowded = 0;
  for (size_t i = 1; i < distances.size(); ++i) {
    if (distances[i] <= distances[crowded]) crowded = i;
  }
  members_.erase(members_.begin() + static_cast<ptrdiff_t>(crowded));
  ++dropped_;
  return crowded != members_.size();
}

}  // namespace admf
