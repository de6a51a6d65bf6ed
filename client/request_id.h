#pragma once

#include <string>

namespace admf {

/// A new random UUID (RFC 4122, version 4) in lower-case text form, from the
/// operating system's random numbers: what makes a submission safe to repeat.
/// Thread-safe. Ends the process if the system has no random numbers, since an
/// id that is not unique could be answered with another submission's workflow.
std::string NewRequestId();

}  // namespace admf
