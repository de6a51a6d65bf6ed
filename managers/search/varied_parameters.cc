#include "managers/search/varied_parameters.h"

#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "engine/base/status_macros.h"
#include "engine/catalog/nearest_name.h"
#include "engine/catalog/parameter.h"
#include "engine/strategies/catalogue.h"
#include "engine/strategies/ensemble.h"
#include "google/protobuf/map.h"
#include "managers/backtest/parameter_values.h"
#include "managers/backtest/run_fields.h"

namespace admf {

using google::protobuf::Value;
using Type = ParameterDefinition::Type;

namespace {

constexpr char kWeight[] = "weight";

/// The definition of a strategy's parameter; nothing if it has none of that
/// name.
std::optional<ParameterDefinition> FindParameter(
    const StrategyDefinition& strategy, const std::string& name) {
  for (const ParameterDefinition& parameter : strategy.parameters) {
    if (parameter.name == name) return parameter;
  }
  if (strategy.other_parameters == OtherParameters::kNumbers) {
    return ParameterDefinition::Real(
        name, 0, std::numeric_limits<double>::lowest(),
        std::numeric_limits<double>::max(), "A number of the rules.");
  }
  return std::nullopt;
}

std::vector<std::string> NamesOf(const StrategyDefinition& strategy,
                                 const std::string& prefix) {
  std::vector<std::string> names;
  for (const ParameterDefinition& parameter : strategy.parameters) {
    names.push_back(absl::StrCat(prefix, parameter.name));
  }
  return names;
}

/// The run's parameter of that name, wherever it stands.
absl::StatusOr<ParameterDefinition> FindVaried(const std::string& name,
                                               const v1::BacktestConfig& run) {
  const StrategyDefinition* const strategy =
      FindStrategy(run.strategy().type());
  const std::string section = name.substr(0, name.find('.'));
  if (IsRunField(name) && run.strategy().members().contains(section)) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, " may be a parameter of the member ", section,
                     " or a number of the run; give the member another name"));
  }
  std::vector<std::string> known = RunFields();
  if (strategy != nullptr) {
    if (auto found = FindParameter(*strategy, name)) return *found;
    for (std::string& own : NamesOf(*strategy, "")) {
      known.push_back(std::move(own));
    }
  }
  for (const auto& [member, config] : run.strategy().members()) {
    const std::string prefix = absl::StrCat(member, ".");
    const StrategyDefinition* const type = FindStrategy(config.type());
    if (type == nullptr) continue;
    if (absl::StartsWith(name, prefix)) {
      const std::string parameter = name.substr(prefix.size());
      if (parameter == kWeight && config.has_weight()) {
        return ParameterDefinition::Real(name, 1,
                                         std::numeric_limits<double>::min(),
                                         kLargestWeight, "How much it counts.");
      }
      if (auto found = FindParameter(*type, parameter)) return *found;
    }
    for (std::string& own : NamesOf(*type, prefix)) {
      known.push_back(std::move(own));
    }
  }
  if (name == "portfolio.initial_cash" || name == "portfolio.multiplier") {
    return absl::InvalidArgumentError(absl::StrCat(
        name, " is a fact of the account and can't vary in one search"));
  }
  if (IsRunField(name)) {
    constexpr double kMost = 0x1p53;
    return IsWholeRunField(name)
               ? ParameterDefinition::Integer(name, 0, -(int64_t{1} << 53),
                                              int64_t{1} << 53, "")
               : ParameterDefinition::Real(name, 0, -kMost * kMost,
                                           kMost * kMost, "");
  }
  const std::string nearest = NearestName(name, known);
  return absl::InvalidArgumentError(absl::StrCat(
      "the run has no parameter ", name,
      nearest.empty() ? "" : absl::StrCat("; did you mean ", nearest, "?")));
}

/// `value` as the parameter takes it.
absl::StatusOr<ParameterValue> ToValueOf(const ParameterDefinition& parameter,
                                         const Value& value) {
  const auto given = ToParameterValue(value);
  if (!given.has_value()) {
    return absl::InvalidArgumentError(
        "a number, true, false or a text is needed here");
  }
  std::vector<ParameterProblem> problems;
  const ParameterSet set =
      ParameterSet::Resolve({parameter}, {{parameter.name, *given}}, &problems);
  if (!problems.empty()) {
    return absl::InvalidArgumentError(problems.front().description);
  }
  return set.values().at(parameter.name);
}

/// Where parts of a varied parameter stand, and what is wrong with them.
class DimensionProblems {
 public:
  DimensionProblems(std::string field, const Value& value,
                    std::vector<ConfigProblem>* problems)
      : field_(std::move(field)), value_(value), problems_(*problems) {}

  /// Of the whole of it.
  void Add(std::string description) {
    problems_.push_back({field_, std::move(description)});
  }
  void AddAt(std::string_view key, std::string description) {
    problems_.push_back(
        {PlaceOfPart(field_, value_, key), std::move(description)});
  }
  void AddAtChoice(size_t index, std::string description) {
    problems_.push_back(
        {PlaceOfChoice(field_, value_, index), std::move(description)});
  }

 private:
  const std::string field_;
  const Value& value_;
  std::vector<ConfigProblem>& problems_;
};

void CheckBound(const ParameterDefinition& parameter, const char* key,
                double bound, bool whole, DimensionProblems* problems) {
  // The space says it of bounds that should be whole.
  if (whole && std::trunc(bound) != bound) return;
  Value value;
  value.set_number_value(bound);
  const absl::Status status = ToValueOf(parameter, value).status();
  if (!status.ok()) problems->AddAt(key, std::string(status.message()));
}

/// Completes a dimension that has bounds, and checks them.
void FinishRange(const ParameterDefinition& parameter, bool as_integer,
                 SearchDimension* dimension, DimensionProblems* problems) {
  if (parameter.type != Type::kInteger && parameter.type != Type::kReal) {
    problems->Add(absl::StrCat(parameter.name,
                               " is no number; give the list of values "
                               "to try"));
    return;
  }
  const bool whole = as_integer || parameter.type == Type::kInteger;
  dimension->kind =
      whole ? SearchDimension::Kind::kInteger : SearchDimension::Kind::kReal;
  CheckBound(parameter, "min", dimension->minimum, whole, problems);
  CheckBound(parameter, "max", dimension->maximum, whole, problems);
}

void ReadRangeText(const ParameterDefinition& parameter,
                   const std::string& text, SearchDimension* dimension,
                   DimensionProblems* problems) {
  absl::string_view rest = absl::StripAsciiWhitespace(text);
  std::vector<double> numbers;
  bool ok =
      absl::ConsumePrefix(&rest, "range(") && absl::ConsumeSuffix(&rest, ")");
  if (ok) {
    for (const absl::string_view part : absl::StrSplit(rest, ',')) {
      double number = 0;
      ok = ok && absl::SimpleAtod(absl::StripAsciiWhitespace(part), &number) &&
           std::isfinite(number);
      numbers.push_back(number);
    }
  }
  if (!ok || numbers.size() < 2 || numbers.size() > 3) {
    problems->Add(
        absl::StrCat("`", text,
                     "` is no range; write `range(first, last, step)`, such as "
                     "`range(1.0, 3.0, 0.5)`"));
    return;
  }
  dimension->minimum = numbers[0];
  dimension->maximum = numbers[1];
  if (numbers.size() == 3) dimension->step = numbers[2];
  FinishRange(parameter, /*as_integer=*/false, dimension, problems);
}

void ReadList(const ParameterDefinition& parameter,
              const google::protobuf::ListValue& list,
              SearchDimension* dimension, DimensionProblems* problems) {
  dimension->kind = SearchDimension::Kind::kChoices;
  for (int i = 0; i < list.values_size(); ++i) {
    auto choice = ToValueOf(parameter, list.values(i));
    if (choice.ok()) {
      dimension->choices.push_back(*std::move(choice));
    } else {
      problems->AddAtChoice(static_cast<size_t>(i),
                            std::string(choice.status().message()));
    }
  }
}

absl::StatusOr<ParameterCondition> ReadCondition(const Value& value) {
  const auto& fields = value.struct_value().fields();
  if (fields.size() != 1) {
    return absl::InvalidArgumentError(
        "`when` names one other parameter and its values, such as `when: "
        "{vote: [weighted]}`");
  }
  ParameterCondition condition;
  condition.name = fields.begin()->first;
  const Value& values = fields.begin()->second;
  std::vector<Value> list(values.list_value().values().begin(),
                          values.list_value().values().end());
  if (values.kind_case() != Value::kListValue) list = {values};
  for (const Value& one : list) {
    const auto parameter = ToParameterValue(one);
    if (!parameter.has_value()) {
      return absl::InvalidArgumentError(
          "`when` needs numbers, true, false or texts");
    }
    condition.values.push_back(*parameter);
  }
  return condition;
}

/// The keys of a mapping, taken one by one.
class MappingReader {
 public:
  MappingReader(const ParameterDefinition& parameter,
                SearchDimension* dimension, DimensionProblems* problems)
      : parameter_(parameter), dimension_(*dimension), problems_(*problems) {}

  void Take(const std::string& key, const Value& value) {
    if (key == "type") {
      TakeType(value);
    } else if (key == "scale") {
      TakeScale(value);
    } else if (key == "values") {
      TakeValues(value);
    } else if (key == "when") {
      auto condition = ReadCondition(value);
      if (condition.ok()) {
        dimension_.when = *std::move(condition);
      } else {
        problems_.AddAt(key, std::string(condition.status().message()));
      }
    } else if (key == "step") {
      if (TakeNumber(key, value)) dimension_.step = value.number_value();
    } else if (key == "min") {
      has_min_ = true;
      if (TakeNumber(key, value)) dimension_.minimum = value.number_value();
    } else if (key == "max") {
      has_max_ = true;
      if (TakeNumber(key, value)) dimension_.maximum = value.number_value();
    } else {
      problems_.AddAt(
          key, absl::StrCat("there is no key `", key,
                            "` here; valid are `type`, `min`, `max`, `step`, "
                            "`scale`, `values` and `when`"));
    }
  }

  void Finish() {
    if (has_values_) {
      FinishValues();
    } else if (type_ == "choice") {
      problems_.Add("`type: choice` needs `values`");
    } else if (!has_min_ || !has_max_) {
      problems_.Add("needs `min` and `max`, or `values`");
    } else if (numbers_are_read_) {
      FinishRange(parameter_, type_ == "int", &dimension_, &problems_);
    }
  }

 private:
  bool TakeNumber(const std::string& key, const Value& value) {
    if (value.kind_case() == Value::kNumberValue) return true;
    problems_.AddAt(key, absl::StrCat("`", key, "` needs a number"));
    numbers_are_read_ = false;
    return false;
  }

  void TakeValues(const Value& value) {
    has_values_ = true;
    if (value.kind_case() == Value::kListValue) {
      values_ = &value.list_value();
    } else {
      problems_.AddAt("values", "`values` must be a list, such as [5, 10, 20]");
    }
  }

  void FinishValues() {
    const auto refuse = [this](bool given, const char* key) {
      if (!given) return;
      problems_.AddAt(key, absl::StrCat("`", key,
                                        "` has no meaning beside `values`; "
                                        "give one of them"));
    };
    refuse(has_min_, "min");
    refuse(has_max_, "max");
    refuse(dimension_.step.has_value(), "step");
    refuse(dimension_.log_scale, "scale");
    if (values_ != nullptr) {
      ReadList(parameter_, *values_, &dimension_, &problems_);
    }
  }

  void TakeType(const Value& value) {
    type_ = value.string_value();
    const bool fits = type_ == "choice" ||
                      // Whole numbers are real ones, too.
                      (type_ == "int" && (parameter_.type == Type::kInteger ||
                                          parameter_.type == Type::kReal)) ||
                      (type_ == "real" && parameter_.type == Type::kReal);
    if (fits) return;
    if (type_ == "int" || type_ == "real") {
      problems_.AddAt("type", absl::StrCat("`type: ", type_, "` does not fit ",
                                           parameter_.name, ", which is ",
                                           parameter_.type == Type::kInteger
                                               ? "a whole number"
                                               : "no number"));
    } else {
      problems_.AddAt(
          "type",
          absl::StrCat("`type: ", type_,
                       "` is not valid; valid are `int`, `real` and `choice`"));
    }
  }

  void TakeScale(const Value& value) {
    const std::string& scale = value.string_value();
    if (scale != "log" && scale != "linear") {
      problems_.AddAt("scale", "`scale` is `linear` or `log`");
    }
    dimension_.log_scale = scale == "log";
  }

  const ParameterDefinition& parameter_;
  SearchDimension& dimension_;
  DimensionProblems& problems_;
  std::string type_;
  const google::protobuf::ListValue* values_ = nullptr;
  bool has_values_ = false;
  bool has_min_ = false;
  bool has_max_ = false;
  bool numbers_are_read_ = true;
};

}  // namespace

std::string PlaceOfPart(const std::string& field, const Value& value,
                        std::string_view key) {
  const std::string name(key);
  return value.struct_value().fields().contains(name)
             ? absl::StrCat(field, ".", name)
             : field;
}

std::string PlaceOfChoice(const std::string& field, const Value& value,
                          size_t index) {
  return absl::StrCat(PlaceOfPart(field, value, "values"), "[", index, "]");
}

std::string PlaceOfCondition(const std::string& field, const Value& value,
                             std::optional<size_t> index) {
  const std::string when = PlaceOfPart(field, value, "when");
  const auto& fields = value.struct_value().fields();
  const auto found = fields.find("when");
  if (found == fields.end() || found->second.struct_value().fields().empty()) {
    return when;
  }
  const auto& [name, values] = *found->second.struct_value().fields().begin();
  const std::string place = absl::StrCat(when, ".", name);
  return index && values.kind_case() == Value::kListValue
             ? absl::StrCat(place, "[", *index, "]")
             : place;
}

std::optional<SearchDimension> ReadDimension(
    const std::string& name, const Value& value, const v1::BacktestConfig& run,
    const std::string& field, std::vector<ConfigProblem>* problems) {
  const size_t before = problems->size();
  DimensionProblems found(field, value, problems);
  auto parameter = FindVaried(name, run);
  if (!parameter.ok()) {
    found.Add(std::string(parameter.status().message()));
    return std::nullopt;
  }
  parameter->name = name;
  SearchDimension dimension;
  dimension.name = name;
  switch (value.kind_case()) {
    case Value::kStringValue:
      ReadRangeText(*parameter, value.string_value(), &dimension, &found);
      break;
    case Value::kListValue:
      ReadList(*parameter, value.list_value(), &dimension, &found);
      break;
    case Value::kStructValue: {
      MappingReader reader(*parameter, &dimension, &found);
      const std::map<std::string, Value> sorted(
          value.struct_value().fields().begin(),
          value.struct_value().fields().end());
      for (const auto& [key, part] : sorted) reader.Take(key, part);
      reader.Finish();
      break;
    }
    default:
      found.Add(
          "give a list of values, `\"range(first, last, step)\"`, or a mapping "
          "such as `{min: 10, max: 65, step: 5}`");
  }
  if (problems->size() > before) return std::nullopt;
  return dimension;
}

absl::StatusOr<SearchDimension> ReadDimension(const std::string& name,
                                              const Value& value,
                                              const v1::BacktestConfig& run) {
  std::vector<ConfigProblem> problems;
  auto dimension = ReadDimension(name, value, run, name, &problems);
  if (dimension) return *std::move(dimension);
  return absl::InvalidArgumentError(problems.front().description);
}

std::optional<double> GetVariedNumber(const std::string& name,
                                      const v1::BacktestConfig& run) {
  const v1::StrategyConfig& strategy = run.strategy();
  const size_t dot = name.find('.');
  const auto member = strategy.members().find(name.substr(0, dot));
  const auto number_in =
      [](const google::protobuf::Map<std::string, Value>& params,
         const std::string& parameter) -> std::optional<double> {
    const auto found = params.find(parameter);
    if (found == params.end() ||
        found->second.kind_case() != Value::kNumberValue) {
      return std::nullopt;
    }
    return found->second.number_value();
  };
  if (dot == std::string::npos) return number_in(strategy.params(), name);
  if (member == strategy.members().end()) return GetRunField(name, run);
  const std::string parameter = name.substr(dot + 1);
  if (parameter != kWeight)
    return number_in(member->second.params(), parameter);
  if (!member->second.has_weight()) return std::nullopt;
  return member->second.weight();
}

absl::Status ApplyPoint(const std::vector<SearchDimension>& dimensions,
                        const SearchPoint& point, v1::BacktestConfig* run) {
  v1::StrategyConfig& strategy = *run->mutable_strategy();
  for (size_t i = 0; i < dimensions.size(); ++i) {
    if (!point[i].has_value()) continue;
    const std::string& name = dimensions[i].name;
    const Value value = ToValue(*point[i]);
    const size_t dot = name.find('.');
    const auto member = strategy.mutable_members()->find(name.substr(0, dot));
    if (dot == std::string::npos) {
      (*strategy.mutable_params())[name] = value;
    } else if (member == strategy.mutable_members()->end()) {
      RETURN_IF_ERROR(SetRunField(name, value.number_value(), run));
    } else if (name.substr(dot + 1) == kWeight) {
      member->second.set_weight(value.number_value());
    } else {
      (*member->second.mutable_params())[name.substr(dot + 1)] = value;
    }
  }
  return absl::OkStatus();
}

}  // namespace admf
