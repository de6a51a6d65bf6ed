"""Python tests with the system's interpreter, for which Debian's packages (python3-grpcio) are installed.

Bazel's own py_test asks for a `python` that Debian does not have, and its __init__.py files would hide google.protobuf.
"""

def admf_python_test(name, main, srcs = [], data = [], **kwargs):
    """Runs `main` with python3; modules are found from the workspace's root and, if generated, from //proto.

    Args:
      name: of the test.
      main: the file to run; it exits with something else than 0 on failure, as unittest.main() does.
      srcs: other modules of the test.
      data: what it reads or starts, for example the output of admf_proto_python, or //server:admfd.
      **kwargs: of sh_test.
    """
    native.sh_test(
        name = name,
        srcs = ["//deploy/bazel:python_test.sh"],
        args = ["$(rootpath %s)" % main] + kwargs.pop("args", []),
        data = [main] + srcs + data,
        **kwargs
    )
