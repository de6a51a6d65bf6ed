#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace admf {

/// A place in a text.
struct YamlPosition {
  /// From 1.
  int line = 0;
  /// From 1, in characters (code points), a tab being one.
  int column = 0;

  friend bool operator==(const YamlPosition&, const YamlPosition&) = default;
  friend auto operator<=>(const YamlPosition&, const YamlPosition&) = default;
};

/// One thing that is wrong with a configuration.
struct YamlProblem {
  enum class Kind {
    /// What is written is wrong.
    kInvalid,
    /// There is more of it than is read: size, depth, number of values.
    kLimit,
  };

  Kind kind = Kind::kInvalid;
  /// Path of the field, such as `workflow.data_config.sources.GOOG.path` or
  /// `workflow.constraints[2]`; empty where the text as a whole is meant.
  std::string field;
  /// The file's name as given; for settings that come from elsewhere the name
  /// of the flag or environment variable.
  std::string file_name;
  /// Line and column; 0 where there is no text.
  YamlPosition position;
  /// What is wrong and what to do about it. Printable, in UTF-8, and bounded
  /// whatever was in the text.
  std::string description;
};

/// `run.yaml:12:5: workflow.name: what is wrong`, leaving out what is not
/// known.
std::string ToString(const YamlProblem& problem);

/// Collects the problems of one text. Past `kMaxProblems` it only counts them,
/// so that a hostile text can't fill the memory.
class YamlProblemList {
 public:
  static constexpr size_t kMaxProblems = 100;

  explicit YamlProblemList(std::string_view file_name)
      : file_name_(file_name) {}

  /// Whether the description of another problem would be kept; if not, an empty
  /// one will do.
  bool HasRoom() const { return problems_.size() < kMaxProblems; }

  void Add(YamlPosition position, std::string field, std::string description,
           YamlProblem::Kind kind = YamlProblem::Kind::kInvalid);

  /// All problems in the order of the text, the last one saying how many more
  /// there are if not all were kept. Leaves the list empty.
  std::vector<YamlProblem> Take();

 private:
  const std::string file_name_;
  std::vector<YamlProblem> problems_;
  size_t not_kept_ = 0;
  YamlPosition first_not_kept_;
};

}  // namespace admf
