#include "coordinator/dispatcher.h"

#include <utility>

#include "engine/base/check.h"

namespace admf {

Dispatcher::Dispatcher(Options options) : options_(std::move(options)) {}

Dispatcher::~Dispatcher() {
  MutexLock lock(&mutex_);
  CHECK(running_.empty());
}

void Dispatcher::Start(const std::vector<QueuedWorkflow>& executing) {
  {
    MutexLock lock(&mutex_);
    for (const QueuedWorkflow& workflow : executing) {
      RunLocked(workflow);
      running_.find(workflow.id)->second.waits = true;
      interrupted_.push_back(workflow.id);
    }
    started_ = true;
  }
  Dispatch();
}

void Dispatcher::Begin(const std::shared_ptr<WorkflowRun>& run) {
  run->Start([this, id = run->id()] { Ended(id); });
}

void Dispatcher::Enqueue(QueuedWorkflow workflow) {
  {
    MutexLock lock(&mutex_);
    const auto running = running_.find(workflow.id);
    if (running != running_.end()) {
      running->second.next = std::move(workflow);
    } else if (held_.count(workflow.id) == 0) {
      // What is held is read from the journal afterwards, if it still waits.
      queue_.Push(std::move(workflow));
    }
  }
  Dispatch();
}

std::shared_ptr<WorkflowRun> Dispatcher::FindOrHold(
    std::string_view workflow_id) {
  MutexLock lock(&mutex_);
  const auto running = running_.find(workflow_id);
  if (running != running_.end()) return running->second.run;
  ++held_[std::string(workflow_id)];
  queue_.Remove(workflow_id);
  return nullptr;
}

void Dispatcher::Unhold(std::string_view workflow_id) {
  {
    MutexLock lock(&mutex_);
    const auto held = held_.find(workflow_id);
    if (--held->second == 0) held_.erase(held);
    // It may still be queued.
    queue_.ExpectMore();
  }
  Dispatch();
}

void Dispatcher::Stop(const std::shared_ptr<WorkflowRun>& run,
                      StopCause cause) {
  run->RequestStop(cause);
  {
    MutexLock lock(&mutex_);
    const auto running = running_.find(run->id());
    if (running == running_.end() || !running->second.waits) return;
    running->second.waits = false;
    std::erase(interrupted_, run->id());
  }
  Begin(run);
}

void Dispatcher::LookAgain() {
  {
    MutexLock lock(&mutex_);
    queue_.ExpectMore();
  }
  Dispatch();
}

void Dispatcher::Dispatch() {
  do {
    while (const std::shared_ptr<WorkflowRun> run = TakeNext()) Begin(run);
  } while (Refill());
}

std::shared_ptr<WorkflowRun> Dispatcher::TakeNext() {
  MutexLock lock(&mutex_);
  if (!started_ || draining_) return nullptr;
  if (!interrupted_.empty()) {
    Running& running = running_.find(interrupted_.front())->second;
    if (!FitsLocked(running.cpu_cores)) return nullptr;
    interrupted_.pop_front();
    running.waits = false;
    return running.run;
  }
  if (queue_.Front() == nullptr || !FitsLocked(queue_.Front()->cpu_cores)) {
    return nullptr;
  }
  const QueuedWorkflow next = *queue_.Front();
  queue_.Remove(next.id);
  return RunLocked(next);
}

bool Dispatcher::FitsLocked(int cpu_cores) const {
  const Limits& limits = options_.limits;
  if (ActiveLocked() >= limits.max_running_workflows) return false;
  int cores = 0;
  for (const auto& [id, running] : running_) {
    if (!running.waits) cores += running.cpu_cores;
  }
  // What was accepted by a server with more threads runs alone.
  return cores == 0 || cores + cpu_cores <= limits.worker_threads;
}

int Dispatcher::ActiveLocked() const {
  return static_cast<int>(running_.size() - interrupted_.size());
}

std::shared_ptr<WorkflowRun> Dispatcher::RunLocked(const QueuedWorkflow& next) {
  auto run = std::make_shared<WorkflowRun>(next.id, options_.runs);
  CHECK(running_
            .emplace(next.id, Running{.run = run, .cpu_cores = next.cpu_cores})
            .second);
  return run;
}

bool Dispatcher::Refill() {
  {
    MutexLock lock(&mutex_);
    if (!started_ || draining_ || !queue_.NeedsRefill()) return false;
    queue_.BeginRefill();
  }
  auto first =
      options_.runs.events->journal()->NextQueued(WorkflowQueue::kWindow);
  MutexLock lock(&mutex_);
  if (!first.ok()) {
    queue_.AbandonRefill();
    return false;
  }
  const bool all = first->size() < WorkflowQueue::kWindow;
  // Those that are leaving the queue are QUEUED until that is committed.
  std::erase_if(*first, [this](const QueuedWorkflow& workflow)
                            ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
                              return running_.count(workflow.id) > 0 ||
                                     held_.count(workflow.id) > 0;
                            });
  const bool found = !first->empty();
  queue_.EndRefill(*std::move(first), all);
  return found;
}

void Dispatcher::Ended(const std::string& id) {
  options_.on_run_ended();
  // Whoever waits for the end of a drain may destroy the dispatcher, so leaving
  // the map is the last thing but one.
  {
    MutexLock lock(&mutex_);
    const auto running = running_.find(id);
    std::optional<QueuedWorkflow> next = std::move(running->second.next);
    running_.erase(running);
    if (next.has_value()) queue_.Push(*std::move(next));
  }
  Dispatch();
  CheckDrained();
}

std::vector<std::string> Dispatcher::RunningIds() const {
  MutexLock lock(&mutex_);
  std::vector<std::string> ids;
  ids.reserve(running_.size());
  for (const auto& [id, running] : running_) ids.push_back(id);
  return ids;
}

Dispatcher::Count Dispatcher::count() const {
  MutexLock lock(&mutex_);
  Count count{.running = ActiveLocked()};
  for (const auto& [id, running] : running_) {
    if (!running.waits && !running.run->begun()) ++count.starting;
  }
  return count;
}

void Dispatcher::Drain(absl::Duration grace, absl::AnyInvocable<void()> done) {
  {
    MutexLock lock(&mutex_);
    CHECK(!draining_);
    draining_ = true;
    drained_ = std::move(done);
    // The next server goes on with them.
    for (const std::string& id : interrupted_) running_.erase(id);
    interrupted_.clear();
  }
  options_.runs.timers->Schedule(grace, [this] { InterruptAll(); });
  CheckDrained();
}

void Dispatcher::InterruptAll() {
  std::vector<std::shared_ptr<WorkflowRun>> runs;
  {
    MutexLock lock(&mutex_);
    for (const auto& [id, running] : running_) runs.push_back(running.run);
  }
  for (const auto& run : runs) run->RequestStop(StopCause::kShutdown);
}

void Dispatcher::CheckDrained() {
  absl::AnyInvocable<void()> done;
  {
    MutexLock lock(&mutex_);
    if (!draining_ || !running_.empty()) return;
    done = std::move(drained_);
    drained_ = nullptr;
  }
  if (done) done();
}

}  // namespace admf
