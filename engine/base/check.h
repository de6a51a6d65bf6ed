#pragma once

// CHECK(condition): ends the process with the place and the condition when an
// invariant of the program is broken. For bugs only: what a caller or the
// environment can cause is an absl::Status.

namespace admf::internal {

[[noreturn]] void CheckFailed(const char* file, int line,
                              const char* condition);

}  // namespace admf::internal

#define CHECK(condition) \
  ((condition)           \
       ? (void)0         \
       : ::admf::internal::CheckFailed(__FILE__, __LINE__, #condition))
