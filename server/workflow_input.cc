#include "server/workflow_input.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "coordinator/errors.h"
#include "engine/base/sha256.h"
#include "engine/base/status_macros.h"
#include "managers/canonical_message.h"
#include "server/config/yaml_text.h"
#include "server/config/yaml_to_proto.h"

namespace admf {

using admf::v1::Violation;
using admf::v1::WorkflowInput;

namespace {

constexpr size_t kMaxFileNameBytes = 200;
/// More than anybody reads, and few enough for a message of gRPC.
constexpr size_t kMaxViolations = 200;
/// Where a violation of a value stands that the request has beside the text.
constexpr char kOverrides[] = "parameter_overrides";
constexpr std::string_view kParametersPrefix = "workflow.parameters.";
/// Where zero or an empty text is a value like any other.
constexpr std::string_view kMayBeEmpty[] = {"workflow.name",
                                            "workflow.backtest_config.seed"};

Violation ToViolation(std::string field, std::string description,
                      std::string_view file_name, YamlPosition position) {
  Violation violation;
  violation.set_field(std::move(field));
  violation.set_description(std::move(description));
  violation.set_file_name(std::string(file_name));
  violation.set_line(position.line);
  violation.set_column(position.column);
  return violation;
}

/// Whether `field` is `above` or lies below it.
bool LiesIn(std::string_view field, std::string_view above) {
  return field.substr(0, above.size()) == above &&
         (field.size() == above.size() || field[above.size()] == '.' ||
          field[above.size()] == '[');
}

std::string_view ParentOf(std::string_view field) {
  return field.substr(0, std::min(field.rfind('.'), field.size()));
}

/// Whether a problem only follows from one that the text already has: a value
/// that could not be read would be called missing, and so would a key that was
/// misspelt.
bool Follows(const std::string& field, const ParsedYaml& yaml) {
  const bool in_text = yaml.positions.Find(field).has_value();
  return std::any_of(
      yaml.problems.begin(), yaml.problems.end(),
      [&](const YamlProblem& problem) {
        return !problem.field.empty() &&
               (LiesIn(field, problem.field) || LiesIn(problem.field, field) ||
                (!in_text && LiesIn(field, ParentOf(problem.field))));
      });
}

void AddOverrides(const WorkflowInput& input, v1::WorkflowConfig* config,
                  std::vector<Violation>* violations) {
  for (const auto& [name, text] : input.parameter_overrides()) {
    auto value = ParseYamlValue(text);
    if (value.ok()) {
      (*config->mutable_parameters())[name] = *std::move(value);
    } else {
      violations->push_back(
          ToViolation(absl::StrCat(std::string(kParametersPrefix), name),
                      std::string(value.status().message()), kOverrides, {}));
    }
  }
}

/// Whether the field has its value from the overrides, whatever the text says.
bool IsOverride(const WorkflowInput& input, std::string_view field) {
  return field.starts_with(kParametersPrefix) &&
         input.parameter_overrides().contains(
             std::string(field.substr(kParametersPrefix.size())));
}

/// Zeros and empty texts that would silently become the default, unless
/// something else was found to be wrong there.
void AddEmptyValues(const std::vector<YamlProblem>& empty_values,
                    std::string_view file_name,
                    std::vector<Violation>* violations) {
  for (const YamlProblem& problem : empty_values) {
    const bool is_known =
        std::any_of(violations->begin(), violations->end(),
                    [&](const Violation& violation) {
                      return violation.field() == problem.field;
                    });
    if (is_known || std::ranges::find(kMayBeEmpty, problem.field) !=
                        std::end(kMayBeEmpty)) {
      continue;
    }
    violations->push_back(ToViolation(problem.field, problem.description,
                                      file_name, problem.position));
  }
}

/// Limits are the only problem of a text whose position is nowhere in it.
absl::Status LimitStatus(const std::vector<YamlProblem>& problems) {
  for (const YamlProblem& problem : problems) {
    if (problem.kind == YamlProblem::Kind::kLimit) {
      return MakeError(absl::StatusCode::kInvalidArgument,
                       reason::kTextTooLarge, ToString(problem));
    }
  }
  return absl::OkStatus();
}

void SortByPlace(std::vector<Violation>* violations) {
  std::stable_sort(violations->begin(), violations->end(),
                   [](const Violation& a, const Violation& b) {
                     return std::make_tuple(a.line(), a.column()) <
                            std::make_tuple(b.line(), b.column());
                   });
}

/// Leaves the first ones, and says how many there are behind them.
void LimitViolations(std::vector<Violation>* violations) {
  if (violations->size() <= kMaxViolations) return;
  const size_t left_out = violations->size() - kMaxViolations;
  violations->resize(kMaxViolations);
  violations->push_back(ToViolation(
      "", absl::StrCat("and ", left_out, " more problems"), "", {}));
}

}  // namespace

absl::StatusOr<ReadWorkflow> ReadWorkflowInput(const WorkflowInput& input,
                                               const Coordinator& coordinator) {
  if (input.input_case() == WorkflowInput::INPUT_NOT_SET) {
    return MakeError(absl::StatusCode::kInvalidArgument,
                     reason::kInvalidRequest,
                     "the request has no workflow; set `config` or `yaml`");
  }
  ReadWorkflow read;
  v1::WorkflowConfig config;
  ParsedYaml yaml;
  std::string file_name;
  if (input.has_yaml()) {
    file_name = input.file_name().empty()
                    ? "workflow.yaml"
                    : KeepEnd(input.file_name(), kMaxFileNameBytes);
    v1::WorkflowDocument document;
    yaml = ParseYaml(input.yaml(), file_name, &document);
    RETURN_IF_ERROR(LimitStatus(yaml.problems));
    config = std::move(*document.mutable_workflow());
  } else {
    config = input.config();
  }
  for (const YamlProblem& problem : yaml.problems) {
    read.violations.push_back(ToViolation(problem.field, problem.description,
                                          file_name, problem.position));
  }
  AddOverrides(input, &config, &read.violations);
  // A text that is no mapping at all has no type to complain about.
  const bool readable =
      yaml.ok() || config.type() != v1::WORKFLOW_TYPE_UNSPECIFIED;
  if (readable) {
    ASSIGN_OR_RETURN(read.validated, coordinator.Validate(std::move(config)));
    for (ConfigProblem& problem : read.validated.problems) {
      if (Follows(problem.field, yaml)) continue;
      const bool is_override = IsOverride(input, problem.field);
      const YamlPosition position =
          is_override ? YamlPosition()
                      : yaml.positions.FindNearest(problem.field);
      read.violations.push_back(
          ToViolation(std::move(problem.field), std::move(problem.description),
                      is_override ? kOverrides : file_name, position));
    }
  }
  AddEmptyValues(yaml.empty_values, file_name, &read.violations);
  SortByPlace(&read.violations);
  LimitViolations(&read.violations);
  return read;
}

absl::Status ToStatus(const std::vector<Violation>& violations) {
  std::vector<FieldProblem> problems;
  problems.reserve(violations.size());
  for (const Violation& violation : violations) {
    std::string place;
    if (violation.line() > 0) {
      place = absl::StrCat(violation.file_name(), ":", violation.line(), ":",
                           violation.column(), ": ");
    }
    problems.push_back(
        {violation.field(), absl::StrCat(place, violation.field(),
                                         violation.field().empty() ? "" : ": ",
                                         violation.description())});
  }
  return InvalidConfiguration(problems);
}

std::string RequestDigest(const google::protobuf::Message& request) {
  Sha256 digest;
  digest.AddText(CanonicalMessage(request));
  return digest.Finish();
}

}  // namespace admf
