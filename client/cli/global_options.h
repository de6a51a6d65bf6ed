#pragma once

#include "absl/time/time.h"
#include "client/channel.h"

namespace admf {

/// The form of what a command prints.
enum class OutputFormat { kTable, kJson, kYaml, kCsv };

/// The options that every command has.
struct GlobalOptions {
  ChannelOptions channel;
  /// Whether --server is given.
  bool has_server = false;
  OutputFormat output = OutputFormat::kTable;
  absl::Duration timeout = absl::Seconds(30);
  bool no_color = false;
  bool quiet = false;
};

}  // namespace admf
