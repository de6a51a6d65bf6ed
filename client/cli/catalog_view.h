#pragma once

#include <string>
#include <vector>

#include "admf/v1/catalog.pb.h"
#include "admf/v1/coordinator_service.pb.h"
#include "client/cli/style.h"

// The catalogue of strategies and indicators, as text.

namespace admf {

/// Every entry with its parameters and their defaults on one line.
std::string CatalogText(const v1::GetServerInfoResponse& info,
                        const Style& style, size_t width);

/// One entry with its description and a table of its parameters.
std::string StrategyText(const v1::StrategyInfo& strategy, const Style& style,
                         size_t width);
std::string IndicatorText(const v1::IndicatorInfo& indicator,
                          const Style& style, size_t width);

/// One row for each parameter of each entry; entries without parameters have
/// one row.
std::string CatalogCsv(const v1::GetServerInfoResponse& info);

/// The catalogue with only the entries of this name, which may be a strategy,
/// an indicator, or both.
v1::GetServerInfoResponse FilterCatalog(const v1::GetServerInfoResponse& info,
                                        const std::string& name);

/// The names of all entries.
std::vector<std::string> CatalogNames(const v1::GetServerInfoResponse& info);

}  // namespace admf
