#pragma once

#include "admf/v1/coordinator_service.pb.h"

namespace admf {

/// Writes the engine's catalogue of strategies and indicators into the answer.
void AddCatalogue(admf::v1::GetServerInfoResponse* info);

}  // namespace admf
