#pragma once

#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "admf/v1/server_config.pb.h"
#include "containers/platform/file_system.h"

namespace admf {

/// Fills in everything that is not given, and makes paths absolute.
void FillServerDefaults(int hardware_concurrency,
                        const std::string& working_directory,
                        admf::v1::ServerConfig* config);

/// Checks a configuration that FillServerDefaults has completed: addresses,
/// limits, and whether the files that `tls` names exist. Calls `report` with
/// the path of the field and the description of every problem.
void CheckServerConfig(
    const admf::v1::ServerConfig& config, FileSystem* file_system,
    absl::FunctionRef<void(std::string_view, std::string)> report);

}  // namespace admf
