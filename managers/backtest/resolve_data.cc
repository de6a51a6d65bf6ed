#include "managers/backtest/resolve_data.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "engine/data/adjustments.h"
#include "engine/data/exchange_calendar.h"
#include "engine/data/period_rule.h"
#include "engine/data/timeframe.h"

namespace admf {

using admf::v1::DataConfig;

namespace {

constexpr char kField[] = "workflow.data_config";

PeriodEdge ToEdge(v1::PeriodEdge edge) {
  return edge == v1::PERIOD_EDGE_RIGHT ? PeriodEdge::kRight : PeriodEdge::kLeft;
}

std::optional<ExchangeCalendar::Kind> ToCalendar(v1::TradingCalendar calendar) {
  switch (calendar) {
    case v1::TRADING_CALENDAR_NYSE:
      return ExchangeCalendar::Kind::kNyse;
    case v1::TRADING_CALENDAR_24X5:
      return ExchangeCalendar::Kind::k24x5;
    case v1::TRADING_CALENDAR_24X7:
      return ExchangeCalendar::Kind::k24x7;
    default:
      return std::nullopt;
  }
}

ReadRequest RequestWithoutPath(const DataConfig& config,
                               const std::string& symbol) {
  ReadRequest request;
  const v1::DataSource& source = config.sources().at(symbol);
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
  request.period_rule = {.closed = ToEdge(config.resample().closed()),
                         .label = ToEdge(config.resample().label())};
  request.calendar = ToCalendar(config.calendar());
  if (config.gaps() == v1::GAP_POLICY_WARN) {
    request.gaps = ReadRequest::Gaps::kWarn;
  }
  if (config.has_adjustments()) {
    request.adjustments_display_path = config.adjustments().path();
    request.adjustment_method =
        config.adjustments().method() == v1::ADJUSTMENT_METHOD_SPLIT
            ? AdjustmentMethod::kSplit
            : AdjustmentMethod::kSplitDividend;
  }
  return request;
}

/// Checks how the bars are made, and fills in the defaults of what is given.
template <typename Add>
void ResolveMaking(const DataRoot& data_root, DataConfig* config, Add add) {
  if (config->has_resample()) {
    if (config->timeframe().empty()) {
      add("resample",
          "has no meaning without `timeframe`, which says what to make of the "
          "bars; give it, such as `timeframe: 1h`");
    }
    v1::ResampleConfig* const resample = config->mutable_resample();
    if (resample->label() == v1::PERIOD_EDGE_UNSPECIFIED) {
      resample->set_label(v1::PERIOD_EDGE_LEFT);
    }
    if (resample->closed() == v1::PERIOD_EDGE_UNSPECIFIED) {
      resample->set_closed(v1::PERIOD_EDGE_LEFT);
    }
  }
  const bool has_calendar =
      config->calendar() != v1::TRADING_CALENDAR_UNSPECIFIED;
  if (has_calendar && config->gaps() == v1::GAP_POLICY_UNSPECIFIED) {
    config->set_gaps(v1::GAP_POLICY_ERROR);
  }
  if (!has_calendar && config->gaps() != v1::GAP_POLICY_UNSPECIFIED) {
    add("gaps",
        "has no meaning without `calendar`, which says when there must be "
        "bars; give it, such as `calendar: nyse`");
  }
  if (config->has_adjustments()) {
    v1::AdjustmentsConfig* const adjustments = config->mutable_adjustments();
    if (adjustments->method() == v1::ADJUSTMENT_METHOD_UNSPECIFIED) {
      adjustments->set_method(v1::ADJUSTMENT_METHOD_SPLIT_DIVIDEND);
    }
    const auto path = data_root.Resolve(adjustments->path());
    if (!path.ok()) {
      add("adjustments.path", std::string(path.status().message()));
    }
  }
}

/// Whether every symbol is one that can be traded and printed.
template <typename Add>
bool CheckSymbols(const std::vector<std::string>& symbols, Add add) {
  if (symbols.empty()) {
    add("sources",
        "no source of bars is given; name one, such as `sources: {GOOG: "
        "{path: GOOG.csv}}`");
    return false;
  }
  if (symbols.size() > kMostSymbols) {
    add("sources", absl::StrCat(symbols.size(), " symbols are given; ",
                                kMostSymbols, " are the limit"));
    return false;
  }
  for (const std::string& symbol : symbols) {
    if (symbol.empty() ||
        std::any_of(symbol.begin(), symbol.end(), absl::ascii_iscntrl)) {
      add("sources",
          "a symbol is empty or has a control character in it; name what is "
          "traded, such as `GOOG`");
      return false;
    }
  }
  return true;
}

absl::StatusOr<ReadRequest> RequestOf(const DataRoot& data_root,
                                      const DataConfig& config,
                                      const std::string& symbol) {
  ReadRequest request = RequestWithoutPath(config, symbol);
  ASSIGN_OR_RETURN(request.path, data_root.Resolve(request.display_path));
  if (config.has_adjustments()) {
    ASSIGN_OR_RETURN(request.adjustments_path,
                     data_root.Resolve(request.adjustments_display_path));
  }
  return request;
}

}  // namespace

std::vector<std::string> SymbolsOf(const DataConfig& config) {
  std::vector<std::string> symbols;
  for (const auto& [symbol, source] : config.sources()) {
    symbols.push_back(symbol);
  }
  std::sort(symbols.begin(), symbols.end());
  return symbols;
}

void ResolveDataConfig(const DataRoot& data_root, DataConfig* config,
                       std::vector<ConfigProblem>* problems) {
  const auto add = [problems](std::string_view field, std::string description) {
    problems->push_back({absl::StrCat(kField, ".", std::string(field)),
                         std::move(description)});
  };
  if (config->timezone().empty()) config->set_timezone("UTC");
  const std::vector<std::string> symbols = SymbolsOf(*config);
  if (!CheckSymbols(symbols, add)) return;
  if (!config->timeframe().empty()) {
    const auto timeframe = Timeframe::Parse(config->timeframe());
    if (!timeframe.ok()) {
      add("timeframe", std::string(timeframe.status().message()));
    }
  }
  // What is checked of a request is the same for all symbols.
  for (RequestProblem& problem :
       CheckReadRequest(RequestWithoutPath(*config, symbols.front()))) {
    add(problem.field, std::move(problem.description));
  }
  ResolveMaking(data_root, config, add);
  for (const std::string& symbol : symbols) {
    const auto path = data_root.Resolve(config->sources().at(symbol).path());
    if (!path.ok()) {
      add(absl::StrCat("sources.", symbol, ".path"),
          std::string(path.status().message()));
    }
  }
}

absl::StatusOr<ReadRequest> ToReadRequest(const DataRoot& data_root,
                                          const DataConfig& config) {
  if (config.sources_size() != 1) {
    return absl::InvalidArgumentError(
        absl::StrCat(config.sources_size(), " symbols where one is read"));
  }
  return RequestOf(data_root, config, config.sources().begin()->first);
}

absl::StatusOr<std::vector<ReadRequest>> ToReadRequests(
    const DataRoot& data_root, const DataConfig& config) {
  std::vector<ReadRequest> requests;
  for (const std::string& symbol : SymbolsOf(config)) {
    ASSIGN_OR_RETURN(requests.emplace_back(),
                     RequestOf(data_root, config, symbol));
  }
  return requests;
}

}  // namespace admf
