"""clang-tidy as an aspect: one cached action for each source file, so that only changed files are checked again.

    deploy/lane clang-strict build --config=clang-tidy //engine/...

Generated code and targets with the tag `no-clang-tidy` are left out.
"""

_SUFFIXES = ("cc", "cpp")

def _sources(ctx):
    return [
        file
        for target in getattr(ctx.rule.attr, "srcs", [])
        for file in target.files.to_list()
        if file.is_source and file.extension in _SUFFIXES
    ]

def _compiler_flags(context):
    flags = ["-xc++", "-std=c++20", "-Wall", "-Wextra", "-fPIE"]
    flags += ["-D" + define for define in context.defines.to_list() + context.local_defines.to_list()]
    flags += ["-iquote" + (path or ".") for path in context.quote_includes.to_list()]
    flags += ["-isystem" + path for path in context.system_includes.to_list()]
    flags += ["-I" + path for path in context.includes.to_list()]
    return flags

def _check(ctx, source, context):
    stamp = ctx.actions.declare_file("%s.%s.clang-tidy" % (ctx.label.name, source.path.replace("/", "_")))
    arguments = ctx.actions.args()
    arguments.add("--config-file=" + ctx.file._config.path)
    arguments.add("--quiet")
    arguments.add(source)
    arguments.add("--")
    arguments.add_all(_compiler_flags(context))
    ctx.actions.run_shell(
        inputs = depset([source, ctx.file._config], transitive = [context.headers]),
        outputs = [stamp],
        arguments = [stamp.path, arguments],

        # Errors go to standard output; what clang-tidy says about suppressed warnings is noise.
        command = "stamp=$1 && shift && clang-tidy-14 \"$@\" 2> \"$stamp\" || { status=$?; cat \"$stamp\"; exit $status; }",
        mnemonic = "ClangTidy",
        progress_message = "Checking " + source.short_path,
        use_default_shell_env = True,
    )
    return stamp

def _clang_tidy_impl(target, ctx):
    if CcInfo not in target or "no-clang-tidy" in ctx.rule.attr.tags:
        return [OutputGroupInfo(clang_tidy = depset())]
    context = target[CcInfo].compilation_context
    stamps = [_check(ctx, source, context) for source in _sources(ctx)]
    return [OutputGroupInfo(clang_tidy = depset(stamps))]

clang_tidy = aspect(
    implementation = _clang_tidy_impl,
    attrs = {"_config": attr.label(default = "//:.clang-tidy", allow_single_file = True)},
)
