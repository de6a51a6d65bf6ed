#include "client/cli/commands/data_command.h"

#include <map>
#include <string_view>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "client/cli/data_view.h"
#include "client/cli/enum_names.h"
#include "client/cli/options.h"

namespace admf {
namespace {

/// An option whose value is a text of the request.
void AddText(CLI::App& command, const std::string& name,
             const std::string& hint, const std::string& description,
             std::string* text) {
  AddParsedOption(command, name, hint, false, description,
                  [text](std::string_view value) {
                    *text = std::string(value);
                    return absl::OkStatus();
                  });
}

}  // namespace

CLI::App* DataCommand::AddTo(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "data",
      "Tell what the daemon understands of a price file, and what looks wrong");
  AddArguments(*command, "inspect FILE", 2, 2,
               "The word `inspect`, and a path below the daemon's data root",
               &arguments_);
  AddReading(*command);
  command->footer(
      "Examples:\n"
      "  admf data inspect GOOG.csv --calendar nyse\n"
      "  admf data inspect ticks.csv --column time=ts --timeframe 1h\n"
      "  admf data inspect GOOG.csv --output json | jq .findings");
  return command;
}

void DataCommand::AddReading(CLI::App& command) {
  v1::DataConfig* const config = request_.mutable_data_config();
  AddText(command, "--symbol", "NAME",
          "The symbol. Default: the file's name up to its first dot",
          request_.mutable_symbol());
  AddParsedOption(command, "--format", "csv|parquet", false,
                  "What is in the file. Default: by the end of its name",
                  [this](std::string_view text) {
                    const auto format = ParseShortName<v1::DataFormat>(text);
                    if (format.ok()) {
                      request_.mutable_source()->set_format(*format);
                    }
                    return format.status();
                  });
  AddParsedOption(
      command, "--column", "MEANING=NAME", true,
      "The name of the column of `time`, `open`, `high`, `low`, `close` or "
      "`volume`, where it isn't recognised; repeatable",
      [this](std::string_view text) { return SetColumn(text); });
  AddText(command, "--timeframe", "TIMEFRAME",
          "Resample to this timeframe, such as 1d. Default: that of the data",
          config->mutable_timeframe());
  AddText(command, "--timezone", "NAME",
          "IANA name of the timezone of naive timestamps and of days. Default: "
          "UTC",
          config->mutable_timezone());
  AddText(command, "--start", "TIME", "The first bar, a date or RFC 3339",
          config->mutable_start());
  AddText(command, "--end", "TIME", "The last bar, a date or RFC 3339",
          config->mutable_end());
  AddParsedOption(command, "--calendar", "nyse|24x7|24x5", false,
                  "The trading calendar to find gaps with. Default: none",
                  [config](std::string_view text) {
                    const auto calendar =
                        ParseShortName<v1::TradingCalendar>(text);
                    if (calendar.ok()) config->set_calendar(*calendar);
                    return calendar.status();
                  });
}

absl::Status DataCommand::SetColumn(std::string_view text) {
  v1::ColumnNames* const names = request_.mutable_source()->mutable_columns();
  const size_t equals = text.find('=');
  const std::string meaning(text.substr(0, equals));
  const std::map<std::string, std::string*> columns = {
      {"time", names->mutable_time()},   {"open", names->mutable_open()},
      {"high", names->mutable_high()},   {"low", names->mutable_low()},
      {"close", names->mutable_close()}, {"volume", names->mutable_volume()}};
  const auto column = columns.find(meaning);
  if (column == columns.end() || equals == std::string_view::npos ||
      equals + 1 == text.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", std::string(text),
                     "' is not MEANING=NAME, with time, open, high, low, close "
                     "or volume as MEANING"));
  }
  *column->second = std::string(text.substr(equals + 1));
  return absl::OkStatus();
}

ExitCode DataCommand::Run(Session& session) {
  if (arguments_.front() != "inspect") {
    return session.FailUsage(absl::StrCat(
        "`admf data` can't ", arguments_.front(), "; it can `inspect FILE`"));
  }
  request_.mutable_source()->set_path(arguments_.back());
  const auto inspected = session.client().InspectData(request_);
  if (!inspected.ok()) return session.Fail(inspected.status());
  switch (session.options().output) {
    case OutputFormat::kTable:
      session.out() << InspectionText(*inspected, session.out_style(),
                                      session.out_width());
      break;
    case OutputFormat::kCsv:
      session.out() << InspectionCsv(*inspected);
      break;
    default:
      session.PrintDocument(*inspected);
  }
  return ExitCode::kSuccess;
}

}  // namespace admf
