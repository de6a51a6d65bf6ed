"""All that clang says about a source file, in one cached action: warnings, thread safety, layering, clang-tidy.

    deploy/lane clang-strict build --config=clang-tidy //engine/...

Compiling with the lane's flags finds the same warnings, but parses every file once more. Only changed files are checked
again. Generated code and targets with the tag `no-clang-tidy` are left out. Of tests there are the compiler's warnings alone:
clang-tidy would take as long for them as for the whole program.
"""

_SUFFIXES = ("cc", "cpp")

_WARNINGS = ["-Wall", "-Wextra", "-Wthread-safety", "-Werror", "-Werror=thread-safety"]

# What Bazel's toolchain calls layering_check: a header may only be included from a target that depends on its target.
_LAYERING = ["-fmodules-strict-decluse", "-Wprivate-header"]

# Findings go to standard output, without the path of the sandbox; counts of suppressed warnings go to the stamp.
_COMMAND = """
set -o pipefail
stamp=$1
shift
clang-tidy-14 "$@" 2> "$stamp" | sed "s#$PWD/##g" || { sed "s#$PWD/##g" "$stamp"; exit 1; }
"""

_COMPILER_COMMAND = """
stamp=$1
shift
clang++-14 -fsyntax-only "$@" 2> "$stamp" || { sed "s#$PWD/##g" "$stamp"; exit 1; }
"""

def _is_test(label):
    return label.package.startswith("tests/")

def _sources(ctx):
    return [
        file
        for target in getattr(ctx.rule.attr, "srcs", [])
        for file in target.files.to_list()
        if file.extension in _SUFFIXES and (file.is_source or _is_test(ctx.label))
    ]

def _module_maps(target):
    """The module maps of the target, of its direct dependencies and of the system, as its compilation reads them."""
    for action in target.actions:
        if action.mnemonic == "CppCompile":
            return [file for file in action.inputs.to_list() if file.extension in ("cppmap", "modulemap")]
    return []

def _compiler_flags(label, context, module_maps):
    flags = ["-xc++", "-std=c++20", "-fPIE"] + _WARNINGS
    if module_maps:
        flags += _LAYERING + ["-Xclang", "-fmodule-name=//%s:%s" % (label.package, label.name)]
        flags += ["-fmodule-map-file=" + file.path for file in module_maps]
    flags += ["-D" + define for define in context.defines.to_list() + context.local_defines.to_list()]
    flags += ["-iquote" + (path or ".") for path in context.quote_includes.to_list()]
    flags += ["-isystem" + path for path in context.system_includes.to_list()]
    flags += ["-I" + path for path in context.includes.to_list()]
    return flags

def _check(ctx, source, context, module_maps):
    stamp = ctx.actions.declare_file("%s.%s.clang-tidy" % (ctx.label.name, source.path.replace("/", "_")))
    arguments = ctx.actions.args()
    flags = _compiler_flags(ctx.label, context, module_maps)
    is_test = _is_test(ctx.label)
    if is_test:
        arguments.add_all(flags)
        arguments.add(source)
    else:
        arguments.add("--config-file=" + ctx.file._config.path)
        arguments.add("--quiet")
        arguments.add(source)
        arguments.add("--")
        arguments.add_all(flags)
    ctx.actions.run_shell(
        inputs = depset([source, ctx.file._config] + module_maps, transitive = [context.headers]),
        outputs = [stamp],
        arguments = [stamp.path, arguments],
        command = _COMPILER_COMMAND if is_test else _COMMAND,
        mnemonic = "ClangTidy",
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

clang_tidy = aspect(
    implementation = _clang_tidy_impl,
    attrs = {"_config": attr.label(default = "//:.clang-tidy", allow_single_file = True)},
)
