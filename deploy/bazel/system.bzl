"""External repositories, all of them made from what Debian 12 installs: nothing is downloaded by Bazel.

`@system` holds one cc_library for each library of the system (found with pkg-config) and DuckDB, which
deploy/install_dependencies.sh unpacks into a cache folder. Bazel does not see changes under /usr: after an
upgrade of packages run `bazel clean --expunge`.
"""

# Target -> how to build it. `modules` are pkg-config modules and `only_libs` keeps just these of their
# libraries (the rest are dependencies of the shared libraries themselves). `linkopts` and `defines` are for
# libraries without a pkg-config module, whose `header` must exist. `package` is the Debian package to name
# when something is missing.
_ABSL_MODULES = [
    "absl_" + module
    for module in [
        "algorithm_container",
        "any_invocable",
        "base",
        "bind_front",
        "bits",
        "btree",
        "civil_time",
        "cleanup",
        "config",
        "core_headers",
        "cord",
        "endian",
        "failure_signal_handler",
        "fixed_array",
        "flat_hash_map",
        "flat_hash_set",
        "function_ref",
        "hash",
        "inlined_vector",
        "int128",
        "memory",
        "node_hash_map",
        "node_hash_set",
        "numeric",
        "optional",
        "random_bit_gen_ref",
        "random_random",
        "span",
        "stacktrace",
        "status",
        "statusor",
        "str_format",
        "strings",
        "symbolize",
        "synchronization",
        "time",
        "type_traits",
        "utility",
        "variant",
    ]
]

_LIBRARIES = {
    "absl": struct(package = "libabsl-dev", modules = _ABSL_MODULES),
    "benchmark": struct(package = "libbenchmark-dev", modules = ["benchmark"]),
    "benchmark_main": struct(
        package = "libbenchmark-dev",
        linkopts = ["-lbenchmark_main"],
        header = "benchmark/benchmark.h",
        deps = ["benchmark"],
    ),
    # Headers only.
    "boost_math": struct(
        package = "libboost-math-dev",
        linkopts = [],
        header = "boost/math/distributions/normal.hpp",
    ),
    "boost_random": struct(
        package = "libboost1.74-dev",
        linkopts = [],
        header = "boost/random/sobol.hpp",
    ),
    "cli11": struct(package = "libcli11-dev", modules = ["CLI11"]),
    "gmock": struct(package = "libgmock-dev", modules = ["gmock"], deps = ["gtest"], testonly = True),
    "grpcpp": struct(
        package = "libgrpc++-dev",
        modules = ["grpc++"],
        only_libs = ["-lgrpc++", "-lgrpc", "-lgpr"],
        deps = ["absl", "protobuf"],
    ),
    "gtest": struct(package = "libgtest-dev", modules = ["gtest"], testonly = True),
    "gtest_main": struct(
        package = "libgmock-dev",
        # gmock's main() initialises GoogleTest as well.
        modules = ["gmock_main"],
        deps = ["gmock", "gtest"],
        testonly = True,
    ),
    "hwy": struct(package = "libhwy-dev", modules = ["libhwy"]),
    "nlohmann_json": struct(package = "nlohmann-json3-dev", modules = ["nlohmann_json"]),
    "openssl_crypto": struct(package = "libssl-dev", modules = ["libcrypto"]),
    "protobuf": struct(package = "libprotobuf-dev", modules = ["protobuf"]),
    "rapidcheck": struct(
        package = "librapidcheck-dev",
        linkopts = ["-lrapidcheck"],
        header = "rapidcheck.h",
        testonly = True,
    ),
    "spdlog": struct(package = "libspdlog-dev", modules = ["spdlog"]),
    "sqlite3": struct(package = "libsqlite3-dev", modules = ["sqlite3"]),
    "sqlitecpp": struct(
        package = "libsqlitecpp-dev",
        linkopts = ["-lSQLiteCpp"],
        header = "SQLiteCpp/SQLiteCpp.h",
        deps = ["sqlite3"],
    ),
    "xxhash": struct(package = "libxxhash-dev", modules = ["libxxhash"]),
    "yaml_cpp": struct(package = "libyaml-cpp-dev", modules = ["yaml-cpp"]),
    "zlib": struct(package = "zlib1g-dev", modules = ["zlib"]),
}

_TOOLS = {
    "grpc_cpp_plugin": struct(package = "protobuf-compiler-grpc", program = "grpc_cpp_plugin"),
    "grpc_python_plugin": struct(package = "protobuf-compiler-grpc", program = "grpc_python_plugin"),
    "protoc": struct(package = "protobuf-compiler", program = "protoc"),
}

_DUCKDB_VERSION = "1.4.4"

def _fail_missing(what, package):
    fail("%s is missing. Install the Debian package %s: bash deploy/install_dependencies.sh" % (what, package))

def _pkg_config(ctx, flag, spec):
    result = ctx.execute(["pkg-config", flag] + spec.modules)
    if result.return_code != 0:
        _fail_missing("pkg-config module " + ", ".join(spec.modules), spec.package)
    unique = {flag: None for flag in result.stdout.split(" ") if flag.strip()}
    return [flag.strip() for flag in unique]

def _find_header(ctx, header):
    return ctx.path("/usr/include/" + header).exists

def _cc_library(ctx, name, spec):
    defines = []
    linkopts = []
    if hasattr(spec, "modules"):
        defines = [flag[2:] for flag in _pkg_config(ctx, "--cflags", spec) if flag.startswith("-D")]
        libs = [flag for flag in _pkg_config(ctx, "--libs", spec) if flag.startswith("-l")]
        if hasattr(spec, "only_libs"):
            libs = [flag for flag in libs if flag in spec.only_libs]
        linkopts = (["-Wl,--as-needed"] if libs else []) + libs
    else:
        if not _find_header(ctx, spec.header):
            _fail_missing("/usr/include/" + spec.header, spec.package)
        linkopts = spec.linkopts
    return """
cc_library(
    name = "{name}",
    defines = {defines},
    linkopts = {linkopts},
    testonly = {testonly},
    deps = {deps},
)
""".format(
        name = name,
        defines = repr(defines),
        linkopts = repr(linkopts),
        testonly = getattr(spec, "testonly", False),
        deps = repr([":" + dep for dep in getattr(spec, "deps", [])]),
    )

def _cache_home(ctx):
    environment = ctx.os.environ
    if environment.get("XDG_CACHE_HOME"):
        return environment["XDG_CACHE_HOME"]
    return environment.get("HOME", "/root") + "/.cache"

_DUCKDB_BUILD = """
cc_import(
    name = "duckdb_shared",
    shared_library = "duckdb/libduckdb.so",
)

cc_library(
    name = "duckdb",
    hdrs = ["duckdb/include/duckdb.h"],
    includes = ["duckdb/include"],
    deps = [":duckdb_shared"],
)
"""

def _duckdb(ctx):
    folder = _cache_home(ctx) + "/admf/duckdb-" + _DUCKDB_VERSION
    for path in ["libduckdb.so", "include/duckdb.h"]:
        file = ctx.path(folder + "/" + path)
        if not file.exists:
            fail("%s is missing. Fetch DuckDB with: bash deploy/install_dependencies.sh" % file)
        ctx.symlink(file, "duckdb/" + path)
    return _DUCKDB_BUILD

def _tool(ctx, name, spec):
    path = ctx.which(spec.program)
    if path == None:
        _fail_missing(spec.program, spec.package)

    # In a folder of its own, so that its label can be //:name.
    ctx.symlink(path, "tools/" + name)
    return """
filegroup(
    name = "{name}",
    srcs = ["tools/{name}"],
)
""".format(name = name)

def _system_impl(ctx):
    if ctx.which("pkg-config") == None:
        _fail_missing("pkg-config", "pkg-config")
    build = ["package(default_visibility = [\"//visibility:public\"])\n"]
    build += [_cc_library(ctx, name, spec) for name, spec in _LIBRARIES.items()]
    build += [_tool(ctx, name, spec) for name, spec in _TOOLS.items()]
    build.append(_duckdb(ctx))
    ctx.file("WORKSPACE", "workspace(name = \"system\")\n")
    ctx.file("BUILD", "".join(build))

_system = repository_rule(
    implementation = _system_impl,
    configure = True,
    environ = ["HOME", "XDG_CACHE_HOME"],
    local = True,
)

# Bazel 4.2.3 asks for @rules_cc even for pure C++, and Debian's copy does not load in it.
_RULES_CC_DEFS = "\n".join([
    "%s = native.%s" % (rule, rule)
    for rule in [
        "cc_binary",
        "cc_import",
        "cc_library",
        "cc_proto_library",
        "cc_test",
        "cc_toolchain",
        "cc_toolchain_suite",
        "objc_library",
    ]
]) + "\n"

def _rules_cc_impl(ctx):
    ctx.file("WORKSPACE", "workspace(name = \"rules_cc\")\n")
    ctx.file("BUILD", "")
    ctx.file("cc/BUILD", "")
    ctx.file("cc/defs.bzl", _RULES_CC_DEFS)

_rules_cc = repository_rule(implementation = _rules_cc_impl)

# Bazel asks for this one as soon as a test is built; it is used by `bazel coverage` alone.
def _remote_coverage_tools_impl(ctx):
    ctx.file("WORKSPACE", "workspace(name = \"remote_coverage_tools\")\n")
    ctx.file("BUILD", "filegroup(name = \"coverage_report_generator\", visibility = [\"//visibility:public\"])\n")

_remote_coverage_tools = repository_rule(implementation = _remote_coverage_tools_impl)

def system_repositories():
    """Declares every external repository of the project."""
    _rules_cc(name = "rules_cc")
    _remote_coverage_tools(name = "remote_coverage_tools")
    native.local_repository(name = "rules_java", path = "/usr/share/bazel/rules/java")
    _system(name = "system")
