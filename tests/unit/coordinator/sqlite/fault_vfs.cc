#include "tests/unit/coordinator/sqlite/fault_vfs.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <new>

#include "engine/base/check.h"

namespace admf {
namespace {

constexpr size_t kSectorBytes = 512;
constexpr const char* kSuffixes[] = {"", "-wal", "-journal"};

}  // namespace

void DiskFile::Write(int64_t offset, std::string bytes) {
  changes_.push_back({.offset = offset, .bytes = std::move(bytes)});
}

void DiskFile::Truncate(int64_t size) {
  changes_.push_back({.offset = size, .truncates = true});
}

void DiskFile::Apply(const Change& change, std::string* content) {
  const auto offset = static_cast<size_t>(change.offset);
  if (change.truncates) {
    content->resize(std::min(content->size(), offset));
    return;
  }
  const size_t end = offset + change.bytes.size();
  if (content->size() < end) content->resize(end);
  content->replace(offset, change.bytes.size(), change.bytes);
}

void DiskFile::ApplySome(const std::vector<Change>& changes,
                         std::mt19937& random, std::string* content) {
  for (const Change& change : changes) {
    switch (random() % 3) {
      case 0:
        break;
      case 1:
        Apply(change, content);
        break;
      default: {
        Change torn = change;
        torn.bytes.resize(change.bytes.size() / 2 / kSectorBytes *
                          kSectorBytes);
        Apply(torn, content);
      }
    }
  }
}

void DiskFile::Synchronised() {
  for (const Change& change : changes_) Apply(change, &content);
  changes_.clear();
}

void DiskFile::SynchronisationFailed(std::mt19937& random) {
  ApplySome(changes_, random, &content);
  changes_.clear();
}

std::string DiskFile::AfterCrash(std::mt19937& random) const {
  std::string left = content;
  ApplySome(changes_, random, &left);
  return left;
}

/// An open file: what SQLite has allocated for it begins with this, and the
/// base's file follows.
class FaultFile {
 public:
  static FaultFile* Of(sqlite3_file* file) {
    return reinterpret_cast<FaultFile*>(file);
  }
  sqlite3_file* base() { return reinterpret_cast<sqlite3_file*>(this + 1); }

  static int Close(sqlite3_file* file) {
    FaultFile* self = Of(file);
    const int code = self->base()->pMethods->xClose(self->base());
    self->~FaultFile();
    return code;
  }
  static int Read(sqlite3_file* file, void* bytes, int count,
                  sqlite3_int64 offset) {
    FaultFile* self = Of(file);
    const int code = self->vfs->Enter(FaultVfs::Operation::kRead);
    if (code != SQLITE_OK) return code;
    return self->base()->pMethods->xRead(self->base(), bytes, count, offset);
  }
  static int Write(sqlite3_file* file, const void* bytes, int count,
                   sqlite3_int64 offset) {
    FaultFile* self = Of(file);
    const int code = self->vfs->Enter(FaultVfs::Operation::kWrite);
    if (code != SQLITE_OK) return code;
    {
      MutexLock lock(&self->vfs->mutex_);
      self->disk->Write(offset,
                        std::string(static_cast<const char*>(bytes), count));
    }
    return self->base()->pMethods->xWrite(self->base(), bytes, count, offset);
  }
  static int Truncate(sqlite3_file* file, sqlite3_int64 size) {
    FaultFile* self = Of(file);
    const int code = self->vfs->Enter(FaultVfs::Operation::kTruncate);
    if (code != SQLITE_OK) return code;
    {
      MutexLock lock(&self->vfs->mutex_);
      self->disk->Truncate(size);
    }
    return self->base()->pMethods->xTruncate(self->base(), size);
  }
  static int Sync(sqlite3_file* file, int /*flags*/) {
    FaultFile* self = Of(file);
    const int code = self->vfs->Enter(FaultVfs::Operation::kSync);
    MutexLock lock(&self->vfs->mutex_);
    if (code != SQLITE_OK) {
      self->disk->SynchronisationFailed(self->vfs->random_);
      return code;
    }
    // Only a crash of the machine would show the difference: no need to wait
    // for the real disk.
    self->disk->Synchronised();
    return SQLITE_OK;
  }
  static int FileSize(sqlite3_file* file, sqlite3_int64* size) {
    return Of(file)->base()->pMethods->xFileSize(Of(file)->base(), size);
  }
  static int Lock(sqlite3_file* file, int level) {
    return Of(file)->base()->pMethods->xLock(Of(file)->base(), level);
  }
  static int Unlock(sqlite3_file* file, int level) {
    return Of(file)->base()->pMethods->xUnlock(Of(file)->base(), level);
  }
  static int CheckReservedLock(sqlite3_file* file, int* result) {
    return Of(file)->base()->pMethods->xCheckReservedLock(Of(file)->base(),
                                                          result);
  }
  static int FileControl(sqlite3_file* file, int operation, void* argument) {
    return Of(file)->base()->pMethods->xFileControl(Of(file)->base(), operation,
                                                    argument);
  }
  static int SectorSize(sqlite3_file* file) {
    return Of(file)->base()->pMethods->xSectorSize(Of(file)->base());
  }
  static int DeviceCharacteristics(sqlite3_file* file) {
    return Of(file)->base()->pMethods->xDeviceCharacteristics(Of(file)->base());
  }
  static int ShmMap(sqlite3_file* file, int page, int size, int extend,
                    void volatile** memory) {
    FaultFile* self = Of(file);
    const int code = self->vfs->Enter(FaultVfs::Operation::kMapMemory);
    if (code != SQLITE_OK) return code;
    return self->base()->pMethods->xShmMap(self->base(), page, size, extend,
                                           memory);
  }
  static int ShmLock(sqlite3_file* file, int offset, int count, int flags) {
    return Of(file)->base()->pMethods->xShmLock(Of(file)->base(), offset, count,
                                                flags);
  }
  static void ShmBarrier(sqlite3_file* file) {
    Of(file)->base()->pMethods->xShmBarrier(Of(file)->base());
  }
  static int ShmUnmap(sqlite3_file* file, int remove) {
    return Of(file)->base()->pMethods->xShmUnmap(Of(file)->base(), remove);
  }

  static const sqlite3_io_methods kMethods;

  // First, where SQLite looks for it.
  sqlite3_file header = {&kMethods};
  FaultVfs* vfs = nullptr;
  std::shared_ptr<DiskFile> disk;
};

const sqlite3_io_methods FaultFile::kMethods = {
    .iVersion = 2,
    .xClose = Close,
    .xRead = Read,
    .xWrite = Write,
    .xTruncate = Truncate,
    .xSync = Sync,
    .xFileSize = FileSize,
    .xLock = Lock,
    .xUnlock = Unlock,
    .xCheckReservedLock = CheckReservedLock,
    .xFileControl = FileControl,
    .xSectorSize = SectorSize,
    .xDeviceCharacteristics = DeviceCharacteristics,
    .xShmMap = ShmMap,
    .xShmLock = ShmLock,
    .xShmBarrier = ShmBarrier,
    .xShmUnmap = ShmUnmap,
};

FaultVfs::FaultVfs(std::string name)
    : name_(std::move(name)), base_(sqlite3_vfs_find(nullptr)) {
  // What is not replaced here is the base's own: it uses pAppData alone.
  vfs_ = *base_;
  vfs_.szOsFile = static_cast<int>(sizeof(FaultFile)) + base_->szOsFile;
  vfs_.zName = name_.c_str();
  vfs_.pNext = nullptr;
  vfs_.pAppData = this;
  vfs_.xOpen = Open;
  vfs_.xDelete = Delete;
  vfs_.xAccess = Access;
  vfs_.xFullPathname = FullPath;
  CHECK(sqlite3_vfs_register(&vfs_, /*makeDflt=*/0) == SQLITE_OK);
}

FaultVfs::~FaultVfs() { sqlite3_vfs_unregister(&vfs_); }

void FaultVfs::Fail(const Fault& fault) {
  MutexLock lock(&mutex_);
  faults_.insert_or_assign(fault.operation, fault);
}

void FaultVfs::Heal() {
  MutexLock lock(&mutex_);
  faults_.clear();
}

int FaultVfs::calls(Operation operation) const {
  MutexLock lock(&mutex_);
  const auto found = calls_.find(operation);
  return found == calls_.end() ? 0 : found->second;
}

int FaultVfs::failures() const {
  MutexLock lock(&mutex_);
  return failures_;
}

int FaultVfs::Enter(Operation operation) {
  MutexLock lock(&mutex_);
  ++calls_[operation];
  const auto found = faults_.find(operation);
  if (found == faults_.end()) return SQLITE_OK;
  Fault& fault = found->second;
  if (fault.nth > 1) {
    --fault.nth;
    return SQLITE_OK;
  }
  ++failures_;
  const int code = fault.code;
  if (!fault.from_then_on) faults_.erase(found);
  return code;
}

int FaultVfs::Open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file,
                   int flags, int* out_flags) {
  auto* self = static_cast<FaultVfs*>(vfs->pAppData);
  file->pMethods = nullptr;
  int code = self->Enter(Operation::kOpen);
  if (code != SQLITE_OK) return code;
  auto* opened = reinterpret_cast<FaultFile*>(file);
  std::memset(static_cast<void*>(opened + 1), 0, self->base_->szOsFile);
  code =
      self->base_->xOpen(self->base_, path, opened->base(), flags, out_flags);
  if (code != SQLITE_OK) return code;
  new (opened) FaultFile();
  opened->vfs = self;
  MutexLock lock(&self->mutex_);
  std::shared_ptr<DiskFile>& disk = self->disk_[path == nullptr ? "" : path];
  if (disk == nullptr) {
    disk = std::make_shared<DiskFile>();
    if (path != nullptr) {
      std::ifstream there(path, std::ios::binary);
      disk->content.assign(std::istreambuf_iterator<char>(there), {});
    }
  }
  opened->disk = disk;
  return SQLITE_OK;
}

int FaultVfs::Delete(sqlite3_vfs* vfs, const char* path, int sync_folder) {
  auto* self = static_cast<FaultVfs*>(vfs->pAppData);
  {
    MutexLock lock(&self->mutex_);
    self->disk_.erase(path);
  }
  return self->base_->xDelete(self->base_, path, sync_folder);
}

int FaultVfs::Access(sqlite3_vfs* vfs, const char* path, int flags,
                     int* result) {
  auto* self = static_cast<FaultVfs*>(vfs->pAppData);
  return self->base_->xAccess(self->base_, path, flags, result);
}

int FaultVfs::FullPath(sqlite3_vfs* vfs, const char* path, int size,
                       char* full) {
  auto* self = static_cast<FaultVfs*>(vfs->pAppData);
  return self->base_->xFullPathname(self->base_, path, size, full);
}

void FaultVfs::EndProcess(const std::string& database,
                          const std::string& path) {
  MutexLock lock(&mutex_);
  for (const char* suffix : kSuffixes) {
    const auto found = disk_.find(database + suffix);
    if (found == disk_.end()) continue;
    std::filesystem::copy_file(database + suffix, path + suffix);
    disk_[path + suffix] = std::make_shared<DiskFile>(*found->second);
  }
}

void FaultVfs::Crash(const std::string& database, const std::string& path,
                     unsigned seed) const {
  std::mt19937 random(seed);
  MutexLock lock(&mutex_);
  for (const char* suffix : kSuffixes) {
    const auto found = disk_.find(database + suffix);
    if (found == disk_.end()) continue;
    std::ofstream copy(path + suffix, std::ios::binary);
    copy << found->second->AfterCrash(random);
    CHECK(copy.good());
  }
}

}  // namespace admf
