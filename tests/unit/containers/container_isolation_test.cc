// No run can harm another: what two workflows that run at once, and two that
// use the same container one after the other, can see of each other. Nothing.

#include <barrier>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "containers/component.h"
#include "containers/component_scope.h"
#include "containers/container_lifecycle_manager.h"
#include "containers/platform/posix_file_system.h"
#include "containers/platform/testing/temporary_folder.h"
#include "containers/workflow_scope.h"
#include "engine/base/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr int64_t kMemoryLimit = 1000;
constexpr uint64_t kStream = 5;

struct Note {
  static constexpr char kEventType[] = "note";
  std::string text;
};

// Keeps the notes that it gets, and the memory that they need.
class Ledger : public Component {
 public:
  absl::Status Start(WorkflowScope& workflow) override {
    workflow_ = &workflow;
    subscription_ = workflow.events().Subscribe<Note>(
        "ledger", [this](const Event& event, const Note& note) {
          return Keep(event, note);
        });
    return absl::OkStatus();
  }
  absl::Status Stop() override {
    subscription_.End();
    return absl::OkStatus();
  }
  absl::Status Reset() override {
    workflow_ = nullptr;
    notes_.clear();
    sequences_.clear();
    memory_.clear();
    return absl::OkStatus();
  }

  const std::vector<std::string>& notes() const { return notes_; }
  const std::vector<uint64_t>& sequences() const { return sequences_; }

 private:
  absl::Status Keep(const Event& event, const Note& note) {
    auto memory = workflow_->memory().Reserve(1, "a note");
    if (!memory.ok()) return memory.status();
    memory_.push_back(*std::move(memory));
    notes_.push_back(note.text);
    sequences_.push_back(event.sequence);
    return absl::OkStatus();
  }

  WorkflowScope* workflow_ = nullptr;
  Subscription subscription_;
  std::vector<std::string> notes_;
  std::vector<uint64_t> sequences_;
  std::vector<MemoryBudget::Reservation> memory_;
};

std::vector<uint64_t> Draw(Random random, int count) {
  std::vector<uint64_t> bits;
  for (int i = 0; i < count; ++i) bits.push_back(random.NextBits());
  return bits;
}

class ContainerIsolationTest : public ::testing::Test {
 protected:
  ContainerIsolationTest() {
    auto manager = ContainerLifecycleManager::Create(
        {.file_system = &files_, .scratch_root = folder_ / "scratch"});
    EXPECT_TRUE(manager.ok()) << manager.status();
    manager_ = *std::move(manager);
  }

  ContainerLease Start(const std::string& workflow_id, uint64_t seed,
                       int64_t memory_limit_bytes = kMemoryLimit) {
    const ComponentSpec ledger = {
        .name = "ledger",
        .create = [](const ComponentScope&)
            -> absl::StatusOr<std::unique_ptr<Component>> {
          return std::make_unique<Ledger>();
        }};
    auto lease =
        manager_->CreateAndStart("backtest", {ledger},
                                 {.workflow_id = workflow_id,
                                  .seed = seed,
                                  .memory_limit_bytes = memory_limit_bytes});
    EXPECT_TRUE(lease.ok()) << lease.status();
    return *std::move(lease);
  }

  const TemporaryFolder folder_;
  PosixFileSystem files_;
  std::unique_ptr<ContainerLifecycleManager> manager_;
};

// What one of two workflows saw.
struct Observation {
  std::vector<std::string> notes;
  std::vector<uint64_t> sequences;
  std::vector<uint64_t> random_bits;
  std::string scratch_folder;
  std::vector<std::string> scratch_files;
  std::string scratch_text;
  int64_t used_bytes_at_start = -1;
  bool whole_budget_reserved = false;
  const Ledger* ledger = nullptr;
};

// Uses everything a workflow has, in step with the other one, so that each has
// done so before either looks.
void Observe(ContainerLease& lease, PosixFileSystem& files,
             std::barrier<>& both, Observation* seen) {
  constexpr int kNotes = 100;
  WorkflowScope& workflow = *lease->workflow();
  const std::string& id = workflow.workflow_id();
  seen->ledger = *lease->Get<Ledger>("ledger");
  seen->scratch_folder = *workflow.ScratchFolder();
  seen->used_bytes_at_start = workflow.memory().used_bytes();
  Random random = workflow.MakeRandom(kStream);
  both.arrive_and_wait();
  for (int i = 0; i < kNotes; ++i) {
    workflow.events().Publish(id, Note{.text = id});
    seen->random_bits.push_back(random.NextBits());
  }
  const std::string file = absl::StrCat(seen->scratch_folder, "/file");
  EXPECT_EQ(files.WriteFileDurably(file, id), absl::OkStatus());
  const auto rest = workflow.memory().Reserve(kMemoryLimit - kNotes, "rest");
  seen->whole_budget_reserved = rest.ok();
  both.arrive_and_wait();
  seen->scratch_files = *files.ListDirectory(seen->scratch_folder);
  seen->scratch_text = *files.ReadFile(file);
  seen->notes = seen->ledger->notes();
  seen->sequences = seen->ledger->sequences();
  both.arrive_and_wait();
}

TEST_F(ContainerIsolationTest, WorkflowsAtOnceSeeNothingOfEachOther) {
  std::barrier both(2);
  Observation seen[2];
  auto run = [&](int i) {
    ContainerLease lease =
        Start(absl::StrCat("wf-", i), /*seed=*/static_cast<uint64_t>(i));
    both.arrive_and_wait();
    Observe(lease, files_, both, &seen[i]);
    EXPECT_EQ(lease.Release(), absl::OkStatus());
  };
  std::thread first([&] { run(0); });
  std::thread second([&] { run(1); });
  first.join();
  second.join();

  for (int i = 0; i < 2; ++i) {
    const std::string id = absl::StrCat("wf-", i);
    // Events: all of its own, none of the other one's, numbered from 1.
    EXPECT_THAT(seen[i].notes, SizeIs(100));
    EXPECT_THAT(seen[i].notes, Each(id));
    for (size_t k = 0; k < seen[i].sequences.size(); ++k) {
      EXPECT_EQ(seen[i].sequences[k], k + 1);
    }
    // Random numbers: those of its seed, whatever the other one draws.
    EXPECT_EQ(seen[i].random_bits,
              Draw(Random(static_cast<uint64_t>(i), kStream), 100));
    // Files: the same name, and still its own text.
    EXPECT_THAT(seen[i].scratch_files, ElementsAre("file"));
    EXPECT_EQ(seen[i].scratch_text, id);
    // Memory: its whole budget, while the other one has all of its.
    EXPECT_EQ(seen[i].used_bytes_at_start, 0);
    EXPECT_TRUE(seen[i].whole_budget_reserved);
  }
  EXPECT_NE(seen[0].random_bits, seen[1].random_bits);
  EXPECT_NE(seen[0].scratch_folder, seen[1].scratch_folder);
  EXPECT_NE(seen[0].ledger, seen[1].ledger);
}

TEST_F(ContainerIsolationTest, APooledContainerHasNothingLeft) {
  // The first workflow uses everything, and leaves what can be left.
  ContainerLease lease = Start("first", /*seed=*/1, /*memory_limit_bytes=*/50);
  const std::shared_ptr<WorkflowScope> first = lease->workflow();
  const Ledger* const ledger = *lease->Get<Ledger>("ledger");
  int calls_of_leftover = 0;
  const Subscription leftover =
      first->events().SubscribeToAll("leftover", [&](const Event&) {
        ++calls_of_leftover;
        return absl::OkStatus();
      });
  for (int i = 0; i < 3; ++i) first->events().Publish("x", Note{.text = "1"});
  auto reservation = first->memory().Reserve(40, "leftover");
  ASSERT_TRUE(reservation.ok()) << reservation.status();
  Random random = first->MakeRandom(kStream);
  random.NextBits();
  const std::string first_folder = *first->ScratchFolder();
  ASSERT_EQ(files_.WriteFileDurably(first_folder + "/file", "1"),
            absl::OkStatus());
  ASSERT_THAT(ledger->notes(), SizeIs(3));
  ASSERT_EQ(calls_of_leftover, 3);
  ASSERT_EQ(lease.Release(), absl::OkStatus());
  EXPECT_FALSE(*files_.Exists(first_folder));

  // The second one gets the same container, as if it were new.
  lease = Start("second", /*seed=*/2, /*memory_limit_bytes=*/60);
  ASSERT_EQ(manager_->statistics().reused, 1);
  ASSERT_EQ(*lease->Get<Ledger>("ledger"), ledger);
  const std::shared_ptr<WorkflowScope> second = lease->workflow();
  EXPECT_EQ(second->workflow_id(), "second");
  EXPECT_THAT(ledger->notes(), IsEmpty());
  EXPECT_THAT(second->events().History(), IsEmpty());
  EXPECT_EQ(second->memory().limit_bytes(), 60);
  EXPECT_EQ(second->memory().used_bytes(), 0);
  EXPECT_EQ(second->memory().peak_bytes(), 0);
  EXPECT_NE(*second->ScratchFolder(), first_folder);
  EXPECT_THAT(*files_.ListDirectory(*second->ScratchFolder()), IsEmpty());
  EXPECT_EQ(Draw(second->MakeRandom(kStream), 10),
            Draw(Random(2, kStream), 10));

  // Its events start at 1 and reach its own handlers only, once each.
  EXPECT_EQ(second->events().Publish("x", Note{.text = "2"}), 1u);
  EXPECT_THAT(ledger->notes(), ElementsAre("2"));
  EXPECT_EQ(calls_of_leftover, 3);

  // What a straggler of the first one still does stays with the first one.
  EXPECT_FALSE(first->ScratchFolder().ok());
  first->events().Publish("straggler", Note{.text = "1"});
  EXPECT_EQ(calls_of_leftover, 4);
  EXPECT_THAT(ledger->notes(), ElementsAre("2"));
  EXPECT_EQ(second->events().last_sequence(), 1u);
  reservation->Release();
  EXPECT_EQ(second->memory().used_bytes(), 1);
}

TEST_F(ContainerIsolationTest, ASeedGivesTheSameNumbersInAnyContainer) {
  std::vector<uint64_t> in_new;
  {
    const ContainerLease lease = Start("a", /*seed=*/9);
    in_new = Draw(lease->workflow()->MakeRandom(kStream), 20);
  }
  const ContainerLease pooled = Start("b", /*seed=*/9);
  ASSERT_EQ(manager_->statistics().reused, 1);
  const ContainerLease beside = Start("c", /*seed=*/9);
  EXPECT_EQ(Draw(pooled->workflow()->MakeRandom(kStream), 20), in_new);
  EXPECT_EQ(Draw(beside->workflow()->MakeRandom(kStream), 20), in_new);
  EXPECT_NE(Draw(beside->workflow()->MakeRandom(kStream + 1), 20), in_new);
}

}  // namespace
}  // namespace admf
