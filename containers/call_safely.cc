#include "containers/call_safely.h"

#include <exception>
#include <new>
#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"

namespace admf {
namespace {

absl::Status CallWithoutExceptions(absl::FunctionRef<absl::Status()> call) {
  try {
    return call();
  } catch (const std::bad_alloc&) {
    return absl::ResourceExhaustedError("out of memory");
  } catch (const std::exception& exception) {
    return absl::InternalError(exception.what());
  } catch (...) {
    return absl::InternalError("unknown exception");
  }
}

}  // namespace

absl::Status CallSafely(std::string_view what,
                        absl::FunctionRef<absl::Status()> call) {
  const absl::Status status = CallWithoutExceptions(call);
  if (status.ok()) return status;
  absl::Status named(status.code(),
                     absl::StrCat(std::string(what), ": ", status.message()));
  status.ForEachPayload(
      [&named](absl::string_view type, const absl::Cord& payload) {
        named.SetPayload(type, payload);
      });
  return named;
}

}  // namespace admf
