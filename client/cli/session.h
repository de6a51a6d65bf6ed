#pragma once

#include <functional>
#include <istream>
#include <memory>
#include <ostream>
#include <stop_token>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "client/cli/exit_code.h"
#include "client/cli/global_options.h"
#include "client/cli/note_limiter.h"
#include "client/cli/style.h"
#include "client/coordinator_client.h"
#include "google/protobuf/message.h"
#include "nlohmann/json_fwd.hpp"

namespace admf {

/// What the process gives to a command; tests give something else. All
/// pointers are borrowed and outlive the command.
struct Environment {
  std::istream* in = nullptr;
  std::ostream* out = nullptr;
  std::ostream* err = nullptr;
  /// Whether the streams are terminals, and whether these show colours.
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  bool colors = false;
  /// Whether a line on the standard error can be rewritten in place.
  bool live = false;
  /// Columns of the terminal.
  size_t width = 80;
  /// The daemon where --server names none (ADMF_SERVER); empty for the usual
  /// one.
  std::string server;
  /// Zone of the times in tables.
  absl::TimeZone zone = absl::UTCTimeZone();
  /// From this call on Ctrl-C (SIGINT) and SIGTERM request a stop of the token
  /// instead of ending the process; a second one ends it.
  std::function<std::stop_token()> catch_interrupts = [] {
    return std::stop_token();
  };
};

/// One invocation of a command: where it prints to, and its daemon. Results go
/// to the standard output, everything else to the standard error. Not
/// thread-safe.
class Session {
 public:
  /// Both must outlive the session.
  Session(const Environment& environment, const GlobalOptions& options);

  const Environment& environment() const { return environment_; }
  const GlobalOptions& options() const { return options_; }
  std::ostream& out() { return *environment_.out; }
  std::ostream& err() { return *environment_.err; }
  Style out_style() const { return out_style_; }
  Style err_style() const { return err_style_; }
  /// Columns that tables may fill; 0 when the output is no terminal.
  size_t out_width() const;

  /// Makes the client; INVALID_ARGUMENT if the options don't allow it. The
  /// daemon is called only when a command does so.
  absl::Status Connect();

  /// Only after Connect.
  CoordinatorClient& client() { return *client_; }

  /// Prints a result in the chosen format, JSON or YAML. Several of them make
  /// a stream of documents.
  void PrintDocument(const nlohmann::ordered_json& json);
  void PrintDocument(const google::protobuf::Message& message);

  /// A remark for people, unless they asked for quiet.
  void Note(const std::string& text);

  /// Hands remarks to `printer` instead, with a line break at their end; an
  /// empty one ends that.
  void RedirectNotes(std::function<void(const std::string&)> printer);

  /// Prints what a call failed with; the exit code for it.
  ExitCode Fail(const absl::Status& status);

  /// Prints an error of usage or of a local file; kUsage.
  ExitCode FailUsage(const std::string& message);

 private:
  const Environment& environment_;
  const GlobalOptions& options_;
  const Style out_style_;
  const Style err_style_;
  std::unique_ptr<CoordinatorClient> client_;
  std::function<void(const std::string&)> note_printer_;
  NoteLimiter retry_notes_;
  bool printed_document_ = false;
};

}  // namespace admf
