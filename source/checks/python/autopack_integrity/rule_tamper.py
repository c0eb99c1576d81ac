"""outcome_tampered: code that sets outcomes, or that replaces what measures them."""

import ast

from .patch import sign
from .paths import name_of
from .rule_trivial import test_of
from .syntax import UNKNOWN, argument, assigned_pairs, constant, fingerprint, last_name, root_name, unwrap_index

OUTCOMES = ("outcome", "exitstatus", "testsfailed", "wasxfail", "longrepr", "excinfo", "shouldfail", "_result")
TOOLS = ("pytest", "_pytest", "unittest", "coverage", "pluggy", "builtins")
CALLED = ("AssertionError", "Exception", "BaseException", "isinstance", "len", "all", "any", "sorted", "abs", "bool", "repr", "compile", "exec", "__build_class__")
TRACES = ("sys.settrace", "sys.setprofile", "threading.settrace", "threading.setprofile", "sys.monitoring.use_tool_id", "sys.monitoring.set_events", "sys.monitoring.free_tool_id")
VARIABLES = ("COVERAGE_", "COV_CORE_", "PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_DISABLE_PLUGIN_AUTOLOAD", "PYTHONOPTIMIZE", "AUTOPACK")
REPLACED = ("obj", "runtest", "_obj", "_testfunction", "_testMethodName")
PYTEST_OBJECTS = ("report", "rep", "session", "request", "item", "pyfuncitem", "terminalreporter", "call", "testreport")
OWN = ("AUTOPACK_REPORT", "AUTOPACK_PROJECT", "AUTOPACK_WORKSPACE", "AUTOPACK_SERIAL", "AUTOPACK_CHECK", "autopack_reporter", "autopack_integrity", "autopack-session-reporter")
COVERAGE = ("coverage.Coverage", "coverage.process_startup", "coverage.coverage", "coverage.control", "coverage.collector", "coverage.sysmon", "coverage.data")
PATCHERS = ("patch", "object", "setattr", "delattr", "patch.object")
HIDDEN = ("sitecustomize.py", "usercustomize.py")


def find_tampering(unit, side):
    for node in unit.nodes:
        for message, key in tampering_at(node, unit, side):
            yield ("tamper", unit.source.kind, key), sign("outcome_tampered", unit, node, f"{unit.location.rstrip(':')} {message}: `{unit.source.snippet(node)}`", test_of(unit))


def tampering_at(node, unit, side):
    names = unit.source.names
    message = None
    if isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
        message = next((reason for target, value in assigned_pairs(node) for reason in [assignment(target, value, unit)] if reason), None)
    elif isinstance(node, ast.Delete):
        message = next((reason for target in node.targets for reason in [assignment(target, None, unit)] if reason), None)
    elif isinstance(node, ast.Call):
        message = call_at(node, unit)
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        modules = [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]
        message = "imports autopack's own code" if any(name.split(".")[0] in ("autopack_reporter", "autopack_integrity") for name in modules) else None
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        message = constant_at(node.value, unit, side)
    elif isinstance(node, ast.Attribute) and is_pytest_code(unit) and names.resolve(node) in COVERAGE[:1] and not isinstance(getattr(node, "_parent", None), ast.Call):
        message = "reaches into coverage"
    if message:
        yield message, fingerprint(node)


def assignment(target, value, unit):
    names = unit.source.names
    if isinstance(target, ast.Subscript):
        return subscript(target, names)
    dotted = names.resolve(target)
    if isinstance(target, ast.Attribute):
        root = dotted.split(".")[0]
        if root in TOOLS and is_imported(target, names):
            return "replaces a part of " + root
        if is_pytest_code(unit) and target.attr in OUTCOMES and not is_own_object(target, unit):
            return "sets " + target.attr
        if target.attr in REPLACED and is_in_hook(unit) and root_name(target) != "self":
            return "replaces what a test runs"
        if dotted in ("sys.settrace", "os._exit", "sys.exit") or dotted.startswith("sys.modules"):
            return None
    if isinstance(target, ast.Name) and unit.source.is_test and unit.cls is None and not unit.is_function:
        if target.id in ("AssertionError", "pytest", "unittest") and not (isinstance(value, ast.Call) and names.callee(value) == "pytest.importorskip"):
            return "replaces " + target.id
    return None


def is_imported(target, names):
    node = target
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Call) or isinstance(node, ast.Name) and (node.id in names.imports or node.id in names.values)


def is_own_object(target, unit):
    """An object of the project that happens to have an attribute of that name, or one that this code made."""
    root = root_name(target)
    if root in ("self", "cls"):
        return True
    if is_in_hook(unit) or root in PYTEST_OBJECTS:
        return False
    is_parameter = unit.is_function and root in {item.arg for item in unit.node.args.args}
    return not (is_parameter and unit.source.is_conftest and not unit.node.decorator_list)


def is_in_hook(unit):
    return unit.is_function and unit.node.name.startswith("pytest_")


def is_pytest_code(unit):
    """Tests, and whatever else pytest may load as a plugin."""
    return unit.source.is_test or "pytest" in unit.source.names.imports.values() or unit.is_function and unit.node.name.startswith("pytest_")


def subscript(target, names):
    base, key = names.resolve(target.value), constant(unwrap_index(target.slice))
    if base in ("os.environ", "environ") and isinstance(key, str) and key.startswith(VARIABLES):
        return f"sets {key}"
    if base == "sys.modules" and isinstance(key, str) and key.split(".")[0] in TOOLS + ("autopack_reporter",):
        return f"replaces the module {key}"
    if last_name(target.value) == "__dict__" and key in OUTCOMES:
        return f"sets {key}"
    if last_name(target.value) in ("__builtins__", "__dict__") and key in CALLED:
        return f"replaces {key}"
    return None


def call_at(call, unit):
    names = unit.source.names
    function = names.callee(call)
    name = last_name(call)
    if function in TRACES:
        return "replaces the tracer that measures coverage"
    if is_pytest_code(unit) and function.startswith(COVERAGE):
        return "reaches into coverage"
    if name in ("force_result", "force_exception") and is_pytest_code(unit):
        return "sets the result of a hook"
    if is_pytest_code(unit) and function.split(".")[-1] == "TestReport" and constant(keyword_value(call, "outcome")) == "passed":
        return "makes up a report"
    if name in ("unregister", "set_blocked") and "plugin" in fingerprint(call.func):
        return "takes a plugin away"
    if function in ("os.environ.setdefault", "os.environ.pop", "os.putenv", "os.unsetenv", "environ.pop") and call.args and str(constant(call.args[0])).startswith(VARIABLES):
        return "changes " + str(constant(call.args[0]))
    if name == "update" and is_pytest_code(unit):
        return updated(call, function)
    if name in PATCHERS or function == "setattr":
        return patched(call, names, unit)
    return None


def updated(call, function):
    """``report.__dict__.update(outcome=...)``, ``os.environ.update({"PYTEST_ADDOPTS": ...})``."""
    tables = [item for item in call.args if isinstance(item, ast.Dict)]
    keys = [item.arg or "" for item in call.keywords] + [str(constant(key)) for table in tables for key in table.keys if key is not None]
    if function in ("os.environ.update", "environ.update"):
        return next(("sets " + key for key in keys if key.startswith(VARIABLES)), None)
    if isinstance(call.func, ast.Attribute) and last_name(call.func.value) in ("__dict__", "vars"):
        return next(("sets " + key for key in keys if key in OUTCOMES), None)
    return None


def keyword_value(call, name):
    found = [item.value for item in call.keywords if item.arg == name]
    return found[0] if found else (call.args[3] if len(call.args) > 3 else None)


def patched(call, names, unit):
    first, second = argument(call, 0, "target"), argument(call, 1, "attribute") or argument(call, 1, "name")
    text = constant(first) if first is not None else UNKNOWN
    attribute = constant(second) if second is not None else UNKNOWN
    target = text if isinstance(text, str) else names.resolve(first) + "." + attribute if first is not None and isinstance(attribute, str) and names.resolve(first) else ""
    root, leaf = target.split(".")[0], target.split(".")[-1]
    if root == "builtins":
        return "replaces " + leaf if leaf in CALLED else None
    if root in TOOLS:
        return "replaces a part of " + root
    if is_pytest_code(unit) and last_name(call) == "setattr" and isinstance(attribute, str) and attribute in OUTCOMES and unit.is_function and unit.node.name.startswith("pytest_"):
        return "sets " + attribute
    return None


def constant_at(text, unit, side):
    if text in OWN or not side.has_own_name and text.startswith(("AUTOPACK_", "autopack_", "autopack-")):
        return "names what belongs to autopack"
    if unit.source.is_test and "PYTEST_DONT_REWRITE" in text and unit.node is (unit.source.tree.body or [None])[0]:
        return "switches off pytest's assertions"
    return None


JUDGES = ("pytest", "_pytest", "py", "pluggy", "iniconfig", "exceptiongroup", "coverage", "mypy", "mypyc", "mypy_extensions", "typing_extensions", "tomli", "unittest", "autopack_reporter")


def find_hidden_code(changes):
    """Files that Python runs before anything else, or in place of the tools that judge the patch."""
    for change in changes:
        parts = change.path.split("/")
        root = "/".join(parts[1:] if parts[0] == "src" else parts)
        tool = root[: -len("/__init__.py")] if root.endswith("/__init__.py") else root[: -len(".py")]
        if change.before_text is None and change.after_text is not None and root.endswith(".py") and tool in JUDGES:
            yield {"id": "outcome_tampered", "path": change.path, "message": f"{change.path} stands in the way of {tool}, which judges this patch"}
        if change.before_text is None and any(part.endswith((".dist-info", ".egg-info")) for part in parts):
            yield {"id": "outcome_tampered", "path": change.path, "message": f"{change.path} can make pytest load a plugin"}
        is_hidden = name_of(change.path) in HIDDEN or change.path.endswith(".pth")
        if is_hidden and change.after_text is not None and change.after_text != change.before_text:
            yield {"id": "outcome_tampered", "path": change.path, "message": f"{change.path} is run whenever Python starts, before any check"}
