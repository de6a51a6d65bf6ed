"""What clang says about the source files, in cached actions that produce no code.

    deploy/lane clang-strict build --config=clang-tidy //engine/...

- clang_tidy_folder: clang-tidy and all warnings, thread safety among them, for the sources of a folder as one translation unit.
  Most of the time of clang-tidy is for what headers bring along, so that a folder takes as long as two or three of its files.
- clang_tidy, an aspect: for each source file, that it includes headers of targets alone on which its target depends. Files of
  tests are compiled instead, for their warnings: clang-tidy is for the program.

Only what changed is checked again. Generated code and targets with the tag `no-clang-tidy` are left out.
"""

_WARNINGS = ["-Wall", "-Wextra", "-Wthread-safety", "-Werror", "-Werror=thread-safety"]

# What Bazel's toolchain calls layering_check: a header may only be included from a target that depends on its target.
_LAYERING = ["-fmodules-strict-decluse", "-Wprivate-header"]

# The flags that follow choose between preprocessing and compiling; nothing is kept of either.
_COMPILER_COMMAND = """
stamp=$1
shift
clang++-14 -o /dev/null "$@" 2> "$stamp" || { sed "s#$PWD/##g" "$stamp"; exit 1; }
"""

# Findings go to standard output, with the file and the line that the unit has them from; counts of suppressed warnings go to
# the stamp.
_TIDY_COMMAND = """
set -o pipefail
unit=$1 stamp=$2 config=$3
shift 3
while (($# > 0)) && [[ $1 != -- ]]; do
  printf '#line 1 "%s"\\n' "$1"
  cat "$1"
  shift
done > "$unit"
clang-tidy-14 --config-file="$config" --quiet "$unit" "$@" 2> "$stamp" | awk -v unit="$unit" '
  BEGIN {
    while ((getline text < unit) > 0) {
      ++line
      if (text ~ /^#line 1 "/) { split(text, parts, "\\""); file[line] = parts[2] }
    }
    count = line
  }
  {
    at = index($0, unit ":")
    if (at > 0) {
      split(substr($0, at + length(unit) + 1), place, ":")
      for (first = place[1]; first > 0 && !(first in file); --first) {}
      $0 = file[first] ":" (place[1] - first) substr($0, at + length(unit) + 1 + length(place[1]))
    }
    print
  }' || { sed "s#$PWD/##g" "$stamp"; exit 1; }
"""

def _is_test(label):
    return label.package.startswith("tests/")

def _sources(ctx):
    return [
        file
        for target in getattr(ctx.rule.attr, "srcs", [])
        for file in target.files.to_list()
        if file.extension == "cc" and (file.is_source or _is_test(ctx.label))
    ]

def _module_maps(target):
    """The module maps of the target, of its direct dependencies and of the system, as its compilation reads them."""
    for action in target.actions:
        if action.mnemonic == "CppCompile":
            return [file for file in action.inputs.to_list() if file.extension in ("cppmap", "modulemap")]
    return []

def _compiler_flags(context):
    flags = ["-xc++", "-std=c++20", "-fPIE"] + _WARNINGS
    flags += ["-D" + define for define in context.defines.to_list() + context.local_defines.to_list()]
    flags += ["-iquote" + (path or ".") for path in context.quote_includes.to_list()]
    flags += ["-isystem" + path for path in context.system_includes.to_list()]
    flags += ["-I" + path for path in context.includes.to_list()]
    return flags

def _layering_flags(label, module_maps):
    if not module_maps:
        return []
    flags = _LAYERING + ["-Xclang", "-fmodule-name=//%s:%s" % (label.package, label.name)]
    return flags + ["-fmodule-map-file=" + file.path for file in module_maps]

def _check(ctx, source, context, module_maps):
    stamp = ctx.actions.declare_file("%s.%s.clang-tidy" % (ctx.label.name, source.path.replace("/", "_")))
    arguments = ctx.actions.args()
    arguments.add("-fsyntax-only" if _is_test(ctx.label) else "-E")
    arguments.add_all(_compiler_flags(context) + _layering_flags(ctx.label, module_maps))
    arguments.add(source)
    ctx.actions.run_shell(
        inputs = depset([source] + module_maps, transitive = [context.headers]),
        outputs = [stamp],
        arguments = [stamp.path, arguments],
        command = _COMPILER_COMMAND,
        mnemonic = "ClangCheck",
        progress_message = "Checking " + source.short_path,
        use_default_shell_env = True,
    )
    return stamp

def _clang_tidy_impl(target, ctx):
    if CcInfo not in target or "no-clang-tidy" in ctx.rule.attr.tags:
        return [OutputGroupInfo(clang_tidy = depset())]
    context = target[CcInfo].compilation_context
    module_maps = _module_maps(target)
    stamps = [_check(ctx, source, context, module_maps) for source in _sources(ctx)]
    return [OutputGroupInfo(clang_tidy = depset(stamps))]

clang_tidy = aspect(implementation = _clang_tidy_impl)

def _clang_tidy_unit_impl(ctx):
    context = cc_common.merge_cc_infos(cc_infos = [dep[CcInfo] for dep in ctx.attr.deps]).compilation_context
    unit = ctx.actions.declare_file(ctx.label.name + ".cc")
    stamp = ctx.actions.declare_file(ctx.label.name + ".stamp")
    arguments = ctx.actions.args()
    arguments.add_all(ctx.files.srcs)
    arguments.add("--")
    arguments.add_all(_compiler_flags(context))
    ctx.actions.run_shell(
        inputs = depset(ctx.files.srcs + [ctx.file._config], transitive = [context.headers]),
        outputs = [unit, stamp],
        arguments = [unit.path, stamp.path, ctx.file._config.path, arguments],
        command = _TIDY_COMMAND,
        mnemonic = "ClangTidy",
        progress_message = "Checking with clang-tidy: //" + ctx.label.package,
        use_default_shell_env = True,
    )
    return [DefaultInfo(files = depset()), OutputGroupInfo(clang_tidy = depset([stamp]))]

_clang_tidy_unit = rule(
    implementation = _clang_tidy_unit_impl,
    attrs = {
        "deps": attr.label_list(providers = [CcInfo]),
        "srcs": attr.label_list(allow_files = [".cc"]),
        "_config": attr.label(default = "//:.clang-tidy", allow_single_file = True),
    },
)

def clang_tidy_folder(apart = []):
    """Checks all sources of the targets above, in one go.

    Args:
      apart: sources that are checked on their own.
    """
    targets = [
        rule
        for rule in native.existing_rules().values()
        if rule["kind"] in ("cc_library", "cc_binary") and "no-clang-tidy" not in rule["tags"]
    ]
    deps = {}
    sources = {}
    for target in targets:
        for label in ([":" + target["name"]] if target["kind"] == "cc_library" else target["deps"]):
            deps[label] = True
        for source in target["srcs"]:
            if source.endswith(".cc"):
                sources[source] = source.split(":")[-1]
    units = {"clang_tidy": [source for source, name in sources.items() if name not in apart]}
    units.update({"clang_tidy_" + source[:-len(".cc")]: [source] for source in apart})
    for name, srcs in units.items():
        _clang_tidy_unit(
            name = name,
            srcs = srcs,
            deps = deps.keys(),
            testonly = True,  # So that it may depend on anything.
        )
