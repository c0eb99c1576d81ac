"""exceptions_swallowed: what should make a test fail is caught around its assertions or the calls that it is about."""

import ast

from .calls import is_broad, is_swallowing
from .checks import read_checks
from .patch import sign
from .rule_trivial import test_of
from .syntax import FUNCTIONS, TRIES, WITHS, ancestors, assigned_pairs, fingerprint, root_name, truth

WHAT = {
    "except": "an except clause that takes every failure",
    "suppress": "contextlib.suppress", "finally": "a return in `finally`", "raises": "a raises() that takes every failure",
}


class Unchecked:
    """A function as a test, for ``read_checks``."""

    def __init__(self, unit):
        self.source, self.node, self.cls = unit.source, unit.node, unit.cls


def find_swallowed(unit, side):
    if not unit.source.is_test or not unit.is_function:
        return
    seen = set()
    for check in read_checks(Unchecked(unit), side)[0]:
        is_own = check.swallowed and check.dead is None and any(check.swallowed[1] is node for node in unit.nodes)
        is_expected = is_own and check.swallowed[0] == "raises" and (not isinstance(check.node, ast.Assert) or check.kind == "fail")
        is_classic = is_own and check.kind == "fail" and check.swallowed[0] != "except"
        if is_own and not is_expected and not is_classic and id(check.swallowed[1]) not in seen:
            seen.add(id(check.swallowed[1]))
            kind, node = check.swallowed
            yield (kind, fingerprint(node)), sign("exceptions_swallowed", unit, node, f"{unit.location} has its assertions inside {WHAT[kind]}", test_of(unit))
    yield from swallowed_calls(unit, side, seen)
    yield from swallowing_managers(unit)


def swallowed_calls(unit, side, seen):
    names = unit.source.names
    for node in unit.nodes:
        places = []
        if isinstance(node, TRIES):
            places = [handler for handler in node.handlers if is_swallowing(handler, names)]
        elif isinstance(node, WITHS):
            places = [item.context_expr for item in node.items if is_suppress(item.context_expr, names)]
        for place in places:
            if id(place) not in seen and not is_cleanup(node) and calls_subject(node.body, unit, side):
                kind = "except" if isinstance(node, TRIES) else "suppress"
                yield (kind, fingerprint(place)), sign("exceptions_swallowed", unit, place, f"{unit.location} has the calls that it tests inside {WHAT[kind]}", test_of(unit))


def is_suppress(call, names):
    return isinstance(call, ast.Call) and names.callee(call) in ("contextlib.suppress", "suppress") and any(is_broad(argument, names) for argument in call.args)


def is_cleanup(node):
    """What a test or a fixture does to tidy up may fail."""
    return any(isinstance(parent, TRIES) and any(node is item or node in ast.walk(item) for item in parent.finalbody) for parent in ancestors(node)) or any(
        isinstance(parent, FUNCTIONS) and parent.name.startswith(("tearDown", "teardown", "cleanup", "_cleanup")) for parent in ancestors(node))


def calls_subject(statements, unit, side):
    names = unit.source.names
    subjects = subject_names(unit, side)
    wrapped = {item.arg for function in unit.nodes if isinstance(function, FUNCTIONS) and function is not unit.node for item in [function.args.vararg] if item}
    parameters = {item.arg for item in unit.node.args.args} if wrapped else set()
    for statement in statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.Call):
                name = names.callee(node)
                root = root_name(node.func)
                if name and side.modules.is_code(name) or root in subjects:
                    return True
                if isinstance(node.func, ast.Name) and node.func.id in parameters and any(isinstance(argument, ast.Starred) for argument in node.args):
                    return True
                if name == "yield":
                    return True
            elif isinstance(node, ast.Yield) and unit.node.name.startswith("pytest_"):
                return True
    return False


def subject_names(unit, side):
    """Variables that hold something that the project's code made."""
    found = set()
    for node in unit.nodes:
        for target, value in assigned_pairs(node) if isinstance(node, (ast.Assign, ast.AnnAssign)) else ():
            if isinstance(target, ast.Name) and isinstance(value, ast.Call):
                name = unit.source.names.callee(value)
                if name and side.modules.is_code(name):
                    found.add(target.id)
    return found


def swallowing_managers(unit):
    """``__exit__`` that returns True."""
    if unit.node.name not in ("__exit__", "__aexit__"):
        return
    for node in unit.nodes:
        if isinstance(node, ast.Return) and node.value is not None and truth(node.value) is True:
            yield ("exit", "True"), sign("exceptions_swallowed", unit, node, f"{unit.location} returns True, which swallows every failure in its block")
            return


