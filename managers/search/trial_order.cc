#include "managers/search/trial_order.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "engine/catalog/parameter.h"

namespace admf {
namespace {

/// Values of a parameter in a tile.
constexpr size_t kTile = 8;

/// For each point the number of the tile in one dimension.
std::vector<size_t> TilesOf(std::span<const SearchPoint> points,
                            size_t dimension) {
  std::vector<std::optional<ParameterValue>> values;
  values.reserve(points.size());
  for (const SearchPoint& point : points) values.push_back(point[dimension]);
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  std::vector<size_t> tiles;
  tiles.reserve(points.size());
  for (const SearchPoint& point : points) {
    const auto rank =
        std::lower_bound(values.begin(), values.end(), point[dimension]) -
        values.begin();
    tiles.push_back(static_cast<size_t>(rank) / kTile);
  }
  return tiles;
}

}  // namespace

std::vector<size_t> OrderByTiles(std::span<const SearchPoint> points) {
  std::vector<size_t> order(points.size());
  std::iota(order.begin(), order.end(), size_t{0});
  if (points.empty()) return order;
  // By the last dimension first: a stable sort keeps it within those before.
  for (size_t dimension = points[0].size(); dimension-- > 0;) {
    const std::vector<size_t> tiles = TilesOf(points, dimension);
    std::stable_sort(order.begin(), order.end(), [&tiles](size_t a, size_t b) {
      return tiles[a] < tiles[b];
    });
  }
  return order;
}

}  // namespace admf
