"""All tests of a folder as one program.

    bazel test //tests/unit/engine/metrics --test_filter='DrawdownTest.*'

Most of a test's compilation is reading the headers that its neighbours read, too: one translation unit for all of them
compiles four times as fast, in every lane.
"""

# Each file has a namespace of its own in it, so that two files may have helpers of the same name. Errors and failures
# name the line of the file.
_JOIN = """
for file in $(SRCS); do
  name=$$(basename $$file .cc)
  echo "#line 1 \\"$$file\\""
  sed "s/^namespace admf {/namespace admf::$$name {/" $$file
done > $@
"""

def unit_tests(name, srcs, deps, **kwargs):
    """A cc_test of `srcs`, whose content is in the namespace `admf`.

    Args:
      name: the name of the test: of the folder.
      srcs: the test files: glob(["*_test.cc"]).
      deps: what they include and link, but for the main function.
      **kwargs: as for cc_test.
    """
    unit = name + "_unit"
    native.genrule(
        name = unit,
        srcs = srcs,
        outs = [unit + ".cc"],
        cmd = _JOIN,
        testonly = True,
    )
    native.cc_test(
        name = name,
        srcs = [unit + ".cc"],
        deps = deps + ["@system//:gtest_main"],
        **kwargs
    )
