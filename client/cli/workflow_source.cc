#include "client/cli/workflow_source.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/cli/options.h"
#include "client/cli/utf8.h"

namespace admf {
namespace {

// gRPC takes messages of up to 4 MiB. What is below that and still too much is
// left to the daemon, which names its limit.
constexpr std::streamsize kMaxBytes = 3 << 20;

absl::StatusOr<std::string> ReadAll(std::istream& stream,
                                    const std::string& name) {
  std::string text(kMaxBytes + 1, '\0');
  stream.read(text.data(), kMaxBytes + 1);
  if (stream.bad()) {
    return absl::InvalidArgumentError(
        absl::StrCat("can't read ", name, ": ", std::strerror(errno)));
  }
  if (stream.gcount() > kMaxBytes) {
    return absl::InvalidArgumentError(absl::StrCat(
        name, " is larger than 3 MiB; a workflow file has at most 1 MiB"));
  }
  text.resize(stream.gcount());
  if (!IsUtf8(text)) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, " is no text in UTF-8; is it a workflow file?"));
  }
  return text;
}

}  // namespace

void WorkflowSource::AddTo(CLI::App& app) {
  AddParsedOption(app, "--set", "NAME=VALUE", true,
                  "Set a parameter of the strategy, such as fast_period=12; "
                  "may be given several times",
                  [this](std::string_view text) {
                    return ParseAssignment(text, "NAME=VALUE", &overrides_);
                  });
}

absl::StatusOr<v1::WorkflowInput> WorkflowSource::Read(
    const std::string& name, std::istream& standard_input) const {
  v1::WorkflowInput input;
  input.set_file_name(name == "-" ? "<stdin>" : name);
  absl::StatusOr<std::string> text;
  if (name == "-") {
    text = ReadAll(standard_input, "the standard input");
  } else {
    errno = 0;
    std::ifstream file(name, std::ios::binary);
    if (!file) {
      return absl::InvalidArgumentError(
          absl::StrCat("can't read ", name, ": ", std::strerror(errno)));
    }
    text = ReadAll(file, name);
  }
  if (!text.ok()) return text.status();
  input.set_yaml(*std::move(text));
  input.mutable_parameter_overrides()->insert(overrides_.begin(),
                                              overrides_.end());
  return input;
}

}  // namespace admf
