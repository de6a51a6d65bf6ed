#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "containers/component.h"

namespace admf {

/// The order in which components are created and started, as indices of
/// `specs`: each after those it depends on, and apart from that as they stand.
/// Stopping and destroying goes the other way. Plans only; touches no
/// component.
///
/// INVALID_ARGUMENT, naming the components, for an empty or duplicate name, no
/// `create`, a dependency that is not there, and dependencies in a circle
/// ("a -> b -> a").
absl::StatusOr<std::vector<size_t>> PlanStartOrder(
    std::span<const ComponentSpec> specs);

}  // namespace admf
