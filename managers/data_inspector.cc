#include "managers/data_inspector.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "engine/base/status_macros.h"
#include "engine/data/bars.h"
#include "engine/data/exchange_calendar.h"
#include "engine/data/gap_check.h"
#include "engine/data/inspection.h"
#include "engine/data/local_clock.h"
#include "engine/data/make_bars.h"
#include "engine/data/price_columns.h"
#include "engine/data/read_request.h"
#include "engine/data/source_bars.h"
#include "engine/data/timeframe.h"
#include "engine/data/timestamp.h"
#include "managers/backtest/resolve_data.h"
#include "managers/workflow_manager.h"

namespace admf {
namespace {

google::protobuf::Timestamp ToTimestamp(int64_t time_us) {
  google::protobuf::Timestamp timestamp;
  const int64_t seconds = FloorDivide(time_us, kMicrosPerSecond);
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(
      static_cast<int32_t>((time_us - seconds * kMicrosPerSecond) * 1000));
  return timestamp;
}

std::string SymbolOf(const v1::InspectDataRequest& request) {
  if (!request.symbol().empty()) return request.symbol();
  const std::string& path = request.source().path();
  const std::string name = path.substr(path.find_last_of('/') + 1);
  return name.substr(0, name.find('.'));
}

/// What a workflow's reader takes.
absl::StatusOr<ReadRequest> ToRequest(const DataRoot& data_root,
                                      const v1::InspectDataRequest& request) {
  v1::DataConfig config = request.data_config();
  if (!config.sources().empty()) {
    return absl::InvalidArgumentError(
        "data_config.sources: must be empty; `source` names the file");
  }
  (*config.mutable_sources())[SymbolOf(request)] = request.source();
  std::vector<ConfigProblem> problems;
  ResolveDataConfig(data_root, &config, &problems);
  std::vector<std::string> texts;
  for (const ConfigProblem& problem : problems) {
    texts.push_back(
        absl::StrCat(absl::StripPrefix(problem.field, "workflow.data_config."),
                     ": ", problem.description));
  }
  if (!texts.empty()) {
    return absl::InvalidArgumentError(absl::StrJoin(texts, "; "));
  }
  return ToReadRequest(data_root, config);
}

void AddFinding(const std::string& kind, int64_t count,
                const std::vector<int64_t>& first_us, std::string description,
                v1::InspectDataResponse* response) {
  v1::DataFinding* const finding = response->add_findings();
  finding->set_kind(kind);
  finding->set_count(count);
  for (const int64_t time_us : first_us) {
    *finding->add_first() = ToTimestamp(time_us);
  }
  finding->set_description(std::move(description));
}

void AddGaps(const ReadRequest& request, const GapReport& gaps,
             const LocalClock& clock, v1::InspectDataResponse* response) {
  if (gaps.empty()) return;
  std::vector<std::string> sentences =
      gaps.Describe(CalendarName(*request.calendar), clock);
  if (gaps.missing > 0) {
    AddFinding("missing_bars", gaps.missing, gaps.first_missing_us,
               sentences.front(), response);
  }
  if (gaps.unexpected > 0) {
    AddFinding("unexpected_bars", gaps.unexpected, gaps.first_unexpected_us,
               sentences.back(), response);
  }
}

void AddSource(const SourceBars& source, v1::InspectDataResponse* response) {
  for (size_t i = 0; i < kPriceColumns; ++i) {
    const std::string& name = source.column_names.values[i];
    const auto meaning = static_cast<PriceColumn>(i);
    if (meaning == PriceColumn::kVolume && source.columns.volume.empty()) {
      continue;
    }
    v1::DataColumn* const column = response->add_columns();
    column->set_meaning(std::string(PriceColumnName(meaning)));
    column->set_name(name);
  }
  const int64_t seconds = source.distance_us / kMicrosPerSecond;
  if (seconds > 0) {
    response->set_source_timeframe(Timeframe::FromSeconds(seconds).ToString());
  }
  response->set_source_rows(static_cast<int64_t>(source.columns.rows()));
}

void AddBars(const BarSeries& bars, v1::InspectDataResponse* response) {
  response->set_timeframe(bars.timeframe().ToString());
  response->set_bar_count(static_cast<int64_t>(bars.size()));
  *response->mutable_first_bar() = ToTimestamp(bars.time_us().front());
  *response->mutable_last_bar() = ToTimestamp(bars.time_us().back());
  response->set_lowest(*std::min_element(bars.low().begin(), bars.low().end()));
  response->set_highest(
      *std::max_element(bars.high().begin(), bars.high().end()));
  response->set_data_digest(bars.digest());
}

}  // namespace

DataInspector::DataInspector(Options options) : options_(std::move(options)) {}

absl::StatusOr<v1::InspectDataResponse> DataInspector::Inspect(
    const v1::InspectDataRequest& request, std::stop_token stop) const {
  auto response = Read(request, std::move(stop));
  options_.let_go();
  return response;
}

absl::StatusOr<v1::InspectDataResponse> DataInspector::Read(
    const v1::InspectDataRequest& request, std::stop_token stop) const {
  ASSIGN_OR_RETURN(ReadRequest read, ToRequest(*options_.data_root, request));
  read.max_bytes = options_.max_bytes;
  read.gaps = ReadRequest::Gaps::kWarn;
  ASSIGN_OR_RETURN(const std::shared_ptr<const SourceBars> source,
                   options_.feeds->GetSource(read, stop));
  ASSIGN_OR_RETURN(const std::shared_ptr<const BarSeries> bars,
                   options_.feeds->Get(read, stop));
  ASSIGN_OR_RETURN(const GapReport gaps,
                   FindRequestedGaps(read, *source, stop));
  ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadTimezone(read.timezone));
  const LocalClock clock(zone);
  ASSIGN_OR_RETURN(const int64_t size_bytes,
                   options_.data_root->FileBytes(read.path));
  v1::InspectDataResponse response;
  response.set_path(read.display_path);
  response.set_symbol(read.symbol);
  response.set_size_bytes(size_bytes);
  response.set_timezone(read.timezone);
  AddSource(*source, &response);
  AddBars(*bars, &response);
  AddGaps(read, gaps, clock, &response);
  for (BarFinding& finding : InspectBars(*bars, clock)) {
    AddFinding(finding.kind, finding.count, finding.first_us,
               std::move(finding.description), &response);
  }
  return response;
}

}  // namespace admf
