#include "server/request_check.h"

#include "absl/strings/str_cat.h"
#include "coordinator/errors.h"

namespace admf {
namespace {

constexpr size_t kMaxRequestIdBytes = 128;
constexpr size_t kMaxReasonBytes = 1000;
constexpr int32_t kMaxCount = 1000;

absl::Status InvalidRequest(std::string_view message) {
  return MakeError(absl::StatusCode::kInvalidArgument, reason::kInvalidRequest,
                   message);
}

}  // namespace

absl::Status CheckSubmission(const std::string& request_id, int32_t priority) {
  if (request_id.size() > kMaxRequestIdBytes) {
    return InvalidRequest(absl::StrCat("request_id has ", request_id.size(),
                                       " characters; at most ",
                                       kMaxRequestIdBytes, " are allowed"));
  }
  if (priority < 0 || priority > 5) {
    return InvalidRequest(
        absl::StrCat("priority ", priority,
                     " is out of range; it must be from 1 (runs last) to 5 "
                     "(runs first)"));
  }
  return absl::OkStatus();
}

absl::Status CheckReason(const std::string& reason) {
  if (reason.size() <= kMaxReasonBytes) return absl::OkStatus();
  return InvalidRequest(absl::StrCat("reason has ", reason.size(),
                                     " characters; at most ", kMaxReasonBytes,
                                     " are allowed"));
}

absl::StatusOr<size_t> ReadCount(std::string_view field, int32_t count,
                                 size_t if_zero) {
  if (count < 0 || count > kMaxCount) {
    return InvalidRequest(
        absl::StrCat(absl::string_view(field.data(), field.size()), " ", count,
                     " is out of range; it must be from 1 to ", kMaxCount));
  }
  return count == 0 ? if_zero : static_cast<size_t>(count);
}

}  // namespace admf
