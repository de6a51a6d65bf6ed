#include "coordinator/shared_feeds.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/sha256.h"
#include "engine/base/status_macros.h"
#include "engine/data/adjustments_file.h"
#include "engine/data/column_file.h"
#include "engine/data/make_bars.h"

namespace admf {
namespace {

/// Names what decides the rows of a file, whose content `content` stands for.
std::string MakeSourceKey(const ReadRequest& request,
                          const std::string& content) {
  Sha256 sha256;
  sha256.AddInt(kColumnFileVersion);
  sha256.AddText(content);
  // The end of the name says what is in the file.
  sha256.AddInt(static_cast<int64_t>(request.format));
  sha256.AddText(request.path.substr(request.path.find_last_of('/') + 1));
  for (const std::string* column :
       {&request.time_column, &request.open_column, &request.high_column,
        &request.low_column, &request.close_column, &request.volume_column}) {
    sha256.AddText(*column);
  }
  sha256.AddText(request.timezone);
  return sha256.Finish();
}

/// Names what decides a series besides gaps, which no bit of it depends on.
std::string MakeSeriesKey(const ReadRequest& request,
                          const std::string& source_key,
                          const std::vector<Adjustment>& adjustments) {
  Sha256 sha256;
  sha256.AddText(source_key);
  sha256.AddText(request.symbol);
  sha256.AddText(request.timeframe ? request.timeframe->ToString() : "");
  sha256.AddText(request.start);
  sha256.AddText(request.end);
  sha256.AddInt(static_cast<int64_t>(request.period_rule.closed));
  sha256.AddInt(static_cast<int64_t>(request.period_rule.label));
  sha256.AddInt(static_cast<int64_t>(request.adjustment_method));
  for (const Adjustment& adjustment : adjustments) {
    sha256.AddInt(adjustment.day);
    sha256.AddInt(static_cast<int64_t>(adjustment.kind));
    sha256.AddDouble(adjustment.value);
  }
  return sha256.Finish();
}

/// What warnings and errors depend on, and the series doesn't.
std::string MessageKey(const ReadRequest& request) {
  if (!request.calendar.has_value()) return "";
  return absl::StrCat("/", static_cast<int>(*request.calendar), "/",
                      static_cast<int>(request.gaps), "/",
                      request.display_path);
}

absl::Status About(const ReadRequest& request, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat(request.display_path, ": ",
                                                  status.message()));
}

}  // namespace

SharedFeeds::SharedFeeds(Options options)
    : file_system_(options.file_system),
      reader_(std::move(options.reader)),
      cache_(std::move(options.cache)),
      series_(options.capacity_bytes),
      // A source that no series needs is mapped again in no time, or was only
      // needed to be resampled.
      sources_(/*capacity_bytes=*/0) {}

absl::StatusOr<std::shared_ptr<const BarSeries>> SharedFeeds::Get(
    const ReadRequest& request, std::stop_token stop) {
  std::vector<Adjustment> adjustments;
  if (request.adjustment_method != AdjustmentMethod::kNone) {
    ASSIGN_OR_RETURN(
        adjustments,
        ReadAdjustments(request.adjustments_path,
                        request.adjustments_display_path, request.symbol));
  }
  ASSIGN_OR_RETURN(const std::string source_key, SourceKey(request, stop));
  const std::string series_key =
      MakeSeriesKey(request, source_key, adjustments);
  return series_.Get(series_key + MessageKey(request), stop, [&] {
    return MakeSeries(request, source_key, series_key, adjustments, stop);
  });
}

absl::StatusOr<std::shared_ptr<const SourceBars>> SharedFeeds::GetSource(
    const ReadRequest& request, std::stop_token stop) {
  ASSIGN_OR_RETURN(const std::string key, SourceKey(request, stop));
  return FindSource(request, key, std::move(stop));
}

absl::StatusOr<std::string> SharedFeeds::SourceKey(
    const ReadRequest& request, const std::stop_token& stop) {
  if (cache_ != nullptr) {
    const absl::StatusOr<std::string> content =
        cache_->ContentDigest(request.path, stop);
    if (!content.ok()) return About(request, content.status());
    return MakeSourceKey(request, *content);
  }
  ASSIGN_OR_RETURN(const FileStatus file,
                   file_system_->GetFileStatus(request.path));
  return MakeSourceKey(
      request, absl::StrCat(request.path, "/", file.device, "/", file.inode,
                            "/", file.size_bytes, "/", file.modified_ns, "/",
                            file.changed_ns));
}

absl::StatusOr<std::shared_ptr<const SourceBars>> SharedFeeds::FindSource(
    const ReadRequest& request, const std::string& key, std::stop_token stop) {
  return sources_.Get(key, stop,
                      [&] { return ReadSource(request, key, stop); });
}

absl::StatusOr<std::shared_ptr<const SourceBars>> SharedFeeds::ReadSource(
    const ReadRequest& request, const std::string& key, std::stop_token stop) {
  if (cache_ != nullptr) {
    std::shared_ptr<const SourceBars> kept = cache_->Find(key);
    if (kept != nullptr) return kept;
  }
  ASSIGN_OR_RETURN(std::shared_ptr<const SourceBars> source,
                   reader_->ReadSource(request, stop));
  // What was read must be what the key stands for.
  ASSIGN_OR_RETURN(const std::string key_now, SourceKey(request, stop));
  if (key_now != key) {
    return About(request, absl::UnavailableError(
                              "it changed while it was read; try again when "
                              "it is complete"));
  }
  return cache_ == nullptr ? source : cache_->Keep(key, std::move(source));
}

absl::StatusOr<std::shared_ptr<const BarSeries>> SharedFeeds::MakeSeries(
    const ReadRequest& request, const std::string& source_key,
    const std::string& series_key, const std::vector<Adjustment>& adjustments,
    std::stop_token stop) {
  ASSIGN_OR_RETURN(std::shared_ptr<const SourceBars> source,
                   FindSource(request, source_key, stop));
  const std::string known =
      cache_ == nullptr ? ""
                        : cache_->FindSeriesDigest(series_key).value_or("");
  ASSIGN_OR_RETURN(
      std::shared_ptr<const BarSeries> bars,
      MakeBars(request, std::move(source), adjustments, known, stop));
  if (cache_ != nullptr && known.empty()) {
    cache_->KeepSeriesDigest(series_key, bars->digest());
  }
  return bars;
}

void SharedFeeds::Trim() {
  series_.Trim();
  sources_.Trim();
}

}  // namespace admf
