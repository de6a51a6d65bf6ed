#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "containers/component.h"
#include "containers/workflow_scope.h"

namespace admf {

/// Writes down what a container asks of its components, as "start broker", and
/// makes chosen steps do something else. Used by one thread at a time.
class ProbeJournal {
 public:
  /// From now on `step` fails with `status`.
  void Fail(const std::string& step, absl::Status status) {
    On(step, [status = std::move(status)] { return status; });
  }
  /// From now on `step` does this, and has its status.
  void On(const std::string& step, std::function<absl::Status()> action) {
    actions_[step] = std::move(action);
  }

  absl::Status Record(const std::string& step) {
    steps_.push_back(step);
    const auto action = actions_.find(step);
    return action == actions_.end() ? absl::OkStatus() : action->second();
  }

  /// The steps since the last call, in order.
  std::vector<std::string> TakeSteps() { return std::exchange(steps_, {}); }

 private:
  std::vector<std::string> steps_;
  std::map<std::string, std::function<absl::Status()>> actions_;
};

/// A component that does nothing but tell the journal, and ask for a scratch
/// folder when it is started.
class ProbeComponent : public Component {
 public:
  ProbeComponent(std::string name, ProbeJournal* journal)
      : name_(std::move(name)), journal_(journal) {}
  ~ProbeComponent() override {
    journal_->Record("destroy " + name_).IgnoreError();
  }

  absl::Status Start(WorkflowScope& workflow) override {
    absl::Status status = journal_->Record("start " + name_);
    status.Update(workflow.ScratchFolder().status());
    return status;
  }
  absl::Status Stop() override { return journal_->Record("stop " + name_); }
  absl::Status Reset() override { return journal_->Record("reset " + name_); }

 private:
  const std::string name_;
  ProbeJournal* const journal_;
};

inline ComponentSpec ProbeSpec(std::string name,
                               std::vector<std::string> depends_on,
                               ProbeJournal* journal) {
  auto create =
      [name, journal](
          const ComponentScope&) -> absl::StatusOr<std::unique_ptr<Component>> {
    absl::Status status = journal->Record("create " + name);
    if (!status.ok()) return status;
    return std::make_unique<ProbeComponent>(name, journal);
  };
  return {.name = std::move(name),
          .depends_on = std::move(depends_on),
          .create = std::move(create)};
}

}  // namespace admf
