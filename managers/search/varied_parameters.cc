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
#include "managers/backtest/config_checker.h"
#include "managers/backtest/parameter_values.h"
#include "managers/backtest/resolve_run.h"
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

absl::Status CheckBound(const ParameterDefinition& parameter, double bound) {
  Value value;
  value.set_number_value(bound);
  return ToValueOf(parameter, value).status();
}

/// Completes a dimension that has bounds, and checks them.
absl::StatusOr<SearchDimension> MakeRange(const ParameterDefinition& parameter,
                                          SearchDimension dimension) {
  if (parameter.type != Type::kInteger && parameter.type != Type::kReal) {
    return absl::InvalidArgumentError(
        absl::StrCat(parameter.name,
                     " is no number; give the list of values "
                     "to try"));
  }
  dimension.kind = parameter.type == Type::kInteger
                       ? SearchDimension::Kind::kInteger
                       : SearchDimension::Kind::kReal;
  RETURN_IF_ERROR(CheckBound(parameter, dimension.minimum));
  RETURN_IF_ERROR(CheckBound(parameter, dimension.maximum));
  return dimension;
}

absl::StatusOr<SearchDimension> ReadRangeText(
    const ParameterDefinition& parameter, SearchDimension dimension,
    const std::string& text) {
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
    return absl::InvalidArgumentError(
        absl::StrCat("`", text,
                     "` is no range; write `range(first, last, step)`, such as "
                     "`range(1.0, 3.0, 0.5)`"));
  }
  dimension.minimum = numbers[0];
  dimension.maximum = numbers[1];
  if (numbers.size() == 3) dimension.step = numbers[2];
  return MakeRange(parameter, std::move(dimension));
}

absl::StatusOr<SearchDimension> ReadList(
    const ParameterDefinition& parameter, SearchDimension dimension,
    const google::protobuf::ListValue& list) {
  dimension.kind = SearchDimension::Kind::kChoices;
  for (const Value& value : list.values()) {
    ASSIGN_OR_RETURN(ParameterValue choice, ToValueOf(parameter, value));
    dimension.choices.push_back(std::move(choice));
  }
  return dimension;
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

absl::StatusOr<double> ReadNumber(const std::string& key, const Value& value) {
  if (value.kind_case() == Value::kNumberValue) return value.number_value();
  return absl::InvalidArgumentError(absl::StrCat("`", key, "` needs a number"));
}

/// The keys of a mapping, taken one by one.
class MappingReader {
 public:
  MappingReader(const ParameterDefinition& parameter, SearchDimension dimension)
      : parameter_(parameter), dimension_(std::move(dimension)) {}

  absl::Status Take(const std::string& key, const Value& value) {
    if (key == "type") return TakeType(value);
    if (key == "scale") return TakeScale(value);
    if (key == "values") {
      values_ = &value.list_value();
      return absl::OkStatus();
    }
    if (key == "when") {
      ASSIGN_OR_RETURN(dimension_.when, ReadCondition(value));
      return absl::OkStatus();
    }
    if (key == "step") {
      ASSIGN_OR_RETURN(dimension_.step, ReadNumber(key, value));
      return absl::OkStatus();
    }
    if (key == "min" || key == "max") {
      const bool min = key == "min";
      (min ? has_min_ : has_max_) = true;
      ASSIGN_OR_RETURN((min ? dimension_.minimum : dimension_.maximum),
                       ReadNumber(key, value));
      return absl::OkStatus();
    }
    return absl::InvalidArgumentError(
        absl::StrCat("there is no key `", key,
                     "` here; valid are `type`, `min`, `max`, `step`, `scale`, "
                     "`values` and `when`"));
  }

  absl::StatusOr<SearchDimension> Finish() {
    if (values_ != nullptr) {
      if (has_min_ || has_max_ || dimension_.step) {
        return absl::InvalidArgumentError(
            "`values` stands beside bounds; give one of them");
      }
      return ReadList(parameter_, std::move(dimension_), *values_);
    }
    if (!has_min_ || !has_max_) {
      return absl::InvalidArgumentError("needs `min` and `max`, or `values`");
    }
    return MakeRange(parameter_, std::move(dimension_));
  }

 private:
  absl::Status TakeType(const Value& value) {
    const std::string& type = value.string_value();
    const bool fits = type == "choice" ||
                      (type == "int" && parameter_.type == Type::kInteger) ||
                      (type == "real" && parameter_.type == Type::kReal);
    if (fits) return absl::OkStatus();
    if (type == "int" || type == "real") {
      return absl::InvalidArgumentError(absl::StrCat(
          "`type: ", type, "` does not fit ", parameter_.name, ", which is ",
          parameter_.type == Type::kInteger ? "a whole number"
          : parameter_.type == Type::kReal  ? "a real number"
                                            : "no number"));
    }
    return absl::InvalidArgumentError(
        absl::StrCat("`type: ", type,
                     "` is not valid; valid are `int`, `real` and `choice`"));
  }

  absl::Status TakeScale(const Value& value) {
    const std::string& scale = value.string_value();
    if (scale != "log" && scale != "linear") {
      return absl::InvalidArgumentError("`scale` is `linear` or `log`");
    }
    dimension_.log_scale = scale == "log";
    return absl::OkStatus();
  }

  const ParameterDefinition& parameter_;
  SearchDimension dimension_;
  const google::protobuf::ListValue* values_ = nullptr;
  bool has_min_ = false;
  bool has_max_ = false;
};

}  // namespace

absl::StatusOr<SearchDimension> ReadDimension(const std::string& name,
                                              const Value& value,
                                              const v1::BacktestConfig& run) {
  ASSIGN_OR_RETURN(ParameterDefinition parameter, FindVaried(name, run));
  parameter.name = name;
  SearchDimension dimension;
  dimension.name = name;
  switch (value.kind_case()) {
    case Value::kStringValue:
      return ReadRangeText(parameter, std::move(dimension),
                           value.string_value());
    case Value::kListValue:
      return ReadList(parameter, std::move(dimension), value.list_value());
    case Value::kStructValue: {
      MappingReader reader(parameter, std::move(dimension));
      const std::map<std::string, Value> sorted(
          value.struct_value().fields().begin(),
          value.struct_value().fields().end());
      for (const auto& [key, part] : sorted) {
        RETURN_IF_ERROR(reader.Take(key, part));
      }
      return reader.Finish();
    }
    default:
      return absl::InvalidArgumentError(
          "give a list of values, `\"range(first, last, step)\"`, or a mapping "
          "such as `{min: 10, max: 65, step: 5}`");
  }
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

namespace {

bool FitTogether(const std::string& type,
                 const google::protobuf::Map<std::string, Value>& params) {
  const StrategyDefinition* const definition = FindStrategy(type);
  if (definition == nullptr) return false;
  std::map<std::string, ParameterValue> given;
  for (const auto& [name, value] : params) {
    const auto parameter = ToParameterValue(value);
    if (!parameter.has_value()) return false;
    given[name] = *parameter;
  }
  std::vector<ParameterProblem> problems;
  ResolveStrategyParameters(*definition, given, &problems);
  return problems.empty();
}

}  // namespace

bool IsValidStrategy(const v1::StrategyConfig& strategy) {
  if (!FitTogether(strategy.type(), strategy.params())) return false;
  for (const auto& [name, member] : strategy.members()) {
    if (!FitTogether(member.type(), member.params())) return false;
  }
  return true;
}

bool IsValidRun(const v1::BacktestConfig& run) {
  if (!IsValidStrategy(run.strategy())) return false;
  std::vector<ConfigProblem> problems;
  ConfigChecker checker(&problems);
  v1::BacktestConfig copy;
  *copy.mutable_execution() = run.execution();
  *copy.mutable_portfolio() = run.portfolio();
  *copy.mutable_risk() = run.risk();
  *copy.mutable_metrics() = run.metrics();
  ResolveRun(&copy, checker);
  return problems.empty();
}

}  // namespace admf
