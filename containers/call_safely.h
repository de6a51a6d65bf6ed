#pragma once

#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

namespace admf {

/// Calls code that belongs to a workflow. This is the edge of containers/ at
/// which exceptions end: one becomes RESOURCE_EXHAUSTED if memory ran out and
/// INTERNAL otherwise. The message of an error begins with `what`, such as
/// "start of component 'broker'"; its code and payloads stay.
absl::Status CallSafely(std::string_view what,
                        absl::FunctionRef<absl::Status()> call);

}  // namespace admf
