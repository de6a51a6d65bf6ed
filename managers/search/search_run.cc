#include "managers/search/search_run.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/base/status_macros.h"
#include "engine/search/sampler_factory.h"
#include "managers/search/trial_order.h"

namespace admf {
namespace {

// Keys of checkpoints; in their order `elapsed` and `ended` come first.
constexpr char kElapsed[] = "elapsed";
constexpr char kEnded[] = "ended";
constexpr char kSlice[] = "trials/";

/// What a slice should take, so that little is lost at a crash.
constexpr double kSliceSeconds = 0.5;
/// Trials of a slice for each worker as long as nothing is known of them.
constexpr size_t kFirstSlice = 4;

absl::Duration ToDuration(const google::protobuf::Duration& duration) {
  return absl::Seconds(duration.seconds()) +
         absl::Nanoseconds(duration.nanos());
}

}  // namespace

SearchRun::SearchRun(Options options)
    : options_(std::move(options)), begin_(options_.clock->MonotonicNow()) {}

absl::StatusOr<std::string> SearchRun::Run() {
  const v1::OptimizationConfig& config = options_.plan->config();
  ASSIGN_OR_RETURN(
      sampler_,
      CreateSampler(options_.plan->MakeSamplerOptions(
          options_.seed,
          [stop = options_.stop] { return stop.stop_requested(); }, &drawn_)));
  early_stopping_ = options_.plan->MakeEarlyStopping();
  RETURN_IF_ERROR(Restore());
  restored_ = done_;
  while (!out_of_time_ && HasNext()) {
    RETURN_IF_ERROR(RunSlice());
    if (config.has_max_time() && elapsed() >= ToDuration(config.max_time())) {
      out_of_time_ = true;
      RETURN_IF_ERROR(options_.checkpoints->Save(kEnded, "max_time"));
    }
  }
  if (options_.stop.stop_requested()) {
    return absl::CancelledError("the search was told to stop");
  }
  if (out_of_time_) return std::string("max_time was over");
  if (!end_reason_.empty()) return end_reason_;
  if (config.algorithm() == v1::SEARCH_ALGORITHM_GRID) {
    return std::string("every allowed point of the grid was tried");
  }
  if (done_ >= config.max_trials()) {
    return absl::StrCat("all ", config.max_trials(), " trials were made");
  }
  return std::string("the algorithm found nothing new to try");
}

absl::Status SearchRun::Restore() {
  return options_.checkpoints->ForEach(
      [this](std::string_view key, std::string value) -> absl::Status {
        if (key == kEnded) {
          out_of_time_ = true;
        } else if (key == kElapsed) {
          int64_t micros = 0;
          if (absl::SimpleAtoi(value, &micros)) {
            earlier_ = absl::Microseconds(micros);
          }
        } else {
          return RestoreSlice(value);
        }
        return absl::OkStatus();
      });
}

absl::Status SearchRun::RestoreSlice(const std::string& bytes) {
  if (!HasNext()) {
    return options_.stop.stop_requested()
               ? absl::CancelledError("the search was told to stop")
               : absl::DataLossError(
                     "there are more stored trials than this search makes");
  }
  ASSIGN_OR_RETURN(
      std::vector<ScoredTrial> trials,
      options_.tables->Decode(bytes, std::span(points_).subspan(scores_.size()),
                              done_));
  StopEarly(&trials);
  return Accept(std::move(trials));
}

bool SearchRun::HasNext() {
  if (early_stopping_ != nullptr && early_stopping_->stopped()) {
    end_reason_ =
        absl::StrCat("none of the last ",
                     options_.plan->config().early_stopping().patience(),
                     " trials was better");
    return false;
  }
  if (scores_.size() < points_.size()) return true;
  if (!points_.empty()) sampler_->Tell(scores_);
  scores_.clear();
  points_.clear();
  points_ = sampler_->Ask();
  return !points_.empty();
}

absl::Status SearchRun::RunSlice() {
  const size_t count = std::min(SliceSize(), points_.size() - scores_.size());
  ASSIGN_OR_RETURN(std::vector<ScoredTrial> trials, EvaluateSlice(count));
  StopEarly(&trials);
  RETURN_IF_ERROR(options_.checkpoints->Save(
      kElapsed, absl::StrCat(absl::ToInt64Microseconds(elapsed()))));
  RETURN_IF_ERROR(
      options_.checkpoints->Save(absl::StrFormat("%s%012d", kSlice, done_),
                                 options_.tables->Encode(trials)));
  RETURN_IF_ERROR(Accept(std::move(trials)));
  const double seconds = absl::ToDoubleSeconds(elapsed() - earlier_);
  options_.report(
      {.trials = done_,
       .max_trials = options_.plan->config().max_trials(),
       .rate =
           seconds > 0 ? static_cast<double>(done_ - restored_) / seconds : 0,
       .elapsed = elapsed()});
  return absl::OkStatus();
}

absl::StatusOr<std::vector<ScoredTrial>> SearchRun::EvaluateSlice(
    size_t count) {
  std::vector<ScoredTrial> trials(count);
  for (size_t i = 0; i < count; ++i) {
    trials[i].number = done_ + static_cast<int64_t>(i);
    trials[i].point = points_[scores_.size() + i];
  }
  const std::vector<size_t> order =
      OrderByTiles(std::span(points_).subspan(scores_.size(), count));
  // Some groups for every worker, so that none waits long for the last one.
  const auto workers = static_cast<size_t>(options_.parallel->workers());
  const size_t group = std::clamp<size_t>(count / (4 * workers), 1,
                                          options_.evaluator->GroupSize());
  std::vector<absl::Status> failures(count);
  std::atomic<size_t> next = 0;
  options_.parallel->Run([&] {
    for (size_t i = next.fetch_add(group); i < count;
         i = next.fetch_add(group)) {
      failures[i] = EvaluateGroup(
          std::span(order).subspan(i, std::min(group, count - i)), trials);
    }
  });
  for (const absl::Status& failure : failures) RETURN_IF_ERROR(failure);
  return trials;
}

absl::Status SearchRun::EvaluateGroup(std::span<const size_t> group,
                                      std::span<ScoredTrial> trials) const {
  std::vector<v1::BacktestConfig> runs;
  runs.reserve(group.size());
  for (const size_t i : group) {
    runs.push_back(options_.plan->RunAt(trials[i].point));
  }
  ASSIGN_OR_RETURN(std::vector<TrialOutcome> outcomes,
                   options_.evaluator->Evaluate(runs, options_.stop));
  for (size_t k = 0; k < group.size(); ++k) {
    ScoredTrial& trial = trials[group[k]];
    trial.outcome = std::move(outcomes[k]);
    Judge(options_.plan->objectives(), options_.evaluator->metrics(), &trial);
  }
  return absl::OkStatus();
}

void SearchRun::StopEarly(std::vector<ScoredTrial>* trials) {
  if (early_stopping_ == nullptr) return;
  for (size_t i = 0; i < trials->size(); ++i) {
    if (early_stopping_->Add((*trials)[i].feasible_score())) {
      trials->resize(i + 1);
    }
  }
}

absl::Status SearchRun::Accept(std::vector<ScoredTrial> trials) {
  for (ScoredTrial& trial : trials) {
    options_.study->Add(trial);
    scores_.push_back(ToTrialScore(options_.plan->objectives(), trial));
    ++done_;
    RETURN_IF_ERROR(options_.parts->Add(std::move(trial)));
  }
  return absl::OkStatus();
}

size_t SearchRun::SliceSize() const {
  const auto workers = static_cast<size_t>(options_.parallel->workers());
  const double seconds = absl::ToDoubleSeconds(elapsed() - earlier_);
  if (done_ == restored_ || seconds <= 0) return kFirstSlice * workers;
  const double rate = static_cast<double>(done_ - restored_) / seconds;
  const double wanted = std::min(rate * kSliceSeconds, 1e6);
  return std::max(workers, static_cast<size_t>(wanted));
}

absl::Duration SearchRun::elapsed() const {
  return earlier_ + absl::FromChrono(options_.clock->MonotonicNow() - begin_);
}

}  // namespace admf
