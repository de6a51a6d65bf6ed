#include "server/config/server_options.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "server/config/server_command_line.h"
#include "server/config/server_config_check.h"
#include "server/config/yaml_field.h"
#include "server/config/yaml_node.h"
#include "server/config/yaml_reader.h"
#include "server/config/yaml_text.h"
#include "server/config/yaml_to_proto.h"

namespace admf {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int64_t kMaxConfigBytes = 1 << 20;

/// Puts a configuration together from its sources, and remembers where each
/// field came from.
class Reader {
 public:
  explicit Reader(const ServerOptionSources& sources) : sources_(sources) {}

  ServerOptions Read() {
    ServerCommandLine command_line =
        ParseServerCommandLine(sources_.arguments, sources_.version);
    if (!command_line.problem.empty()) {
      AddProblem("", "", std::move(command_line.problem));
      return std::move(options_);
    }
    if (!command_line.text.empty()) {
      options_.action = ServerOptions::Action::kPrintText;
      options_.text = std::move(command_line.text);
      return std::move(options_);
    }
    if (command_line.check_config) {
      options_.action = ServerOptions::Action::kCheckConfig;
    }
    if (command_line.journal_command.has_value()) {
      options_.action = ServerOptions::Action::kJournal;
      options_.journal_command = *command_line.journal_command;
      options_.backup_destination =
          (std::filesystem::path(sources_.working_directory) /
           command_line.backup_destination)
              .string();
    }
    if (command_line.config_file.has_value()) {
      ReadFile(*command_line.config_file);
    }
    for (const ServerSetting& setting : ServerSettings()) {
      const auto variable = sources_.environment.find(setting.variable);
      const auto flag = command_line.settings.find(setting.flag);
      if (flag != command_line.settings.end()) {
        Set(setting, flag->first, flag->second);
      } else if (variable != sources_.environment.end() &&
                 !variable->second.empty()) {
        Set(setting, variable->first, variable->second);
      }
    }
    Complete();
    return std::move(options_);
  }

 private:
  void ReadFile(const std::string& name) {
    file_name_ = name;
    const std::string path =
        (std::filesystem::path(sources_.working_directory) / name).string();
    const auto status = sources_.file_system->GetFileStatus(path);
    if (status.ok() && status->size_bytes > kMaxConfigBytes) {
      AddProblem("", "--config",
                 absl::StrCat(path, " has ", status->size_bytes,
                              " bytes; a configuration has at most ",
                              kMaxConfigBytes));
      return;
    }
    const auto text = sources_.file_system->ReadFile(path);
    if (!text.ok()) {
      AddProblem("", "--config", std::string(text.status().message()));
      return;
    }
    // Nothing but comments is a configuration, too: that of the defaults.
    YamlNode root;
    if (!ReadYaml(*text, &root).has_value() &&
        root.kind == YamlNode::Kind::kNull) {
      return;
    }
    ParsedYaml parsed = ParseYaml(*text, name, &options_.config);
    options_.problems = std::move(parsed.problems);
    positions_ = std::move(parsed.positions);
    options_.problems.insert(options_.problems.end(),
                             parsed.empty_values.begin(),
                             parsed.empty_values.end());
  }

  bool HasProblem(std::string_view field) const {
    return std::any_of(
        options_.problems.begin(), options_.problems.end(),
        [&](const YamlProblem& problem) { return problem.field == field; });
  }

  void Set(const ServerSetting& setting, const std::string& source,
           const std::string& text) {
    const std::string path = setting.path();
    sources_by_field_[path] = source;
    Message* message = &options_.config;
    if (*setting.section != '\0') {
      message = MutableOrAdd(
          *message->GetDescriptor()->FindFieldByName(setting.section), message);
    }
    const absl::Status status =
        Store(text, *message->GetDescriptor()->FindFieldByName(setting.field),
              message);
    if (!status.ok()) Report(path, std::string(status.message()));
  }

  static absl::Status Store(const std::string& text,
                            const FieldDescriptor& field, Message* message) {
    if (text.empty()) return absl::InvalidArgumentError("must not be empty");
    if (const auto bad = FindBadCharacter(text)) {
      return absl::InvalidArgumentError(bad->description);
    }
    YamlNode scalar;
    scalar.kind = YamlNode::Kind::kScalar;
    scalar.text = text;
    return StoreScalar(scalar, field, message);
  }

  void Complete() {
    FillServerDefaults(sources_.hardware_concurrency,
                       sources_.working_directory, &options_.config);
    CheckServerConfig(options_.config, sources_.file_system,
                      [&](std::string_view field, std::string description) {
                        if (HasProblem(field)) return;
                        Report(std::string(field), std::move(description));
                      });
    std::stable_sort(options_.problems.begin(), options_.problems.end(),
                     [](const YamlProblem& a, const YamlProblem& b) {
                       return a.position < b.position;
                     });
  }

  /// Adds a problem with the place that the field came from.
  void Report(const std::string& field, std::string description) {
    const auto source = sources_by_field_.find(field);
    if (source != sources_by_field_.end()) {
      AddProblem(field, source->second, std::move(description));
    } else {
      AddProblem(field, file_name_.value_or(""), std::move(description),
                 positions_.FindNearest(field));
    }
  }

  void AddProblem(std::string field, std::string file_name,
                  std::string description, YamlPosition position = {}) {
    options_.problems.push_back({.field = std::move(field),
                                 .file_name = std::move(file_name),
                                 .position = position,
                                 .description = std::move(description)});
  }

  const ServerOptionSources& sources_;
  ServerOptions options_;
  std::optional<std::string> file_name_;
  YamlPositions positions_;
  /// The flag or variable that a field was last set by.
  std::map<std::string, std::string> sources_by_field_;
};

}  // namespace

ServerOptions ReadServerOptions(const ServerOptionSources& sources) {
  return Reader(sources).Read();
}

}  // namespace admf
