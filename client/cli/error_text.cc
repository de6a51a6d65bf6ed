#include "client/cli/error_text.h"

#include <cctype>
#include <string>
#include <string_view>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "client/cli/style.h"
#include "client/cli/time_format.h"

namespace admf {
namespace {

// A reason of docs/errors.md.
constexpr char kInvalidConfiguration[] = "INVALID_CONFIGURATION";

absl::string_view View(std::string_view text) {
  return absl::string_view(text.data(), text.size());
}

// The size of `file:line:column: ` at the beginning of a description, or 0. A
// file's name may have colons as well.
size_t PositionSize(std::string_view text) {
  for (size_t start = text.find(':'); start != std::string_view::npos;
       start = text.find(':', start + 1)) {
    size_t i = start;
    int numbers = 0;
    while (numbers < 2 && i < text.size() && text[i] == ':') {
      size_t digits = 0;
      while (i + 1 + digits < text.size() &&
             std::isdigit(static_cast<unsigned char>(text[i + 1 + digits]))) {
        ++digits;
      }
      if (digits == 0) break;
      i += 1 + digits;
      ++numbers;
    }
    if (numbers == 2 && text.substr(i, 2) == ": ") return i + 2;
  }
  return 0;
}

// `field: ` unless the text begins with it, or there is none.
std::string WithField(const std::string& field, std::string_view text) {
  if (field.empty() || absl::StartsWith(View(text), field + ":")) {
    return std::string(text);
  }
  return absl::StrCat(field, ": ", View(text));
}

std::string Unreachable(std::string_view server, std::string_view message) {
  std::string text = absl::StrCat(
      "no daemon answers at ", View(server),
      "; start one with `admfd` or name another with --server or ADMF_SERVER");
  // The usual case needs no more words.
  if (!absl::StrContains(View(message), "Connection refused")) {
    absl::StrAppend(&text, "\nadmf: the connection says: ", View(message));
  }
  return text;
}

std::string Summary(const absl::Status& status,
                    const ClientErrorDetails& details,
                    std::string_view server) {
  const std::string message =
      Printable({status.message().data(), status.message().size()});
  if (details.reason == kInvalidConfiguration && !details.violations.empty()) {
    // The message would repeat what stands above it.
    return absl::StrCat(
        "the configuration is invalid, and nothing was started; mend what is "
        "listed above [",
        kInvalidConfiguration, "]");
  }
  if (!details.reason.empty()) {
    return absl::StrCat(message, " [", Printable(details.reason), "]");
  }
  // Without a reason the error comes from the way to the daemon.
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      return Unreachable(server, message);
    case absl::StatusCode::kDeadlineExceeded:
      return absl::StrCat("no answer from ", View(server),
                          " in time; allow more with --timeout, or name ",
                          "another server with --server or ADMF_SERVER");
    case absl::StatusCode::kUnimplemented:
      return absl::StrCat(View(server), " is no ADMF daemon, or an older one (",
                          message, ")");
    default:
      return absl::StrCat(message, " [",
                          absl::StatusCodeToString(status.code()), "]");
  }
}

}  // namespace

std::string ViolationText(const ClientErrorDetails::Violation& violation) {
  // Some descriptions show a place in a text on lines of their own.
  const std::string description = absl::StrJoin(
      absl::StrSplit(violation.description, '\n'), "\n",
      [](std::string* out, absl::string_view line) {
        absl::StrAppend(out, Printable({line.data(), line.size()}));
      });
  const size_t position = PositionSize(description);
  return absl::StrCat(
      description.substr(0, position),
      WithField(Printable(violation.field), description.substr(position)));
}

std::string ViolationText(const v1::Violation& violation) {
  std::string position;
  if (violation.line() > 0) {
    position = absl::StrCat(Printable(violation.file_name()), ":",
                            violation.line(), ":", violation.column(), ": ");
  }
  const std::string text =
      ViolationText({violation.field(), violation.description()});
  return absl::StartsWith(text, position) ? text : position + text;
}

std::string ErrorText(const absl::Status& status, std::string_view server) {
  const ClientErrorDetails details = GetClientErrorDetails(status);
  std::string text;
  for (const auto& violation : details.violations) {
    absl::StrAppend(&text, ViolationText(violation), "\n");
  }
  absl::StrAppend(&text, "admf: ", Summary(status, details, server), "\n");
  if (details.retry_delay.has_value()) {
    absl::StrAppend(&text, "admf: try again in ",
                    FormatElapsed(*details.retry_delay), "\n");
  }
  return text;
}

std::string ErrorSummary(const absl::Status& status, std::string_view server) {
  return Summary(status, GetClientErrorDetails(status), server);
}

std::string WorkflowErrorText(const google::rpc::Status& error) {
  const std::string reason = GetClientErrorDetails(error).reason;
  return Printable(absl::StrCat(error.message(), reason.empty() ? "" : " [",
                                reason, reason.empty() ? "" : "]"));
}

}  // namespace admf
