// Runs a libFuzzer target without libFuzzer, so that every compiler and every
// lane can: first the corpus, then a bounded number of mutations of it. The
// mutations are the same in every run.
//
//   some_fuzz_test FOLDER [MUTATIONS]

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

constexpr int kDefaultMutations = 5000;
constexpr int kMaxEdits = 8;
constexpr size_t kMaxBytes = 4096;

using Random = std::mt19937_64;

std::vector<std::string> ReadCorpus(const std::string& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.is_regular_file()) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> corpus;
  corpus.reserve(paths.size());
  for (const auto& path : paths) {
    std::ifstream file(path, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(file),
                        std::istreambuf_iterator<char>());
  }
  return corpus;
}

/// A number below `end`; not of a std distribution, whose results differ
/// between libraries.
size_t Below(size_t end, Random* random) { return (*random)() % end; }

void Edit(const std::vector<std::string>& corpus, Random* random,
          std::string* input) {
  const size_t at = Below(input->size() + 1, random);
  const size_t length = Below(16, random) + 1;
  const std::string& other = corpus[Below(corpus.size(), random)];
  const size_t from = Below(other.size() + 1, random);
  switch (Below(5, random)) {
    case 0:
      if (at < input->size()) {
        (*input)[at] = static_cast<char>((*input)[at] ^ 1 << Below(8, random));
      }
      return;
    case 1:
      input->insert(at, length, static_cast<char>(Below(256, random)));
      return;
    case 2:
      input->erase(at, length);
      return;
    case 3:
      input->insert(at, other.substr(from, length));
      return;
    default:
      input->replace(at, std::string::npos, other, from, std::string::npos);
      return;
  }
}

void Run(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input.data()),
                         input.size());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "Usage: " << argv[0] << " FOLDER [MUTATIONS]\n";
    return 2;
  }
  const std::vector<std::string> corpus = ReadCorpus(argv[1]);
  if (corpus.empty()) {
    std::cerr << argv[1] << " has no files in it\n";
    return 1;
  }
  for (const std::string& input : corpus) Run(input);
  const int mutations = argc > 2 ? std::atoi(argv[2]) : kDefaultMutations;
  Random random(1);
  for (int i = 0; i < mutations; ++i) {
    std::string input = corpus[Below(corpus.size(), &random)];
    for (size_t edits = Below(kMaxEdits, &random) + 1; edits > 0; --edits) {
      Edit(corpus, &random, &input);
    }
    if (input.size() > kMaxBytes) input.resize(kMaxBytes);
    Run(input);
  }
  std::cout << corpus.size() << " files and " << mutations << " mutations\n";
  return 0;
}
