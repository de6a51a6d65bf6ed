#include "containers/universal_scoped_container.h"

#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "containers/call_safely.h"
#include "containers/component_graph.h"
#include "engine/base/check.h"
#include "engine/base/status_macros.h"

namespace admf {

absl::StatusOr<std::unique_ptr<UniversalScopedContainer>>
UniversalScopedContainer::Create(Options options) {
  CHECK(options.file_system != nullptr);
  if (options.services == nullptr) {
    options.services = std::make_shared<SharedServices>();
  }
  ASSIGN_OR_RETURN(std::vector<size_t> start_order,
                   PlanStartOrder(options.components));
  return absl::WrapUnique(
      new UniversalScopedContainer(std::move(options), std::move(start_order)));
}

UniversalScopedContainer::UniversalScopedContainer(
    Options options, std::vector<size_t> start_order)
    : options_(std::move(options)), start_order_(std::move(start_order)) {}

UniversalScopedContainer::~UniversalScopedContainer() {
  // Who wants to know of errors has called it before.
  Dispose().IgnoreError();
}

absl::Status UniversalScopedContainer::Initialize() {
  return Call("initialize", ContainerState::kCreated,
              ContainerState::kInitializing, ContainerState::kInitialized,
              [this] { return CreateComponents(); });
}

absl::Status UniversalScopedContainer::Start(WorkflowAssignment assignment) {
  return Call("start", ContainerState::kInitialized, ContainerState::kStarting,
              ContainerState::kRunning, [this, &assignment] {
                return StartComponents(std::move(assignment));
              });
}

absl::Status UniversalScopedContainer::Stop() {
  return Call("stop", ContainerState::kRunning, ContainerState::kStopping,
              ContainerState::kStopped,
              [this] { return StopComponents(components_.size()); });
}

absl::Status UniversalScopedContainer::Reset() {
  return Call("reset", ContainerState::kStopped, ContainerState::kStopped,
              ContainerState::kInitialized, [this] {
                absl::Status status = ResetComponents();
                status.Update(EndWorkflow());
                return status;
              });
}

absl::Status UniversalScopedContainer::Dispose() {
  bool running;
  {
    MutexLock lock(&mutex_);
    CHECK(caller_ != std::this_thread::get_id());
    call_ended_.Wait(&mutex_, [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return !caller_.has_value();
    });
    caller_ = std::this_thread::get_id();
    running = state_ == ContainerState::kRunning;
    if (running) state_ = ContainerState::kStopping;
  }
  absl::Status status;
  if (running) status = StopComponents(components_.size());
  DestroyComponents();
  status.Update(EndWorkflow());
  EndCall(ContainerState::kDisposed);
  return status;
}

ContainerState UniversalScopedContainer::state() const {
  MutexLock lock(&mutex_);
  return state_;
}

std::shared_ptr<WorkflowScope> UniversalScopedContainer::workflow() const {
  MutexLock lock(&mutex_);
  return workflow_;
}

absl::Status UniversalScopedContainer::Call(
    std::string_view name, ContainerState from, ContainerState by_way_of,
    ContainerState to, absl::FunctionRef<absl::Status()> work) {
  {
    MutexLock lock(&mutex_);
    if (state_ != from || caller_.has_value()) {
      return absl::FailedPreconditionError(absl::StrCat(
          "cannot ", std::string(name), " a ", options_.type,
          " container that is ", std::string(ContainerStateName(state_)),
          caller_.has_value() ? " with a call under way" : ""));
    }
    caller_ = std::this_thread::get_id();
    state_ = by_way_of;
  }
  absl::Status status = work();
  EndCall(status.ok() ? to : ContainerState::kFailed);
  return status;
}

void UniversalScopedContainer::EndCall(ContainerState state) {
  MutexLock lock(&mutex_);
  caller_.reset();
  state_ = state;
  call_ended_.NotifyAll();
}

absl::Status UniversalScopedContainer::CreateComponents() {
  ComponentsByName created;
  for (const size_t index : start_order_) {
    const ComponentSpec& spec = options_.components[index];
    std::unique_ptr<Component> component;
    const absl::Status status =
        CallSafely(absl::StrCat("making component '", spec.name, "'"), [&] {
          ASSIGN_OR_RETURN(component, spec.create(ComponentScope(
                                          spec, created, *options_.services)));
          return component != nullptr
                     ? absl::OkStatus()
                     : absl::InternalError("its create returned nothing");
        });
    if (!status.ok()) {
      DestroyComponents();
      return status;
    }
    created.emplace(spec.name, component.get());
    components_.push_back({spec.name, std::move(component)});
  }
  MutexLock lock(&mutex_);
  by_name_ = std::move(created);
  return absl::OkStatus();
}

absl::Status UniversalScopedContainer::StartComponents(
    WorkflowAssignment assignment) {
  ASSIGN_OR_RETURN(
      std::shared_ptr<WorkflowScope> workflow,
      WorkflowScope::Create(std::move(assignment), options_.file_system,
                            options_.scratch_root, options_.services));
  {
    MutexLock lock(&mutex_);
    workflow_ = workflow;
  }
  for (size_t i = 0; i < components_.size(); ++i) {
    const absl::Status status = CallSafely(
        absl::StrCat("start of component '", components_[i].name, "'"),
        [&] { return components_[i].component->Start(*workflow); });
    if (!status.ok()) {
      // Why the start failed is the news, not what failed on the way back.
      StopComponents(i).IgnoreError();
      return status;
    }
  }
  return absl::OkStatus();
}

absl::Status UniversalScopedContainer::StopComponents(size_t count) {
  absl::Status first_error;
  for (size_t i = count; i-- > 0;) {
    first_error.Update(CallSafely(
        absl::StrCat("stop of component '", components_[i].name, "'"),
        [&] { return components_[i].component->Stop(); }));
  }
  return first_error;
}

absl::Status UniversalScopedContainer::ResetComponents() {
  absl::Status first_error;
  for (size_t i = components_.size(); i-- > 0;) {
    first_error.Update(CallSafely(
        absl::StrCat("reset of component '", components_[i].name, "'"),
        [&] { return components_[i].component->Reset(); }));
  }
  return first_error;
}

void UniversalScopedContainer::DestroyComponents() {
  {
    MutexLock lock(&mutex_);
    by_name_.clear();
  }
  while (!components_.empty()) components_.pop_back();
}

absl::Status UniversalScopedContainer::EndWorkflow() {
  const std::shared_ptr<WorkflowScope> workflow = this->workflow();
  if (workflow == nullptr) return absl::OkStatus();
  RETURN_IF_ERROR(workflow->RemoveScratchFolder());
  MutexLock lock(&mutex_);
  workflow_.reset();
  return absl::OkStatus();
}

absl::StatusOr<Component*> UniversalScopedContainer::Find(
    std::string_view name) const {
  MutexLock lock(&mutex_);
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) {
    return absl::NotFoundError(
        absl::StrCat("a ", options_.type, " container that is ",
                     std::string(ContainerStateName(state_)),
                     " has no component '", std::string(name), "'"));
  }
  return found->second;
}

}  // namespace admf
