#include "client/cli/options.h"

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "client/cli/closest_word.h"
#include "client/cli/time_format.h"

namespace admf {
namespace {

constexpr char kGroup[] = "Options of every command";
constexpr char kOutputFormats[] = "table|json|yaml|csv";

void AddConnectionOptions(CLI::App& app, GlobalOptions* options) {
  ChannelOptions* const channel = &options->channel;
  AddParsedOption(app, "--server", "HOST:PORT", false,
                  "The daemon to speak to. Default: $ADMF_SERVER, or "
                  "127.0.0.1:50051",
                  [options](std::string_view text) {
                    auto address = NormalizeServerAddress(text);
                    if (address.ok()) options->channel.server = *address;
                    options->has_server = true;
                    return address.status();
                  })
      ->group(kGroup);
  app.add_flag("--tls", channel->tls,
               "Encrypt the connection, trusting the system's certificates")
      ->group(kGroup);
  app.add_option("--ca", channel->ca_file,
                 "Encrypt, trusting the certificates of this PEM file")
      ->type_name("FILE")
      ->group(kGroup);
  CLI::Option* certificate =
      app.add_option("--cert", channel->certificate_file,
                     "Encrypt, with this client certificate (PEM)");
  CLI::Option* key = app.add_option("--key", channel->private_key_file,
                                    "The private key of --cert (PEM)");
  certificate->type_name("FILE")->group(kGroup)->needs(key);
  key->type_name("FILE")->group(kGroup)->needs(certificate);
}

absl::StatusOr<OutputFormat> ParseOutputFormat(std::string_view text) {
  const std::pair<std::string, OutputFormat> formats[] = {
      {"table", OutputFormat::kTable},
      {"json", OutputFormat::kJson},
      {"yaml", OutputFormat::kYaml},
      {"csv", OutputFormat::kCsv},
  };
  std::vector<std::string> names;
  for (const auto& [name, format] : formats) {
    if (name == text) return format;
    names.push_back(name);
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "there is no '", absl::string_view(text.data(), text.size()), "'",
      DidYouMean(text, names), "; choose from table, json, ", "yaml, csv"));
}

}  // namespace

void AddGlobalOptions(CLI::App& app, GlobalOptions* options) {
  AddConnectionOptions(app, options);
  AddParsedOption(app, "--output,-o", kOutputFormats, false,
                  "The form of what is printed. Default: table",
                  [options](std::string_view text) {
                    auto format = ParseOutputFormat(text);
                    if (format.ok()) options->output = *format;
                    return format.status();
                  })
      ->group(kGroup);
  AddParsedOption(app, "--timeout", "DURATION", false,
                  "How long a call to the daemon may take, such as 5s. "
                  "Waiting for a workflow has no limit. Default: 30s",
                  [options](std::string_view text) {
                    auto duration = ParseDurationText(text);
                    if (duration.ok()) options->timeout = *duration;
                    return duration.status();
                  })
      ->group(kGroup);
  app.add_flag("--no-color", options->no_color,
               "No colours; NO_COLOR in the environment does the same")
      ->group(kGroup);
  app.add_flag("--quiet,-q", options->quiet,
               "No progress and no remarks, only results and errors")
      ->group(kGroup);
}

CLI::Option* AddParsedOption(
    CLI::App& app, const std::string& names, const std::string& hint,
    bool repeatable, const std::string& description,
    const std::function<absl::Status(std::string_view)>& parse) {
  // Exceptions are CLI11's way to refuse; admf.cc catches them.
  CLI::Option* option = app.add_option(
      names,
      [names, parse](const CLI::results_t& texts) {
        for (const std::string& text : texts) {
          const absl::Status status = parse(text);
          if (!status.ok()) {
            throw CLI::ValidationError(names.substr(0, names.find(',')),
                                       std::string(status.message()));
          }
        }
        return true;
      },
      description);
  option->type_name(hint);
  if (repeatable) {
    option->type_size(1)
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->allow_extra_args(false);
  }
  return option;
}

CLI::Option* AddArguments(CLI::App& app, const std::string& hint, int minimum,
                          int maximum, const std::string& description,
                          std::vector<std::string>* values) {
  CLI::Option* option = app.add_option(hint, *values, description);
  option->type_name("")->expected(minimum, maximum);
  // What is too much is left over, and named in the error.
  if (minimum == 1 && maximum == 1) option->allow_extra_args(false);
  if (minimum > 0) option->required();
  return option;
}

absl::Status ParseAssignment(std::string_view text, const std::string& what,
                             std::map<std::string, std::string>* values) {
  const size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        "'", absl::string_view(text.data(), text.size()), "' is no ", what));
  }
  (*values)[std::string(text.substr(0, equals))] = text.substr(equals + 1);
  return absl::OkStatus();
}

}  // namespace admf
