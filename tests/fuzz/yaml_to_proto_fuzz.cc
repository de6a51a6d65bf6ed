// Any bytes as configurations: nothing crashes, what is reported is printable,
// and what is read without problems is the same after printing and reading it.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "admf/v1/server_config.pb.h"
#include "admf/v1/workflow_config.pb.h"
#include "engine/base/check.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/message_differencer.h"
#include "server/config/proto_to_yaml.h"
#include "server/config/yaml_text.h"
#include "server/config/yaml_to_proto.h"

namespace admf {
namespace {

using google::protobuf::util::MessageDifferencer;

/// Printing can lengthen a key by escapes, and long keys are refused.
constexpr size_t kMaxPrintedBytes = 400;

template <typename MessageType>
void Try(std::string_view text) {
  MessageType message;
  const ParsedYaml parsed = ParseYaml(text, "fuzz.yaml", &message);
  for (const YamlProblem& problem : parsed.problems) {
    CHECK(!problem.description.empty());
    CHECK(problem.position.line > 0 && problem.position.column > 0);
    CHECK(!FindBadCharacter(problem.description).has_value());
    parsed.positions.FindNearest(problem.field);
  }
  if (!parsed.ok() || text.size() > kMaxPrintedBytes) return;
  const std::string printed = PrintYaml(message);
  if (printed.empty()) return;
  MessageType read;
  CHECK(ParseYaml(printed, "", &read).ok());
  CHECK(MessageDifferencer::Equals(message, read));
}

}  // namespace
}  // namespace admf

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  admf::Try<admf::v1::WorkflowDocument>(text);
  admf::Try<admf::v1::ServerConfig>(text);
  if (const auto value = admf::ParseYamlValue(text); !value.ok()) {
    CHECK(!value.status().message().empty());
  }
  return 0;
}
