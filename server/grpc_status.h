#pragma once

#include <grpcpp/support/status.h>

#include "absl/status/status.h"

namespace admf {

/// The status as gRPC sends it: code, message, and a serialized
/// google.rpc.Status with all details. Message and details are kept within what
/// a client accepts as trailing metadata (8 KiB by default).
grpc::Status ToGrpcStatus(const absl::Status& status);

}  // namespace admf
