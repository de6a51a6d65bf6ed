// admfd: the daemon. Reads options, environment, clock and signals, and hands
// everything else what it needs.

#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "containers/platform/posix_file_system.h"
#include "containers/platform/real_clock.h"
#include "engine/base/version.h"
#include "server/config/proto_to_yaml.h"
#include "server/config/server_options.h"
#include "server/daemon.h"
#include "server/journal_command.h"
#include "server/latch.h"
#include "server/signal_waiter.h"
#include "server/spdlog_log.h"

namespace admf {
namespace {

constexpr int kExitFailed = 1;
constexpr int kExitUsage = 2;

std::map<std::string, std::string> Environment() {
  std::map<std::string, std::string> environment;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const size_t equals = text.find('=');
    if (equals == std::string::npos) continue;
    environment[text.substr(0, equals)] = text.substr(equals + 1);
  }
  return environment;
}

void LogConfiguration(const v1::ServerConfig& config, Log& log) {
  log.Write(LogLevel::kInfo, "",
            absl::StrCat("admfd ", std::string(kVersion), ", process ",
                         getpid(), ", with this configuration:"));
  std::istringstream lines(PrintYaml(config));
  for (std::string line; std::getline(lines, line);) {
    log.Write(LogLevel::kInfo, "", "  " + line);
  }
}

/// Returns the exit code: what could not be written was not said.
int Print(const std::string& text) {
  if (std::fputs(text.c_str(), stdout) >= 0 && std::fflush(stdout) == 0) {
    return 0;
  }
  std::perror("admfd: can't write the standard output");
  return kExitFailed;
}

/// Serves until a signal comes, and drains.
int Serve(const v1::ServerConfig& config) {
  SignalWaiter signals;  // First of all: threads inherit the blocked signals.
  const RealClock clock;
  SpdlogLog log(config.log());
  LogConfiguration(config, log);
  std::random_device entropy;
  auto daemon = Daemon::Create(
      {.config = config,
       .clock = &clock,
       .log = &log,
       .id_seed = (static_cast<uint64_t>(entropy()) << 32) | entropy()});
  if (!daemon.ok()) {
    log.Write(LogLevel::kError, "", std::string(daemon.status().message()));
    return kExitFailed;
  }
  const std::string address = (*daemon)->address();
  std::printf("admfd %s listens on %s\n", std::string(kVersion).c_str(),
              address.c_str());
  std::fflush(stdout);
  log.Write(LogLevel::kInfo, "", absl::StrCat("serving on ", address));

  Latch told_to_end;
  signals.Start([&told_to_end] { told_to_end.Open(); });
  told_to_end.Wait();
  log.Write(LogLevel::kInfo, "",
            "shutting down: no new work; a second signal ends at once");
  (*daemon)->Drain();
  log.Write(LogLevel::kInfo, "", "stopped");
  return 0;
}

int Main(int argc, char** argv) {
  // gRPC's own log would stand between our lines, in another form; what matters
  // of it is an error here. The operator may ask for it.
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);
  PosixFileSystem file_system;
  const ServerOptions options = ReadServerOptions(
      {.arguments = {argv + 1, argv + argc},
       .environment = Environment(),
       .working_directory = std::filesystem::current_path().string(),
       .hardware_concurrency =
           static_cast<int>(std::thread::hardware_concurrency()),
       .version = std::string(kVersion),
       .file_system = &file_system});
  if (!options.problems.empty()) {
    for (const YamlProblem& problem : options.problems) {
      std::fprintf(stderr, "admfd: %s\n", ToString(problem).c_str());
    }
    return kExitUsage;
  }
  switch (options.action) {
    case ServerOptions::Action::kPrintText:
      return Print(options.text);
    case ServerOptions::Action::kCheckConfig:
      return Print(PrintYaml(options.config));
    case ServerOptions::Action::kJournal: {
      const absl::Status done =
          RunJournalCommand(options, &file_system, std::cout);
      if (done.ok()) return 0;
      std::cout.flush();
      std::fprintf(stderr, "admfd: %s\n", std::string(done.message()).c_str());
      return kExitFailed;
    }
    case ServerOptions::Action::kServe:
      break;
  }
  return Serve(options.config);
}

}  // namespace
}  // namespace admf

int main(int argc, char** argv) { return admf::Main(argc, argv); }
