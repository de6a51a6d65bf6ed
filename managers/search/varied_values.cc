#include "managers/search/varied_values.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/random.h"
#include "engine/catalog/parameter.h"
#include "engine/search/dimension_scale.h"
#include "engine/search/search_dimension.h"
#include "managers/search/run_check.h"
#include "managers/search/varied_parameters.h"

namespace admf {

using google::protobuf::Value;

namespace {

using Kind = SearchDimension::Kind;
using Found = std::vector<ParameterProblem>;

/// Of ranges with more values only the first two and the last one are tried.
constexpr int64_t kMostLevels = 200;
/// Points of the space in which a value is tried that is wrong in the run.
constexpr uint64_t kPoints = 32;
/// Of one parameter; nobody reads more.
constexpr size_t kMostProblems = 20;
/// Where between the ends of a range a number is tried: nowhere near a round
/// one.
constexpr double kBetween = 0.3819660112501051;

bool Contains(const Found& problems, const ParameterProblem& wanted) {
  return std::any_of(problems.begin(), problems.end(),
                     [&](const ParameterProblem& problem) {
                       return problem.name == wanted.name &&
                              problem.description == wanted.description;
                     });
}

class ValueCheck {
 public:
  ValueCheck(const v1::BacktestConfig& run, const ParameterSpace& space,
             const std::set<std::string>& failed)
      : run_(run),
        space_(space),
        failed_(failed),
        known_(FindRunProblems(run, /*alone=*/true)) {}

  /// What is wrong with a value of a dimension; nothing if it is well
  /// somewhere.
  Found Check(size_t dimension, const ParameterValue& value) const {
    const Found in_run = Try(PointInRun(dimension, value));
    Found everywhere = in_run;
    for (uint64_t i = 0; i < kPoints && !in_run.empty(); ++i) {
      const Found here = Try(PointOfSpace(dimension, value, i));
      if (here.empty()) return {};
      std::erase_if(everywhere, [&](const ParameterProblem& problem) {
        return !Contains(here, problem);
      });
    }
    return everywhere.empty() ? in_run : everywhere;
  }

 private:
  Found Try(const SearchPoint& point) const {
    v1::BacktestConfig run = run_;
    const absl::Status applied = ApplyPoint(space_.dimensions(), point, &run);
    if (!applied.ok()) return {{"", std::string(applied.message())}};
    Found found = FindRunProblems(run, /*alone=*/true);
    std::erase_if(found, [this](const ParameterProblem& problem) {
      return Contains(known_, problem);
    });
    return found;
  }

  /// The value alone, with what its dimension depends on.
  SearchPoint PointInRun(size_t dimension, const ParameterValue& value) const {
    SearchPoint point(space_.dimensions().size());
    point[dimension] = value;
    for (size_t i = dimension; space_.parent(i); i = *space_.parent(i)) {
      point[*space_.parent(i)] = space_.dimensions()[i].when->values.front();
    }
    return point;
  }

  SearchPoint PointOfSpace(size_t dimension, const ParameterValue& value,
                           uint64_t number) const {
    Random random(/*seed=*/0, /*stream=*/number);
    std::vector<double> unit(space_.dimensions().size());
    for (double& coordinate : unit) coordinate = random.NextUniform();
    unit[dimension] = space_.scale(dimension).ToUnit(value);
    for (size_t i = dimension; space_.parent(i); i = *space_.parent(i)) {
      const auto& values = space_.dimensions()[i].when->values;
      unit[*space_.parent(i)] = space_.scale(*space_.parent(i))
                                    .ToUnit(values[number % values.size()]);
    }
    SearchPoint point = space_.FromUnit(unit);
    for (size_t i = 0; i < point.size(); ++i) {
      if (failed_.contains(space_.dimensions()[i].name)) point[i].reset();
    }
    point[dimension] = value;
    return point;
  }

  const v1::BacktestConfig& run_;
  const ParameterSpace& space_;
  const std::set<std::string>& failed_;
  /// What is wrong with the run as it is.
  const Found known_;
};

/// A value of a range, and the key that it comes from.
struct RangeValue {
  const char* key;
  ParameterValue value;
};

std::vector<RangeValue> ValuesOfRange(const SearchDimension& dimension,
                                      const DimensionScale& scale) {
  const auto count = scale.level_count();
  if (!count) {
    return {{"min", dimension.minimum},
            {"max", dimension.maximum},
            {"", dimension.minimum +
                     kBetween * (dimension.maximum - dimension.minimum)}};
  }
  std::vector<RangeValue> values = {{"min", scale.ValueOfLevel(0)}};
  if (*count > 1) values.push_back({"max", scale.ValueOfLevel(*count - 1)});
  const int64_t between = *count <= kMostLevels ? *count - 1 : 2;
  for (int64_t level = 1; level < std::min(between, *count - 1); ++level) {
    values.push_back({"step", scale.ValueOfLevel(level)});
  }
  return values;
}

/// Says of a dimension's values what is wrong with them.
class DimensionReport {
 public:
  DimensionReport(const SearchDimension& dimension, const Value& given,
                  std::string field, std::vector<ConfigProblem>* problems)
      : dimension_(dimension),
        given_(given),
        field_(std::move(field)),
        first_(problems->size()),
        problems_(*problems) {}

  void Add(const std::string& place, const ParameterValue& value,
           const Found& found, const char* advice) {
    for (const ParameterProblem& problem : found) {
      if (is_full()) return;
      problems_.push_back(
          {place, problem.name == dimension_.name
                      ? absl::StrCat(problem.description, advice)
                      : absl::StrCat("with ", dimension_.name, " = ",
                                     ToString(value), advice, ", ",
                                     problem.name, ": ", problem.description)});
    }
  }

  void CheckChoices(const ValueCheck& check, size_t index) {
    for (size_t i = 0; i < dimension_.choices.size() && !is_full(); ++i) {
      Add(PlaceOfChoice(field_, given_, i), dimension_.choices[i],
          check.Check(index, dimension_.choices[i]), "");
    }
  }

  /// Both ends; where they are well, the first value between them that isn't.
  void CheckRange(const ValueCheck& check, size_t index,
                  const DimensionScale& scale) {
    for (const auto& [key, value] : ValuesOfRange(dimension_, scale)) {
      const std::string_view part = key;
      const bool is_end = part == "min" || part == "max";
      if (!is_end && problems_.size() > first_) return;
      Add(PlaceOfPart(field_, given_, part), value, check.Check(index, value),
          part.empty() ? " (give it a `step` or `type: int`)" : "");
    }
  }

 private:
  bool is_full() const { return problems_.size() - first_ >= kMostProblems; }

  const SearchDimension& dimension_;
  const Value& given_;
  const std::string field_;
  const size_t first_;
  std::vector<ConfigProblem>& problems_;
};

}  // namespace

void CheckVariedValues(const v1::BacktestConfig& run,
                       const ParameterSpace& space,
                       const std::map<std::string, Value>& given,
                       const std::set<std::string>& failed,
                       const std::string& field,
                       std::vector<ConfigProblem>* problems) {
  const ValueCheck check(run, space, failed);
  for (size_t i = 0; i < space.dimensions().size(); ++i) {
    const SearchDimension& dimension = space.dimensions()[i];
    if (failed.contains(dimension.name)) continue;
    DimensionReport report(dimension, given.at(dimension.name),
                           absl::StrCat(field, ".", dimension.name), problems);
    if (dimension.kind == Kind::kChoices) {
      report.CheckChoices(check, i);
    } else {
      report.CheckRange(check, i, space.scale(i));
    }
  }
}

}  // namespace admf
