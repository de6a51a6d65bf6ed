#include "engine/search/importance.h"

#include <algorithm>
#include <cmath>

namespace admf {

void ParameterImportance::Moments::Add(double value) {
  ++count;
  const double delta = value - mean;
  mean += delta / static_cast<double>(count);
  squares += delta * (value - mean);
}

ParameterImportance::ParameterImportance(const ParameterSpace& space,
                                         bool is_grid)
    : space_(space) {
  for (size_t d = 0; d < space_.dimensions().size(); ++d) {
    const auto levels = space_.scale(d).level_count();
    const bool is_choice =
        space_.dimensions()[d].kind == SearchDimension::Kind::kChoices;
    const int64_t most = is_grid ? kMostGridGroups : kBins;
    Dimension dimension;
    dimension.by_level = levels && (is_choice || *levels <= most);
    dimension.groups.resize(
        static_cast<size_t>(dimension.by_level ? *levels : kBins));
    dimensions_.push_back(std::move(dimension));
  }
}

size_t ParameterImportance::GroupOf(size_t dimension,
                                    const ParameterValue& value) const {
  const DimensionScale& scale = space_.scale(dimension);
  if (dimensions_[dimension].by_level) {
    return static_cast<size_t>(scale.LevelOf(value).value());
  }
  const auto bin =
      static_cast<int64_t>(scale.ToUnit(value) * static_cast<double>(kBins));
  return static_cast<size_t>(std::min(bin, kBins - 1));
}

void ParameterImportance::Add(const SearchPoint& point,
                              std::optional<double> score) {
  if (!score || !std::isfinite(*score)) return;
  for (size_t d = 0; d < dimensions_.size(); ++d) {
    if (!point[d]) continue;
    dimensions_[d].all.Add(*score);
    dimensions_[d].groups[GroupOf(d, *point[d])].Add(*score);
  }
}

std::vector<Importance> ParameterImportance::Importances() const {
  std::vector<Importance> importances;
  for (size_t d = 0; d < dimensions_.size(); ++d) {
    const Dimension& dimension = dimensions_[d];
    Importance importance{.name = space_.dimensions()[d].name,
                          .trials = dimension.all.count};
    double within = 0;
    for (const Moments& group : dimension.groups) {
      if (group.count > 0) ++importance.groups;
      within += group.squares;
    }
    if (dimension.all.count >= 2 && dimension.all.squares > 0) {
      // Between groups is what isn't within them.
      importance.fraction =
          std::clamp(1 - within / dimension.all.squares, 0.0, 1.0);
      importance.by_chance = static_cast<double>(importance.groups - 1) /
                             static_cast<double>(dimension.all.count - 1);
    }
    importances.push_back(std::move(importance));
  }
  return importances;
}

}  // namespace admf
