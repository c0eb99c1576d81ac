"""test_hooks_added, and the hooks that leave no doubt: outcome_tampered."""

import ast

from .exits import is_soft
from .patch import sign
from .rule_exits import find_exits
from .rule_skips import find_skips
from .rule_tamper import find_tampering
from .syntax import FUNCTIONS, assigned_pairs, constant, fingerprint, keyword, last_name, truth

HOOKS = {
    "pytest_" + name for name in (
        "collection_modifyitems", "ignore_collect", "collect_file", "collect_directory", "collection", "collection_finish", "itemcollected", "make_collect_report", "collectstart",
        "collectreport", "pycollect_makeitem", "pycollect_makemodule", "generate_tests", "deselected", "runtestloop", "runtest_protocol", "runtest_setup", "runtest_call",
        "runtest_teardown", "runtest_makereport", "runtest_logreport", "report_teststatus", "pyfunc_call", "fixture_setup", "exception_interact", "cmdline_main",
        "cmdline_preparse", "cmdline_parse", "load_initial_conftests", "sessionstart", "sessionfinish", "plugin_registered", "assertion_pass", "report_from_serializable", "unconfigure",
    )
}
FIRST_RESULT = {"pytest_pyfunc_call", "pytest_runtest_protocol", "pytest_runtestloop", "pytest_cmdline_main"}
RUNS = ("obj", "run_until_complete", "run", "runtestprotocol", "runtest", "multicall", "testfunction", "funcobj", "runtest_protocol")
OPTIONS = ("option", "args", "known_args_namespace", "_inicache", "rootdir", "inicfg")


def find_hooks(unit, side):
    if not unit.is_function:
        if unit.source.is_conftest or unit.source.is_test:
            yield from assigned_hooks(unit)
        return
    name = hook_name(unit)
    if name is None:
        return
    place = unit.location
    reason = tampering_in(unit, name)
    if reason:
        yield ("hook", name, "tamper", reason[0]), sign("outcome_tampered", unit, reason[1], f"{place} {reason[0]}")
    elif any(True for find in (find_tampering, find_exits, find_skips) for _ in find(unit, side)):
        return
    elif name in HOOKS or changes_options(unit) or any(is_soft(node, unit.source.names) for node in unit.nodes):
        yield ("hook", name, fingerprint(unit.node)), sign("test_hooks_added", unit, unit.node, f"{place} is a hook that can change which tests run, or how they end")


def hook_name(unit):
    for decorator in unit.node.decorator_list:
        value = keyword(decorator, "specname") if isinstance(decorator, ast.Call) else None
        if value is not None and isinstance(constant(value), str):
            return constant(value)
    return unit.node.name if unit.node.name.startswith("pytest_") else None


def assigned_hooks(unit):
    for node in unit.nodes:
        for target, _ in assigned_pairs(node) if isinstance(node, (ast.Assign, ast.AnnAssign)) else ():
            if last_name(target) in HOOKS:
                yield ("hook", last_name(target), fingerprint(node)), sign("test_hooks_added", unit, node, f"{unit.location.rstrip(':')} assigns the hook {last_name(target)}")


def changes_options(unit):
    return any(
        isinstance(target, ast.Attribute) and any(part in OPTIONS for part in parts_of(target))
        for node in unit.nodes if isinstance(node, (ast.Assign, ast.AugAssign)) for target, _ in assigned_pairs(node))


def parts_of(node):
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return parts


def tampering_in(unit, name):
    """(what it does, where) of a hook that drops tests or says that they passed without running them."""
    if name == "pytest_collection_modifyitems":
        return dropped_items(unit)
    if name in FIRST_RESULT:
        node = next((node for node in own_returns(unit) if returns_truth(node, name)), None)
        if node is not None and not runs_tests(unit):
            return f"returns `{unit.source.snippet(node.value)}`, so that tests count as run that were not", node
    if name == "pytest_report_teststatus":
        node = next((node for node in own_returns(unit) if "passed" in [constant(part) for part in ast.walk(node) if isinstance(part, ast.Constant)]), None)
        if node is not None:
            return "calls tests passed", node
    if name == "pytest_sessionfinish":
        node = next((node for node in unit.nodes if isinstance(node, ast.Assign) and last_name(node.targets[0]) == "exitstatus"), None)
        if node is not None:
            return "sets the exit status", node
    return None


def own_returns(unit):
    return [node for node in unit.nodes if isinstance(node, ast.Return) and node.value is not None and owner_of(node) is unit.node]


def owner_of(node):
    while node is not None and not isinstance(node, FUNCTIONS + (ast.Lambda,)):
        node = getattr(node, "_parent", None)
    return node


def returns_truth(node, name):
    return truth(node.value) is True or name == "pytest_cmdline_main" and constant(node.value) == 0


def runs_tests(unit):
    return any(isinstance(node, ast.Call) and last_name(node) in RUNS for node in unit.nodes)


def dropped_items(unit):
    parameters = [item.arg for item in unit.node.args.args]
    items = next((name for name in parameters if name in ("items", "its", "tests")), parameters[-1] if parameters else "items")
    local = {last_name(target): value for node in unit.nodes if isinstance(node, ast.Assign) for target, value in assigned_pairs(node) if isinstance(target, ast.Name)}
    for node in unit.nodes:
        if isinstance(node, ast.Delete) and any(is_items(getattr(target, "value", target), items) and isinstance(target, ast.Subscript) for target in node.targets):
            return "drops tests", node
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and is_items(node.func.value, items) and node.func.attr in ("clear", "pop", "remove", "__delitem__"):
            return "drops tests", node
        for target, value in assigned_pairs(node) if isinstance(node, (ast.Assign, ast.AugAssign)) else ():
            is_slice = isinstance(target, ast.Subscript) and is_items(target.value, items) or isinstance(target, ast.Attribute) and target.attr == "items"
            if is_slice and not keeps_all(value, items, local):
                return "drops tests", node
    return None


def is_items(node, items):
    return isinstance(node, ast.Name) and node.id == items or isinstance(node, ast.Attribute) and node.attr == "items"


def keeps_all(value, items, local, depth=0):
    """Another order of the same tests, as far as can be seen."""
    if depth > 5:
        return False
    if is_items(value, items):
        return True
    if isinstance(value, ast.Name) and value.id in local:
        return keeps_all(local[value.id], items, local, depth + 1)
    if isinstance(value, ast.Call):
        name = last_name(value)
        if name in ("sorted", "reversed", "list", "tuple", "sample") and value.args:
            return keeps_all(value.args[0], items, local, depth + 1)
        return name not in ("filter", "islice", "takewhile", "dropwhile", "filterfalse", "Mock", "dict", "set") and name[:1].islower() and bool(value.args) and is_items(value.args[0], items)
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        return True
    if isinstance(value, (ast.List, ast.Tuple)):
        return len(value.elts) > 1 and all(isinstance(element, ast.Starred) for element in value.elts)
    if isinstance(value, (ast.ListComp, ast.GeneratorExp)):
        return not any(generator.ifs for generator in value.generators) and keeps_all(value.generators[0].iter, items, local, depth + 1)
    if isinstance(value, ast.Subscript):
        bounds = getattr(value.slice, "value", value.slice) if type(value.slice).__name__ == "Index" else value.slice
        return isinstance(bounds, ast.Slice) and bounds.lower is None and bounds.upper is None and (bounds.step is None or constant(bounds.step) == -1) and keeps_all(value.value, items, local, depth + 1)
    return False
