#pragma once

#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

namespace admf {

/// Calls code that belongs to a workflow and returns its status; an exception
/// becomes RESOURCE_EXHAUSTED if memory ran out and INTERNAL otherwise. This is
/// the edge of containers/ at which exceptions end. `what` begins the message
/// of an exception, such as "handler of 'portfolio'".
absl::Status CallSafely(std::string_view what,
                        absl::FunctionRef<absl::Status()> call);

}  // namespace admf
