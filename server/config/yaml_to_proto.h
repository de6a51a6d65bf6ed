#pragma once

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/struct.pb.h"
#include "server/config/yaml_node.h"
#include "server/config/yaml_problem.h"

namespace admf {

/// What came of reading a YAML text.
struct ParsedYaml {
  /// Everything that is wrong, in the order of the text.
  std::vector<YamlProblem> problems;
  /// Zeros and empty texts that can't be told from a missing key once they are
  /// in the message (fields without presence; not `false`, which says the
  /// same). Whoever wrote one did not mean the default: a caller for whom it is
  /// no value of the field adds it to the problems.
  std::vector<YamlProblem> empty_values;
  /// Where everything stands, also what was wrong.
  YamlPositions positions;

  bool ok() const { return problems.empty(); }
};

/// Reads a YAML text into a message of any type: keys are names of fields, and
/// docs/configuration.md describes how each type is written. The message is
/// cleared first; if there are problems it has what could be read.
///
/// Safe for any bytes: the text has limits in size, depth and number of values
/// (see yaml_reader.h), and no tag, anchor or alias is followed. Thread-safe:
/// calls share nothing.
ParsedYaml ParseYaml(std::string_view text, std::string_view file_name,
                     google::protobuf::Message* message);

/// Reads a single value as it would be written after a key: `12`, `true`,
/// `next_open`, `"12"`. INVALID_ARGUMENT if it is not one.
absl::StatusOr<google::protobuf::Value> ParseYamlValue(std::string_view text);

}  // namespace admf
