// The command line of ADMF: hands the process to RunAdmf() and deals with what
// belongs to the process alone.

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "client/cli/admf.h"
#include "client/cli/descriptor_stream.h"
#include "client/cli/interrupt_listener.h"
#include "client/cli/standard_streams.h"
#include "client/cli/terminal.h"

int main(int argc, char** argv) {
  admf::OccupyStandardStreams();
  // A reader that has gone is seen as an error of writing, and is none: in
  // `admf list | head -1` nobody wants to hear of it.
  signal(SIGPIPE, SIG_IGN);
  // gRPC's own log would stand between our messages; the user may ask for it.
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);

  admf::DescriptorBuffer out_buffer(STDOUT_FILENO);
  std::ostream out(&out_buffer);
  const admf::Terminal terminal = admf::DetectTerminal();
  std::optional<admf::InterruptListener> interrupts;

  admf::Environment environment;
  environment.in = &std::cin;
  environment.out = &out;
  environment.err = &std::cerr;
  environment.out_is_terminal = terminal.out_is_terminal;
  environment.err_is_terminal = terminal.err_is_terminal;
  environment.colors = terminal.colors;
  environment.live = terminal.live;
  environment.width = terminal.width;
  if (const char* server = std::getenv("ADMF_SERVER")) {
    environment.server = server;
  }
  environment.zone = absl::LocalTimeZone();
  environment.catch_interrupts = [&interrupts] {
    if (!interrupts.has_value()) interrupts.emplace();
    return interrupts->token();
  };

  const std::vector<std::string> arguments(argv + 1, argv + argc);
  admf::ExitCode exit_code = admf::RunAdmf(arguments, environment);
  out.flush();
  if (const int error = out_buffer.error_number();
      error != 0 && error != EPIPE) {
    std::cerr << "admf: can't write the output: " << std::strerror(error)
              << std::endl;
    exit_code = admf::Worst(exit_code, admf::ExitCode::kUsage);
  }
  return static_cast<int>(exit_code);
}
