#include "managers/backtest/resolve_data.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace admf {

using admf::v1::DataConfig;

namespace {

constexpr char kField[] = "workflow.data_config";

ReadRequest RequestWithoutPath(const DataConfig& config) {
  ReadRequest request;
  const auto& [symbol, source] = *config.sources().begin();
  request.display_path = source.path();
  request.symbol = symbol;
  if (source.format() == v1::DATA_FORMAT_CSV) {
    request.format = ReadRequest::Format::kCsv;
  } else if (source.format() == v1::DATA_FORMAT_PARQUET) {
    request.format = ReadRequest::Format::kParquet;
  }
  request.time_column = source.columns().time();
  request.open_column = source.columns().open();
  request.high_column = source.columns().high();
  request.low_column = source.columns().low();
  request.close_column = source.columns().close();
  request.volume_column = source.columns().volume();
  request.timezone = config.timezone();
  request.start = config.start();
  request.end = config.end();
  if (!config.timeframe().empty()) {
    const auto timeframe = Timeframe::Parse(config.timeframe());
    if (timeframe.ok()) request.timeframe = *timeframe;
  }
  return request;
}

}  // namespace

void ResolveDataConfig(const DataRoot& data_root, DataConfig* config,
                       std::vector<ConfigProblem>* problems) {
  const auto add = [problems](std::string field, std::string description) {
    problems->push_back({std::move(field), std::move(description)});
  };
  if (config->timezone().empty()) config->set_timezone("UTC");
  if (config->sources_size() != 1) {
    add(absl::StrCat(kField, ".sources"),
        config->sources().empty()
            ? "no source of bars is given; name one, such as `sources: {GOOG: "
              "{path: GOOG.csv}}`"
            : "more than one symbol is given; this version trades one symbol "
              "per backtest, so submit a workflow for each");
    return;
  }
  const auto& [symbol, source] = *config->sources().begin();
  if (symbol.empty() ||
      std::any_of(symbol.begin(), symbol.end(), absl::ascii_iscntrl)) {
    add(absl::StrCat(kField, ".sources"),
        "a symbol is empty or has a control character in it; name what is "
        "traded, such as `GOOG`");
    return;
  }
  if (!config->timeframe().empty()) {
    const auto timeframe = Timeframe::Parse(config->timeframe());
    if (!timeframe.ok()) {
      add(absl::StrCat(kField, ".timeframe"),
          std::string(timeframe.status().message()));
    }
  }
  for (RequestProblem& problem :
       CheckReadRequest(RequestWithoutPath(*config))) {
    add(absl::StrCat(kField, ".", problem.field),
        std::move(problem.description));
  }
  const auto path = data_root.Resolve(source.path());
  if (!path.ok()) {
    add(absl::StrCat(kField, ".sources.", symbol, ".path"),
        std::string(path.status().message()));
  }
}

absl::StatusOr<ReadRequest> ToReadRequest(const DataRoot& data_root,
                                          const DataConfig& config) {
  ReadRequest request = RequestWithoutPath(config);
  auto path = data_root.Resolve(request.display_path);
  if (!path.ok()) return path.status();
  request.path = *std::move(path);
  return request;
}

}  // namespace admf
