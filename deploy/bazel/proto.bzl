"""Protocol buffers with Debian's protoc, for the package //proto only.

Sources are named as they are imported ("admf/v1/workflow.proto"), and so are the C++ headers
("admf/v1/workflow.pb.h"). Every .proto belongs to exactly one admf_proto_library.

    admf_proto_library(
        name = "workflow",
        src = "admf/v1/workflow.proto",
        deps = [":common"],
    )

    admf_proto_library(
        name = "coordinator",
        src = "admf/v1/coordinator.proto",
        grpc = True,
        deps = [":workflow"],
    )
"""

_PROTO_ROOT = "proto"

def _sources(label):
    """The filegroup with the .proto files behind an admf_proto_library."""
    return label + ".proto_sources"

def _check_package(rule):
    if native.package_name() != _PROTO_ROOT:
        fail("%s belongs in //%s, not in //%s" % (rule, _PROTO_ROOT, native.package_name()))

def _protoc(arguments):
    # Debian's libprotobuf-dev has the well-known types in /usr/include.
    return "$(execpath @system//:protoc) -I{root} -I/usr/include {arguments}".format(
        root = _PROTO_ROOT,
        arguments = arguments,
    )

def admf_proto_library(name, src, deps = [], grpc = False, mock = False, visibility = None, testonly = False):
    """A cc_library with the generated code of one .proto file.

    Args:
      name: of the library.
      src: the .proto file, relative to //proto.
      deps: admf_proto_library targets whose .proto files are imported; well-known types need none.
      grpc: also generate the services (.grpc.pb.h).
      mock: also generate mock stubs (_mock.grpc.pb.h, in the library `<name>_mock`, for tests); needs grpc.
      visibility: as usual.
      testonly: as usual.
    """
    _check_package("admf_proto_library")
    if mock and not grpc:
        fail("mock = True needs grpc = True in " + name)
    stem = src[:-len(".proto")]
    headers = [stem + ".pb.h"]
    sources = [stem + ".pb.cc"]
    mock_headers = [stem + "_mock.grpc.pb.h"] if mock else []
    tools = ["@system//:protoc"]
    arguments = "--cpp_out=$(RULEDIR) "
    if grpc:
        headers.append(stem + ".grpc.pb.h")
        sources.append(stem + ".grpc.pb.cc")
        tools.append("@system//:grpc_cpp_plugin")
        arguments += "--plugin=protoc-gen-grpc=$(execpath @system//:grpc_cpp_plugin) --grpc_out=%s$(RULEDIR) " % (
            "generate_mock_code=true:" if mock else ""
        )

    native.filegroup(
        name = _sources(name),
        srcs = [src] + [_sources(dep) for dep in deps],
        testonly = testonly,
        visibility = visibility,
    )
    native.genrule(
        name = name + ".generate",
        srcs = [_sources(name)],
        outs = headers + sources + mock_headers,
        cmd = _protoc(arguments + _PROTO_ROOT + "/" + src),
        tools = tools,
        testonly = testonly,
        visibility = ["//visibility:private"],
    )
    native.cc_library(
        name = name,
        srcs = sources,
        hdrs = headers,
        copts = ["-w"],
        includes = ["."],
        tags = ["no-clang-tidy"],
        testonly = testonly,
        visibility = visibility,
        deps = deps + ["@system//:protobuf"] + (["@system//:grpcpp"] if grpc else []),
    )
    if mock:
        native.cc_library(
            name = name + "_mock",
            hdrs = mock_headers,
            includes = ["."],
            tags = ["no-clang-tidy"],
            testonly = True,
            visibility = visibility,
            deps = [":" + name, "@system//:gmock"],
        )

def admf_proto_descriptor_set(name, deps, visibility = None):
    """<name>.binpb: a FileDescriptorSet of the .proto files of `deps` and all they import, with comments."""
    _check_package("admf_proto_descriptor_set")
    sources = [_sources(dep) for dep in deps]
    files = " ".join(["$(locations %s)" % source for source in sources])
    native.genrule(
        name = name,
        srcs = sources,
        outs = [name + ".binpb"],
        cmd = _protoc("--descriptor_set_out=$@ --include_source_info --include_imports " +
                      "$$(printf '%s\\n' " + files + " | sort -u)"),
        tools = ["@system//:protoc"],
        visibility = visibility,
    )

def admf_proto_python(name, srcs, deps, grpc_srcs = [], visibility = None):
    """Python modules (admf/v1/x_pb2.py, and x_pb2_grpc.py for services) as a filegroup, for tests.

    The folder to put on PYTHONPATH is //proto in the runfiles.

    Args:
      name: of the filegroup.
      srcs: all .proto files to translate, relative to //proto.
      deps: admf_proto_library targets that these .proto files belong to.
      grpc_srcs: those of `srcs` that define services.
      visibility: as usual.
    """
    _check_package("admf_proto_python")
    outs = [src[:-len(".proto")] + "_pb2.py" for src in srcs]
    outs += [src[:-len(".proto")] + "_pb2_grpc.py" for src in grpc_srcs]
    commands = [_protoc("--python_out=$(RULEDIR) " + " ".join([_PROTO_ROOT + "/" + src for src in srcs]))]
    if grpc_srcs:
        commands.append(_protoc(
            "--plugin=protoc-gen-grpc_python=$(execpath @system//:grpc_python_plugin) " +
            "--grpc_python_out=$(RULEDIR) " + " ".join([_PROTO_ROOT + "/" + src for src in grpc_srcs]),
        ))
    native.genrule(
        name = name + ".generate",
        srcs = [_sources(dep) for dep in deps],
        outs = outs,
        cmd = " && ".join(commands),
        tools = ["@system//:grpc_python_plugin", "@system//:protoc"],
        visibility = ["//visibility:private"],
    )
    native.filegroup(name = name, srcs = outs, testonly = True, visibility = visibility)
