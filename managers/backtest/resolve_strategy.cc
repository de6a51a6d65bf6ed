#include "managers/backtest/resolve_strategy.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/catalog/nearest_name.h"
#include "engine/strategies/catalogue.h"
#include "engine/strategies/ensemble.h"
#include "google/protobuf/struct.pb.h"
#include "managers/backtest/given_parameters.h"

namespace admf {

using google::protobuf::Value;

namespace {

constexpr char kStrategyField[] = "workflow.backtest_config.strategy";
constexpr char kOverridesField[] = "workflow.parameters";
constexpr char kWeight[] = "weight";
constexpr size_t kLongestMemberName = 64;

/// Sorted by name, as problems are reported and members are created.
using Members = std::map<std::string, v1::StrategyMember*>;
using ConstMembers = std::map<std::string, const v1::StrategyMember*>;

/// The strategy of this name, or null with a problem.
const StrategyDefinition* FindType(const std::string& type,
                                   const std::string& field,
                                   std::vector<ConfigProblem>* problems) {
  if (type.empty()) {
    problems->push_back(
        {field,
         "is missing; name a strategy of the catalogue (`admf catalog` "
         "lists them), such as sma_crossover"});
    return nullptr;
  }
  const StrategyDefinition* definition = FindStrategy(type);
  if (definition == nullptr) {
    std::vector<std::string> names;
    for (const StrategyDefinition& known : StrategyCatalogue()) {
      names.push_back(known.name);
    }
    const std::string nearest = NearestName(type, names);
    problems->push_back(
        {field, absl::StrCat("there is no strategy ", type,
                             nearest.empty() ? ""
                                             : absl::StrCat("; did you mean ",
                                                            nearest, "?"),
                             " (`admf catalog` lists them)")});
  }
  return definition;
}

bool IsMemberName(std::string_view name) {
  return !name.empty() && name.size() <= kLongestMemberName &&
         std::all_of(name.begin(), name.end(), [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return absl::ascii_islower(byte) || absl::ascii_isdigit(byte) ||
                  c == '_';
         });
}

/// Resolves the members of an ensemble.
class MemberResolver {
 public:
  /// `weighted`: whether the vote looks at weights.
  MemberResolver(v1::StrategyConfig* strategy, bool weighted,
                 std::vector<ConfigProblem>* problems)
      : weighted_(weighted), problems_(*problems) {
    for (auto& [name, member] : *strategy->mutable_members()) {
      members_[name] = &member;
    }
  }

  /// Takes a value of `parameters` whose name is `member.parameter`.
  void Override(const std::string& name, const Value& value) {
    const std::string field = absl::StrCat(kOverridesField, ".", name);
    const size_t dot = name.find('.');
    const std::string member = name.substr(0, dot);
    if (!members_.contains(member)) {
      std::vector<std::string> names;
      for (const auto& [known, unused] : members_) names.push_back(known);
      const std::string nearest = NearestName(member, names);
      Add(field, absl::StrCat("there is no member ", member,
                              nearest.empty() ? ""
                                              : absl::StrCat("; did you mean ",
                                                             nearest, "?")));
      return;
    }
    const std::string parameter = name.substr(dot + 1);
    if (parameter != kWeight) {
      overrides_[member][parameter] = &value;
    } else if (value.kind_case() != Value::kNumberValue) {
      Add(field, "the weight of a member is a number");
    } else {
      members_[member]->set_weight(value.number_value());
      weight_fields_[member] = field;
    }
  }

  void Resolve() {
    const std::string field = absl::StrCat(kStrategyField, ".members");
    if (members_.empty()) {
      Add(field,
          "is missing; `type: ensemble` needs it, such as `members: {fast: "
          "{type: sma_crossover}, slow: {type: macd_crossover}}`");
    } else if (members_.size() > kMostMembers) {
      Add(field, absl::StrCat("has ", members_.size(), " members; ",
                              kMostMembers, " are the limit"));
    }
    for (const auto& [name, member] : members_) {
      ResolveMember(name, absl::StrCat(field, ".", name), member);
    }
  }

 private:
  void ResolveMember(const std::string& name, const std::string& field,
                     v1::StrategyMember* member) {
    if (!IsMemberName(name)) {
      Add(field,
          absl::StrCat("the name of a member is 1 to ", kLongestMemberName,
                       " lower-case letters, digits and _"));
    }
    ResolveWeight(name, field, member);
    const std::string type_field = absl::StrCat(field, ".type");
    const StrategyDefinition* definition =
        FindType(member->type(), type_field, &problems_);
    if (definition == nullptr) return;
    if (definition->create == nullptr) {
      Add(type_field, absl::StrCat(definition->name,
                                   " can't be a member; choose a strategy that "
                                   "has no members itself"));
      return;
    }
    const std::string params_field = absl::StrCat(field, ".params");
    GivenParameters given(&problems_);
    given.TakeAll(member->params(), params_field);
    for (const auto& [parameter, value] : overrides_[name]) {
      given.Take(parameter, *value,
                 absl::StrCat(kOverridesField, ".", name, ".", parameter));
    }
    given.Resolve(*definition, params_field, member->mutable_params());
  }

  void ResolveWeight(const std::string& name, const std::string& field,
                     v1::StrategyMember* member) {
    const auto override = weight_fields_.find(name);
    const std::string weight_field = override != weight_fields_.end()
                                         ? override->second
                                         : absl::StrCat(field, ".", kWeight);
    if (!weighted_) {
      if (member->has_weight()) {
        Add(weight_field,
            "has no meaning without `vote: weighted`; leave it out or choose "
            "this vote");
      }
      return;
    }
    if (!member->has_weight()) member->set_weight(1);
    if (member->weight() > 0 && member->weight() <= kLargestWeight) return;
    Add(weight_field, absl::StrCat(member->weight(),
                                   " is out of range; it must be above 0 and "
                                   "at most 1e6"));
  }

  void Add(std::string field, std::string description) {
    problems_.push_back({std::move(field), std::move(description)});
  }

  const bool weighted_;
  std::vector<ConfigProblem>& problems_;
  Members members_;
  /// By member and parameter.
  std::map<std::string, std::map<std::string, const Value*>> overrides_;
  /// Of weights that don't stand with the member.
  std::map<std::string, std::string> weight_fields_;
};

}  // namespace

void ResolveStrategy(v1::WorkflowConfig* config,
                     std::vector<ConfigProblem>* problems) {
  v1::StrategyConfig* strategy =
      config->mutable_backtest_config()->mutable_strategy();
  const StrategyDefinition* definition = FindType(
      strategy->type(), absl::StrCat(kStrategyField, ".type"), problems);
  if (definition == nullptr) return;
  const bool has_members = definition->create_of_members != nullptr;

  const std::string params_field = absl::StrCat(kStrategyField, ".params");
  GivenParameters given(problems);
  given.TakeAll(strategy->params(), params_field);
  std::map<std::string, const Value*> of_members;
  for (const auto& [name, value] : config->parameters()) {
    if (has_members && name.find('.') != std::string::npos) {
      of_members[name] = &value;
    } else {
      given.Take(name, value, absl::StrCat(kOverridesField, ".", name));
    }
  }
  const size_t before = problems->size();
  given.Resolve(*definition, params_field, strategy->mutable_params());

  if (has_members) {
    // Of a vote that is wrong itself, nobody knows whether it has weights.
    const bool weighted =
        problems->size() > before ||
        strategy->params().at("vote").string_value() == "weighted";
    MemberResolver members(strategy, weighted, problems);
    for (const auto& [name, value] : of_members) members.Override(name, *value);
    members.Resolve();
  } else if (!strategy->members().empty()) {
    problems->push_back(
        {absl::StrCat(kStrategyField, ".members"),
         absl::StrCat("has no meaning with `type: ", strategy->type(),
                      "`; leave it out or choose `type: ensemble`")});
  }
  config->clear_parameters();
}

ParameterSet ToParameterSet(const v1::StrategyConfig& config) {
  const StrategyDefinition* definition = FindStrategy(config.type());
  CHECK(definition != nullptr);
  return ToParameterSet(*definition, config.params());
}

std::unique_ptr<Strategy> CreateStrategy(const v1::StrategyConfig& config) {
  const StrategyDefinition* definition = FindStrategy(config.type());
  CHECK(definition != nullptr);
  const ParameterSet parameters = ToParameterSet(config);
  if (definition->create != nullptr) return definition->create(parameters);

  ConstMembers sorted;
  for (const auto& [name, member] : config.members()) sorted[name] = &member;
  std::vector<StrategyMember> members;
  for (const auto& [name, member] : sorted) {
    const StrategyDefinition* type = FindStrategy(member->type());
    CHECK(type != nullptr);
    members.push_back(
        {.strategy = type->create(ToParameterSet(*type, member->params())),
         .weight = member->has_weight() ? member->weight() : 1});
  }
  return definition->create_of_members(parameters, std::move(members));
}

}  // namespace admf
