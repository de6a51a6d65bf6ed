#include "engine/indicators/indicator.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"

namespace admf {
namespace {

/// Reads columns.
class SeriesReader final : public IndicatorReader {
 public:
  explicit SeriesReader(std::shared_ptr<const IndicatorSeries> series)
      : series_(std::move(series)), outputs_(series_->outputs.size()) {}

  IndicatorOutputs Read(size_t begin, size_t end) override {
    for (size_t k = 0; k < outputs_.size(); ++k) {
      outputs_[k] = series_->output(k).subspan(begin, end - begin);
    }
    return outputs_;
  }

 private:
  const std::shared_ptr<const IndicatorSeries> series_;
  std::vector<std::span<const double>> outputs_;
};

}  // namespace

size_t IndicatorSeries::bytes() const {
  size_t sum = 0;
  for (const auto& column : outputs) sum += column.capacity() * sizeof(double);
  return sum;
}

std::string IndicatorSpec::ToString() const {
  std::string text = absl::StrCat(name, "(");
  const char* separator = "";
  for (const auto& [parameter, value] : parameters) {
    absl::StrAppend(&text, separator, parameter, "=", admf::ToString(value));
    separator = ", ";
  }
  return absl::StrCat(text, ")");
}

absl::StatusOr<std::unique_ptr<IndicatorReader>> IndicatorSource::Open(
    const IndicatorSpec& spec, const std::shared_ptr<const BarSeries>& bars,
    std::stop_token stop) {
  ASSIGN_OR_RETURN(auto series, Get(spec, bars, std::move(stop)));
  return std::make_unique<SeriesReader>(std::move(series));
}

}  // namespace admf
