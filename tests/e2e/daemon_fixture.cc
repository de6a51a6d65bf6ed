#include "tests/e2e/daemon_fixture.h"

#include <cmath>
#include <cstdio>
#include <fstream>
#include <utility>

#include "absl/base/config.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "engine/base/random.h"
#include "google/rpc/error_details.pb.h"

namespace admf {

class DaemonTest::TestLog : public Log {
 public:
  void Write(LogLevel level, std::string_view workflow_id,
             std::string_view message) override {
    if (level < LogLevel::kWarning) return;
    std::fprintf(stderr, "log: %s %s\n", std::string(workflow_id).c_str(),
                 std::string(message).c_str());
  }
};

DaemonTest::DaemonTest() : log_(std::make_unique<TestLog>()) {
  EXPECT_TRUE(files_.CreateDirectories(data_folder()).ok());
}

DaemonTest::~DaemonTest() = default;

v1::ServerConfig DaemonTest::Config() const {
  v1::ServerConfig config;
  config.set_listen("127.0.0.1:0");
  config.set_data_root(data_folder());
  config.set_state_dir(state_folder());
  v1::LimitsConfig* limits = config.mutable_limits();
  limits->set_max_running_workflows(2);
  limits->set_max_queued_workflows(10'000);
  limits->set_worker_threads(2);
  limits->set_max_memory_per_workflow_mb(2048);
  limits->mutable_max_workflow_time()->set_seconds(3'600);
  limits->mutable_max_call_time()->set_seconds(60);
  limits->set_max_pooled_containers(8);
  limits->mutable_priority_aging()->set_seconds(600);
  limits->set_max_crashes_per_phase(3);
  config.mutable_cache()->set_feeds_mb(512);
  config.mutable_cache()->set_indicators_mb(256);
  config.mutable_shutdown()->mutable_drain_time()->set_seconds(30);
  config.set_reflection(true);
  return config;
}

void DaemonTest::Start(const v1::ServerConfig& config) {
  // Each daemon draws its ids in its own way, as those of a process do.
  auto daemon = Daemon::Create({.config = config,
                                .clock = &clock_,
                                .log = log_.get(),
                                .id_seed = ++starts_});
  ASSERT_TRUE(daemon.ok()) << daemon.status();
  daemon_ = *std::move(daemon);
  // Without it, gRPC would give the channel of an earlier daemon on that port.
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  channel_ = grpc::CreateCustomChannel(
      address(), grpc::InsecureChannelCredentials(), arguments);
  stub_ = v1::CoordinatorService::NewStub(channel_);
}

void DaemonTest::WriteData(const std::string& name,
                           const std::string& content) {
  std::ofstream(data_folder() + "/" + name, std::ios::binary) << content;
}

std::string DaemonTest::RandomWalkCsv(int bars, uint64_t seed) {
  std::string csv = "Date,Open,High,Low,Close,Volume\n";
  Random random(seed, 0);
  absl::CivilDay day(2000, 1, 3);
  double close = 100;
  for (int i = 0; i < bars; ++i, ++day) {
    const double open = close;
    close *= std::exp(0.04 * (random.NextUniform() - 0.5));
    absl::StrAppend(&csv, absl::FormatCivilTime(day), ",", open, ",",
                    std::max(open, close) * 1.01, ",",
                    std::min(open, close) * 0.99, ",", close, ",1000\n");
  }
  return csv;
}

// Enough that a workflow which reads it is still running when a test gets to
// what it does to it. AddressSanitizer takes ten times as long for each.
#ifdef ABSL_HAVE_ADDRESS_SANITIZER
constexpr int kLargeBars = 250'000;
#else
constexpr int kLargeBars = 2'000'000;
#endif

void DaemonTest::WriteLargeData(const std::string& name) {
  // Made once for all tests: that takes longer than writing it.
  static const std::string* const csv = [] {
    auto* text = new std::string("time,open,high,low,close\n");
    text->reserve(size_t{kLargeBars} * 40);
    for (int64_t i = 0; i < kLargeBars; ++i) {
      absl::StrAppend(text, 946'684'800 + 60 * i, ",100,101,99,",
                      i % 2 == 0 ? "100.5" : "99.5", "\n");
    }
    return text;
  }();
  WriteData(name, *csv);
}

std::string DaemonTest::Yaml(const std::string& file, const std::string& more) {
  return absl::StrCat(R"(workflow:
  type: backtest
  name: test
  data_config:
    sources:
      WALK: {path: ")",
                      file, R"("}
  backtest_config:
    strategy:
      type: sma_crossover
      params: {fast_period: 5, slow_period: 20}
)",
                      more);
}

std::string DaemonTest::Failure::reason() const {
  google::rpc::ErrorInfo info;
  for (const auto& detail : details.details()) {
    if (detail.UnpackTo(&info)) return info.reason();
  }
  return "";
}

bool DaemonTest::Failure::retryable() const {
  for (const auto& detail : details.details()) {
    if (detail.Is<google::rpc::RetryInfo>()) return true;
  }
  return false;
}

std::vector<std::string> DaemonTest::Failure::violations() const {
  std::vector<std::string> descriptions;
  google::rpc::BadRequest bad;
  for (const auto& detail : details.details()) {
    if (!detail.UnpackTo(&bad)) continue;
    for (const auto& violation : bad.field_violations()) {
      descriptions.push_back(violation.description());
    }
  }
  return descriptions;
}

DaemonTest::Failure DaemonTest::ToFailure(const grpc::Status& status) {
  Failure failure{.status = status};
  EXPECT_FALSE(status.ok());
  EXPECT_TRUE(failure.details.ParseFromString(status.error_details()));
  EXPECT_EQ(failure.details.code(), static_cast<int>(status.error_code()));
  EXPECT_NE(failure.reason(), "") << status.error_message();
  return failure;
}

grpc::Status DaemonTest::Submit(const v1::SubmitWorkflowRequest& request,
                                v1::SubmitWorkflowResponse* response) {
  grpc::ClientContext context;
  return stub_->SubmitWorkflow(&context, request, response);
}

std::string DaemonTest::SubmitOk(const std::string& yaml) {
  v1::SubmitWorkflowRequest request;
  request.mutable_workflow()->set_yaml(yaml);
  v1::SubmitWorkflowResponse response;
  const grpc::Status status = Submit(request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response.workflow_id();
}

DaemonTest::Failure DaemonTest::SubmitBad(const std::string& yaml) {
  v1::SubmitWorkflowRequest request;
  request.mutable_workflow()->set_yaml(yaml);
  request.mutable_workflow()->set_file_name("run.yaml");
  v1::SubmitWorkflowResponse response;
  return ToFailure(Submit(request, &response));
}

std::vector<v1::WorkflowEvent> DaemonTest::WatchToEnd(const std::string& id,
                                                      int64_t after) {
  grpc::ClientContext context;
  v1::WatchWorkflowRequest request;
  request.set_workflow_id(id);
  request.set_after_sequence(after);
  const auto reader = stub_->WatchWorkflow(&context, request);
  std::vector<v1::WorkflowEvent> events;
  v1::WatchWorkflowResponse response;
  while (reader->Read(&response)) events.push_back(response.event());
  const grpc::Status status = reader->Finish();
  EXPECT_TRUE(status.ok()) << status.error_message();
  return events;
}

void DaemonTest::WaitForPhase(const std::string& id, v1::WorkflowPhase phase) {
  grpc::ClientContext context;
  v1::WatchWorkflowRequest request;
  request.set_workflow_id(id);
  const auto reader = stub_->WatchWorkflow(&context, request);
  v1::WatchWorkflowResponse response;
  while (reader->Read(&response)) {
    if (response.event().phase_started().phase() == phase) {
      context.TryCancel();
      return;
    }
  }
  ADD_FAILURE() << id << " ended before " << WorkflowPhase_Name(phase);
}

v1::WorkflowResult DaemonTest::ResultOf(const std::string& id) {
  grpc::ClientContext context;
  v1::GetResultRequest request;
  request.set_workflow_id(id);
  v1::GetResultResponse response;
  const grpc::Status status = stub_->GetResult(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response.result();
}

v1::WorkflowStatus DaemonTest::StatusOf(const std::string& id) {
  grpc::ClientContext context;
  v1::GetStatusRequest request;
  request.set_workflow_id(id);
  v1::GetStatusResponse response;
  const grpc::Status status = stub_->GetStatus(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response.status();
}

v1::WorkflowState DaemonTest::Cancel(const std::string& id) {
  grpc::ClientContext context;
  v1::CancelRequest request;
  request.set_workflow_id(id);
  v1::CancelResponse response;
  const grpc::Status status = stub_->Cancel(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response.status().state();
}

std::string DaemonTest::Export(const std::string& id, v1::Table table,
                               v1::ExportFormat format, grpc::Status* status) {
  grpc::ClientContext context;
  v1::ExportTableRequest request;
  request.set_workflow_id(id);
  request.set_table(table);
  request.set_format(format);
  const auto reader = stub().ExportTable(&context, request);
  std::string bytes;
  v1::ExportTableResponse response;
  while (reader->Read(&response)) bytes += response.data();
  *status = reader->Finish();
  return bytes;
}

}  // namespace admf
