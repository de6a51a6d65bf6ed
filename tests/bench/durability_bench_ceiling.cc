#include "tests/bench/durability_bench_ceiling.h"

#include <fcntl.h>
#include <unistd.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"

namespace admf {

GroupAppend::GroupAppend(const std::string& path)
    : file_(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)),
      thread_([this] { Run(); }) {
  CHECK(file_ >= 0);
}

GroupAppend::~GroupAppend() {
  {
    MutexLock lock(&mutex_);
    closing_ = true;
    changed_.NotifyAll();
  }
  thread_.join();
  close(file_);
}

void GroupAppend::Append(const std::string& bytes,
                         std::function<void()> durable) {
  MutexLock lock(&mutex_);
  bytes_ += bytes;
  waiting_.push_back(std::move(durable));
  changed_.NotifyAll();
}

void GroupAppend::Run() {
  for (;;) {
    std::string bytes;
    std::vector<std::function<void()>> waiting;
    {
      MutexLock lock(&mutex_);
      changed_.Wait(&mutex_, [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
        return !waiting_.empty() || closing_;
      });
      if (waiting_.empty()) return;
      bytes.swap(bytes_);
      waiting.swap(waiting_);
    }
    CHECK(write(file_, bytes.data(), bytes.size()) ==
          static_cast<ssize_t>(bytes.size()));
    CHECK(fdatasync(file_) == 0);
    for (const auto& durable : waiting) durable();
  }
}

class CeilingServer::Service final
    : public v1::CoordinatorService::CallbackService {
 public:
  explicit Service(const std::string& path) : log_(path) {}

  grpc::ServerUnaryReactor* SubmitWorkflow(
      grpc::CallbackServerContext* context,
      const v1::SubmitWorkflowRequest* request,
      v1::SubmitWorkflowResponse* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    response->set_workflow_id(request->request_id());
    log_.Append(request->SerializeAsString(),
                [reactor] { reactor->Finish(grpc::Status::OK); });
    return reactor;
  }

 private:
  GroupAppend log_;
};

CeilingServer::CeilingServer(const std::string& path)
    : service_(std::make_unique<Service>(path)) {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &port);
  builder.RegisterService(service_.get());
  server_ = builder.BuildAndStart();
  CHECK(server_ != nullptr);
  address_ = absl::StrCat("127.0.0.1:", port);
}

CeilingServer::~CeilingServer() { server_->Shutdown(); }

}  // namespace admf
