#include "engine/metrics/return_statistics.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

#include "engine/columns/columns.h"

namespace admf {

double AnnualReturn(double growth, int64_t count, double periods) {
  return std::pow(growth, periods / static_cast<double>(count)) - 1;
}

double Volatility(const ReturnMoments& returns, double periods) {
  return returns.sample_deviation() * std::sqrt(periods);
}

double SharpeRatio(const ReturnMoments& returns, double periods,
                   double risk_free_rate) {
  const double rate_of_period =
      risk_free_rate == 0 ? 0 : std::pow(1 + risk_free_rate, 1 / periods) - 1;
  return (returns.mean() - rate_of_period) / returns.sample_deviation() *
         std::sqrt(periods);
}

double GeometricVolatility(const ReturnMoments& returns, double periods,
                           double annual_return) {
  // (1 + g)^(2 periods) taken out of the difference, which would cancel.
  const double growth = std::pow(1 + annual_return, 1 / periods);
  const double excess = std::expm1(
      periods * std::log1p(returns.sample_variance() / (growth * growth)));
  return (1 + annual_return) * std::sqrt(excess);
}

double GeometricSharpeRatio(const ReturnMoments& returns, double periods,
                            double annual_return, double risk_free_rate) {
  return (annual_return - risk_free_rate) /
         GeometricVolatility(returns, periods, annual_return);
}

double DownsideRisk(const ReturnMoments& returns, double periods) {
  return returns.downside_deviation() * std::sqrt(periods);
}

double SortinoRatio(const ReturnMoments& returns, double periods,
                    double annual_return, double risk_free_rate) {
  return (annual_return - risk_free_rate) / DownsideRisk(returns, periods);
}

Tail LowerTail(std::vector<double> returns, double fraction) {
  const double position = fraction * static_cast<double>(returns.size() - 1);
  const size_t below = static_cast<size_t>(position);
  // The tail and its upper neighbour, in order: then the sum has one order,
  // too.
  const size_t taken = std::min(below + 2, returns.size());
  const auto end = returns.begin() + static_cast<std::ptrdiff_t>(taken);
  if (end != returns.end()) {
    std::nth_element(returns.begin(), end, returns.end());
  }
  std::sort(returns.begin(), end);
  Tail tail;
  tail.value_at_risk = returns[below];
  if (below + 1 < returns.size()) {
    tail.value_at_risk += (position - static_cast<double>(below)) *
                          (returns[below + 1] - returns[below]);
  }
  tail.expected_shortfall = SumOf(std::span(returns).first(below + 1)) /
                            static_cast<double>(below + 1);
  return tail;
}

}  // namespace admf
