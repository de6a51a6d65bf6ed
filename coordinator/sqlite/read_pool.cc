#include "coordinator/sqlite/read_pool.h"

namespace admf {

ReadPool::ReadPool(SqliteConnection::Options options, int size,
                   std::function<void(const absl::Status&)> on_damage)
    : options_(std::move(options)),
      size_(size),
      on_damage_(std::move(on_damage)) {}

absl::StatusOr<std::unique_ptr<SqliteConnection>> ReadPool::Take() {
  {
    MutexLock lock(&mutex_);
    changed_.Wait(&mutex_, [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return !suspended_ && in_use_ < size_;
    });
    ++in_use_;
    if (!idle_.empty()) {
      std::unique_ptr<SqliteConnection> connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
  }
  absl::Cleanup drop = [this] { Drop(nullptr, {}); };
  auto opened = SqliteConnection::Open(options_, SqliteConnection::Mode::kRead);
  std::move(drop).Cancel();
  if (!opened.ok()) Drop(nullptr, opened.status());
  return opened;
}

void ReadPool::Give(std::unique_ptr<SqliteConnection> connection) {
  MutexLock lock(&mutex_);
  idle_.push_back(std::move(connection));
  --in_use_;
  changed_.NotifyAll();
}

void ReadPool::Drop(std::unique_ptr<SqliteConnection> connection,
                    const absl::Status& status) {
  connection.reset();
  {
    MutexLock lock(&mutex_);
    --in_use_;
    changed_.NotifyAll();
  }
  if (absl::IsDataLoss(status)) on_damage_(status);
}

void ReadPool::Suspend() {
  MutexLock lock(&mutex_);
  suspended_ = true;
  changed_.Wait(&mutex_, [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return in_use_ == 0;
  });
  idle_.clear();
}

void ReadPool::Resume() {
  MutexLock lock(&mutex_);
  suspended_ = false;
  changed_.NotifyAll();
}

}  // namespace admf
