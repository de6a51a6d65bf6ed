"""The libraries of a folder, compiled as one.

Each library of the program is a target of its own, with what it depends on and who may use it. Most of a file's compilation
is reading the headers that its neighbours read, too; so all of a folder's files are one translation unit, and every library
of the folder is a name of it. This compiles three to five times as fast, in every lane.

    bazel build --config=files //engine/...

compiles each file on its own: after a change in one of them, that is less to compile. The clang-strict lane reads the files
so, too: it is what checks that a library names what it depends on.

    load("//deploy/bazel:folder.bzl", "cc_library", "folder")

    cc_library(name = "drawdown", ...)

    folder()
"""

load("//deploy/bazel:clang_tidy.bzl", "clang_tidy_folder")

_FOLDER = "folder"
_ALONE = "_alone"

# Errors name the line of the file.
_JOIN = """
for file in $(SRCS); do
  echo "#line 1 \\"$$file\\""
  cat $$file
done > $@
"""

def cc_library(name, visibility = None, apart = False, **kwargs):
    """A library of the folder.

    Args:
      name: of the library.
      visibility: as always.
      apart: whether it stays a library of its own. Folders would depend on one another otherwise, or what uses the others
        would have to build what only this one depends on.
      **kwargs: srcs, hdrs, deps.
    """
    if apart or kwargs.get("testonly"):
        native.cc_library(name = name, visibility = visibility, **kwargs)
        return
    native.cc_library(
        name = name + _ALONE,
        tags = ["manual"],
        visibility = ["//visibility:private"],
        **kwargs
    )
    native.alias(
        name = name,
        actual = select({
            "//deploy/bazel:files": name + _ALONE,
            "//conditions:default": _FOLDER,
        }),
        visibility = visibility,
    )

def folder(apart = []):
    """Compiles the libraries above as one, and checks their sources with clang-tidy.

    Args:
      apart: sources that are translation units of their own: they include themselves for each processor, as Highway has it.
    """
    clang_tidy_folder(apart)
    libraries = {
        rule["name"][:-len(_ALONE)]: rule
        for rule in native.existing_rules().values()
        if rule["kind"] == "cc_library" and rule["name"].endswith(_ALONE)
    }
    joined, private_hdrs, hdrs, deps = [], [], [], {}
    for rule in libraries.values():
        for source in rule["srcs"]:
            if source.endswith(".h"):
                private_hdrs.append(source)
            elif source.split(":")[-1] not in apart:
                joined.append(source)
        hdrs += list(rule["hdrs"])
        for dep in rule["deps"]:
            if not (dep.startswith(":") and dep[1:] in libraries):
                deps[dep] = True
    unit = _FOLDER + "_unit"
    if joined:
        native.genrule(
            name = unit,
            srcs = joined,
            outs = [unit + ".cc"],
            cmd = _JOIN,
        )
    native.cc_library(
        name = _FOLDER,
        srcs = apart + ([unit + ".cc"] if joined else []) + private_hdrs,
        hdrs = hdrs,
        deps = deps.keys(),
        tags = ["manual"],
    )
