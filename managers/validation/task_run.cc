#include "managers/validation/task_run.h"

#include <atomic>
#include <cstddef>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/base/status_macros.h"
#include "managers/progress.h"

namespace admf {
namespace {

std::string KeyOf(size_t task) { return absl::StrFormat("task/%09d", task); }

}  // namespace

absl::StatusOr<std::vector<std::string>> RunTasks(
    const ValidationMethod& method, ExecutionContext& context) {
  const size_t count = method.task_count();
  std::vector<std::optional<std::string>> results(count);
  RETURN_IF_ERROR(context.checkpoints.ForEach(
      [&](std::string_view key, std::string value) -> absl::Status {
        size_t task = 0;
        const auto number = key.substr(key.find('/') + 1);
        if (!absl::SimpleAtoi(absl::string_view(number.data(), number.size()),
                              &task) ||
            task >= count) {
          return absl::DataLossError(
              "the stored results are not those of this validation; submit it "
              "again as a new workflow");
        }
        results[task] = std::move(value);
        return absl::OkStatus();
      }));

  std::vector<absl::Status> failures(count);
  std::atomic<size_t> next = 0;
  std::atomic<size_t> done = 0;
  for (const auto& result : results) done += result.has_value() ? 1 : 0;
  context.parallel.Run([&] {
    for (size_t task = next++; task < count; task = next++) {
      if (results[task].has_value()) continue;
      auto result =
          context.stop.stop_requested()
              ? absl::CancelledError("the validation was told to stop")
              : method.RunTask(task, context.stop);
      if (result.ok()) {
        failures[task] = context.checkpoints.Save(KeyOf(task), *result);
        results[task] = *std::move(result);
      } else {
        failures[task] = result.status();
      }
      if (!failures[task].ok()) next = count;
      const size_t finished = ++done;
      context.scope.events().Publish(
          "validation",
          ProgressMade{
              static_cast<double>(finished) / static_cast<double>(count),
              absl::StrCat(finished, " of ", count, " ", method.task_name())});
    }
  });
  for (const absl::Status& failure : failures) RETURN_IF_ERROR(failure);
  std::vector<std::string> all;
  all.reserve(count);
  for (auto& result : results) all.push_back(*std::move(result));
  return all;
}

}  // namespace admf
