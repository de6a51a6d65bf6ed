#include "managers/search/search_options.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "engine/search/sampler_factory.h"
#include "managers/search/objectives.h"

namespace admf {
namespace {

constexpr int64_t kDefaultTrials = 1000;

template <typename Number>
void CheckRange(bool given, Number value, Number low, Number high,
                const std::string& name, std::vector<ConfigProblem>* problems) {
  if (!given || (value >= low && value <= high)) return;
  problems->push_back({absl::StrCat(kOptimizationField, ".", name),
                       absl::StrCat(value, " is out of range; it must be from ",
                                    low, " to ", high)});
}

void ResolveRegimes(v1::RegimesConfig* regimes,
                    std::vector<ConfigProblem>* problems) {
  if (regimes->features().empty()) {
    regimes->add_features(v1::REGIME_FEATURE_TREND);
    regimes->add_features(v1::REGIME_FEATURE_VOLATILITY);
  }
  std::set<int> known;
  for (int i = 0; i < regimes->features_size(); ++i) {
    const std::string field =
        absl::StrCat(kOptimizationField, ".regimes.features[", i, "]");
    if (regimes->features(i) == v1::REGIME_FEATURE_UNSPECIFIED) {
      problems->push_back(
          {field, "is not set; valid are `trend` and `volatility`"});
    } else if (!known.insert(regimes->features(i)).second) {
      problems->push_back({field, "is there twice; name each one once"});
    }
  }
  if (!regimes->has_period()) regimes->set_period(50);
  if (!regimes->has_trend_threshold()) regimes->set_trend_threshold(0.3);
  if (!regimes->has_min_bars()) regimes->set_min_bars(100);
  CheckRange<int64_t>(true, regimes->period(), 5, 10'000, "regimes.period",
                      problems);
  CheckRange<int64_t>(true, regimes->min_bars(), 1, int64_t{1} << 40,
                      "regimes.min_bars", problems);
  if (!(regimes->trend_threshold() > 0 && regimes->trend_threshold() < 1)) {
    problems->push_back(
        {absl::StrCat(kOptimizationField, ".regimes.trend_threshold"),
         "must be above 0 and below 1"});
  }
}

void ResolveEnsemble(v1::EnsembleConfig* ensemble,
                     std::vector<ConfigProblem>* problems) {
  if (!ensemble->has_size()) ensemble->set_size(10);
  if (!ensemble->has_max_weight()) ensemble->set_max_weight(0.4);
  if (!ensemble->has_max_correlation()) ensemble->set_max_correlation(0.9);
  if (ensemble->weighting() == v1::ENSEMBLE_WEIGHTING_UNSPECIFIED) {
    ensemble->set_weighting(v1::ENSEMBLE_WEIGHTING_INVERSE_VARIANCE);
  }
  CheckRange(true, ensemble->size(), 2, 100, "ensemble.size", problems);
  CheckRange(true, ensemble->max_correlation(), -1.0, 1.0,
             "ensemble.max_correlation", problems);
  if (!(ensemble->max_weight() > 0 && ensemble->max_weight() <= 1)) {
    problems->push_back(
        {absl::StrCat(kOptimizationField, ".ensemble.max_weight"),
         "must be above 0 and at most 1"});
  } else if (ensemble->size() >= 2 &&
             ensemble->size() * ensemble->max_weight() < 1 - 1e-9) {
    problems->push_back(
        {absl::StrCat(kOptimizationField, ".ensemble.max_weight"),
         absl::StrCat(ensemble->size(), " members (`size`) with at most ",
                      ensemble->max_weight(),
                      " each can't have all of the money; raise `max_weight` "
                      "or `size`")});
  }
}

/// Numbers that only some algorithms look at.
void CheckAlgorithmNumbers(const v1::OptimizationConfig& config,
                           std::vector<ConfigProblem>* problems) {
  const SearchAlgorithm algorithm = ToAlgorithm(config.algorithm());
  const auto refuse = [&](bool given, const char* name, const char* whose) {
    if (!given) return;
    problems->push_back(
        {absl::StrCat(kOptimizationField, ".", name),
         absl::StrCat("has no meaning with `algorithm: ",
                      std::string(NameOf(algorithm)), "`; it is of ", whose,
                      ", so leave it out or choose another algorithm")});
  };
  const bool has_population = algorithm == SearchAlgorithm::kGenetic ||
                              algorithm == SearchAlgorithm::kCmaEs;
  refuse(config.has_population_size() && !has_population, "population_size",
         "`genetic` and `cma_es`");
  refuse(config.has_batch_size() && algorithm != SearchAlgorithm::kTpe,
         "batch_size", "`tpe`");
}

}  // namespace

SearchAlgorithm ToAlgorithm(v1::SearchAlgorithm algorithm) {
  switch (algorithm) {
    case v1::SEARCH_ALGORITHM_RANDOM:
      return SearchAlgorithm::kRandom;
    case v1::SEARCH_ALGORITHM_SOBOL:
      return SearchAlgorithm::kSobol;
    case v1::SEARCH_ALGORITHM_GENETIC:
      return SearchAlgorithm::kGenetic;
    case v1::SEARCH_ALGORITHM_CMA_ES:
      return SearchAlgorithm::kCmaEs;
    case v1::SEARCH_ALGORITHM_TPE:
      return SearchAlgorithm::kTpe;
    default:
      return SearchAlgorithm::kGrid;
  }
}

void ResolveSearchOptions(v1::OptimizationConfig* config,
                          std::vector<ConfigProblem>* problems) {
  if (config->algorithm() == v1::SEARCH_ALGORITHM_UNSPECIFIED) {
    config->set_algorithm(v1::SEARCH_ALGORITHM_GRID);
  }
  if (!config->has_max_trials() &&
      config->algorithm() != v1::SEARCH_ALGORITHM_GRID) {
    config->set_max_trials(kDefaultTrials);
  }
  if (!config->has_overfitting_blocks()) config->set_overfitting_blocks(12);
  CheckRange<int64_t>(config->has_max_trials(), config->max_trials(), 1,
                      kMostTrials, "max_trials", problems);
  CheckRange(config->has_population_size(), config->population_size(), 4,
             10'000, "population_size", problems);
  CheckRange(config->has_batch_size(), config->batch_size(), 1, 1000,
             "batch_size", problems);
  CheckAlgorithmNumbers(*config, problems);
  CheckRange(true, config->overfitting_blocks(), 4, 16, "overfitting_blocks",
             problems);
  if (config->overfitting_blocks() % 2 != 0) {
    problems->push_back(
        {absl::StrCat(kOptimizationField, ".overfitting_blocks"),
         "must be even: half of the blocks is against half"});
  }
  if (config->has_max_time() && config->max_time().seconds() <= 0 &&
      config->max_time().nanos() <= 0) {
    problems->push_back(
        {absl::StrCat(kOptimizationField, ".max_time"), "must be above zero"});
  }
  if (config->has_early_stopping()) {
    const v1::EarlyStoppingConfig& stopping = config->early_stopping();
    if (stopping.patience() == 0) {
      problems->push_back(
          {absl::StrCat(kOptimizationField, ".early_stopping.patience"),
           "is missing or 0; say how many trials in a row may bring no better "
           "one, such as `patience: 200`"});
    } else {
      CheckRange<int64_t>(true, stopping.patience(), 1, kMostTrials,
                          "early_stopping.patience", problems);
    }
    CheckRange(true, stopping.min_delta(), 0.0, 1e300,
               "early_stopping.min_delta", problems);
  }
  if (config->has_regimes())
    ResolveRegimes(config->mutable_regimes(), problems);
  if (config->has_ensemble()) {
    ResolveEnsemble(config->mutable_ensemble(), problems);
  }
}

}  // namespace admf
