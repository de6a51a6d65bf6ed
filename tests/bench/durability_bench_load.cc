#include "tests/bench/durability_bench_load.h"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include "containers/platform/mutex.h"

namespace admf {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kClientsPerConnection = 16;

/// Time of processors that this process has used so far.
double CpuMicroseconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return 1e6 * static_cast<double>(usage.ru_utime.tv_sec +
                                   usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

/// The clients of one run of a load.
class Clients {
 public:
  Clients(int count, const Load::Call& call)
      : call_(call), latencies_(static_cast<size_t>(count)), active_(count) {}

  void Start() {
    for (size_t i = 0; i < latencies_.size(); ++i) Next(static_cast<int>(i));
  }
  void Measure() { measuring_ = true; }
  void Stop() { stopping_ = true; }

  /// Waits until nobody calls any more; returns how long the measured calls
  /// took.
  std::vector<double> Join() {
    MutexLock lock(&mutex_);
    ended_.Wait(&mutex_, [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return active_ == 0;
    });
    std::vector<double> all;
    for (const auto& own : latencies_) {
      all.insert(all.end(), own.begin(), own.end());
    }
    return all;
  }

 private:
  void Next(int client) {
    const Clock::time_point begin = Clock::now();
    call_(client, [this, client, begin] {
      if (measuring_ && !stopping_) {
        latencies_[static_cast<size_t>(client)].push_back(
            std::chrono::duration<double, std::milli>(Clock::now() - begin)
                .count());
      }
      if (!stopping_) {
        Next(client);
        return;
      }
      MutexLock lock(&mutex_);
      if (--active_ == 0) ended_.NotifyAll();
    });
  }

  const Load::Call& call_;
  std::atomic<bool> measuring_{false}, stopping_{false};
  /// Each used by one client, whose calls follow each other.
  std::vector<std::vector<double>> latencies_;
  Mutex mutex_;
  CondVar ended_;
  int active_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

double Quantile(std::vector<double> values, double quantile) {
  if (values.empty()) return 0;
  const auto nth =
      values.begin() + static_cast<std::ptrdiff_t>(
                           quantile * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), nth, values.end());
  return *nth;
}

Load::Figures Load::Run(const Call& call) const {
  Clients running(clients, call);
  running.Start();
  std::this_thread::sleep_for(absl::ToChronoMilliseconds(warm_up));
  const Clock::time_point begin = Clock::now();
  const double cpu_begin = CpuMicroseconds();
  running.Measure();
  std::this_thread::sleep_for(absl::ToChronoMilliseconds(measured));
  running.Stop();
  const double seconds =
      std::chrono::duration<double>(Clock::now() - begin).count();
  const double cpu = CpuMicroseconds() - cpu_begin;
  const std::vector<double> latencies = running.Join();
  return {.per_second = static_cast<double>(latencies.size()) / seconds,
          .p50_ms = Quantile(latencies, 0.5),
          .p99_ms = Quantile(latencies, 0.99),
          .cpu_us = cpu / static_cast<double>(latencies.size())};
}

Connections::Connections(const std::string& address, int clients) {
  const int count =
      (clients + kClientsPerConnection - 1) / kClientsPerConnection;
  for (int i = 0; i < count; ++i) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    stubs_.push_back(v1::CoordinatorService::NewStub(grpc::CreateCustomChannel(
        address, grpc::InsecureChannelCredentials(), arguments)));
  }
}

}  // namespace admf
