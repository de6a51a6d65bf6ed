#include "server/grpc_status.h"

#include <string>

#include "coordinator/errors.h"
#include "engine/base/utf8.h"

namespace admf {
namespace {

constexpr size_t kMaxStatusMessageBytes = 1000;

std::string_view DefaultReason(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
      return reason::kInvalidRequest;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kPermissionDenied:
      return reason::kEnvironment;
    default:
      return reason::kInternal;
  }
}

}  // namespace

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  google::rpc::Status rpc = ToRpcStatus(status, DefaultReason(status.code()));
  rpc.set_message(Shortened(rpc.message(), kMaxStatusMessageBytes));
  return grpc::Status(static_cast<grpc::StatusCode>(rpc.code()), rpc.message(),
                      rpc.SerializeAsString());
}

}  // namespace admf
