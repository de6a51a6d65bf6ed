#include "client/cli/session.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "client/cli/error_text.h"
#include "client/cli/message_json.h"
#include "client/cli/time_format.h"
#include "client/cli/yaml_text.h"
#include "client/client_error.h"
#include "nlohmann/json.hpp"

namespace admf {

Session::Session(const Environment& environment, const GlobalOptions& options)
    : environment_(environment),
      options_(options),
      out_style_(environment.colors && environment.out_is_terminal &&
                 !options.no_color),
      err_style_(environment.colors && environment.err_is_terminal &&
                 !options.no_color) {}

size_t Session::out_width() const {
  return environment_.out_is_terminal ? environment_.width : 0;
}

absl::Status Session::Connect() {
  CoordinatorClientOptions options;
  options.call_timeout = options_.timeout;
  options.on_retry = [this](const absl::Status& status, absl::Duration delay) {
    // Short pauses go by unnoticed.
    if (delay < absl::Seconds(1)) return;
    // Without a reason the message is gRPC's, about sockets.
    const bool answered = !GetClientErrorDetails(status).reason.empty();
    const std::string cause =
        answered ? Printable({status.message().data(), status.message().size()})
                 : "no daemon answers at " + options_.channel.server;
    if (!retry_notes_.IsWorthALine(cause, absl::Now())) return;
    Note(absl::StrCat(cause, "; trying again in ", FormatElapsed(delay)));
  };
  absl::StatusOr<std::unique_ptr<CoordinatorClient>> client =
      CoordinatorClient::Connect(options_.channel, options);
  if (!client.ok()) return client.status();
  client_ = *std::move(client);
  return absl::OkStatus();
}

void Session::PrintDocument(const nlohmann::ordered_json& json) {
  if (options_.output == OutputFormat::kYaml) {
    if (printed_document_) out() << "---\n";
    out() << YamlText(json);
  } else {
    out() << JsonText(json);
  }
  printed_document_ = true;
}

void Session::PrintDocument(const google::protobuf::Message& message) {
  PrintDocument(MessageToJson(message));
}

void Session::Note(const std::string& text) {
  if (options_.quiet) return;
  // What was printed before comes first, also where both go to one terminal.
  out().flush();
  const std::string line = absl::StrCat("admf: ", text, "\n");
  if (note_printer_) {
    note_printer_(line);
  } else {
    err() << line << std::flush;
  }
}

void Session::RedirectNotes(std::function<void(const std::string&)> printer) {
  note_printer_ = std::move(printer);
}

ExitCode Session::Fail(const absl::Status& status) {
  // What was printed before comes first, also where both go to one file.
  out().flush();
  err() << ErrorText(status, options_.channel.server) << std::flush;
  return ExitCodeFor(status);
}

ExitCode Session::FailUsage(const std::string& message) {
  out().flush();
  err() << "admf: " << Printable(message) << std::endl;
  return ExitCode::kUsage;
}

}  // namespace admf
