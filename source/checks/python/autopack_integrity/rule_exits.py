"""exits_process: code that ends the session before it can say how it went."""

import ast

from .exits import HARD, is_expected, is_guard, is_hard, is_in_main, is_in_nested_function, is_soft
from .patch import sign
from .rule_trivial import test_of
from .syntax import fingerprint, last_name


def find_exits(unit, side):
    names = unit.source.names
    for node in unit.nodes:
        if isinstance(node, ast.Call) and is_hard(node, names) and not (unit.source.is_test and is_expected(node, names)):
            yield found(unit, node, "ends the process")
        elif is_soft(node, names) and is_reached(node, unit):
            yield found(unit, node, "ends the session" if unit.source.is_test else "ends the process when it is imported")
        elif is_handed_on(node, names):
            yield found(unit, node, "hands on what ends the process")
        elif isinstance(node, ast.Call) and last_name(node) in ("exec", "eval") and hides_exit(node):
            yield found(unit, node, "ends the process")


def found(unit, node, what):
    place = unit.location if unit.qualname else unit.source.path
    key = ("exit", unit.source.kind, unit.source.is_conftest, fingerprint(node))
    return key, sign("exits_process", unit, node, f"{place} {what}: `{unit.source.snippet(node)}`", test_of(unit))


def is_handed_on(node, names):
    """``atexit.register(os._exit, 0)``."""
    parent = getattr(node, "_parent", None)
    is_read = isinstance(node, (ast.Attribute, ast.Name)) and isinstance(node.ctx, ast.Load)
    return is_read and isinstance(parent, ast.Call) and parent.func is not node and names.resolve(node) in HARD


def is_reached(node, unit):
    """By tests, their fixtures and hooks; of the code under test, when it is imported."""
    source, names = unit.source, unit.source.names
    if is_in_main(node) or is_main_unit(unit):
        return False
    if source.is_test:
        return not is_expected(node, names) and (not is_in_nested_function(node, unit.node) or is_registered(node, unit))
    if source.is_script or is_guard(node, names) or is_expected(node, names):
        return False
    return not is_in_nested_function(node, unit.node) and (not unit.is_function or is_called_on_import(unit))


def is_registered(node, unit):
    """A function that is defined and called, or given to atexit, in the same unit."""
    own = {child.name for child in unit.nodes if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)) and any(node is part for part in ast.walk(child))}
    return any(isinstance(child, ast.Call) and isinstance(child.func, ast.Name) and child.func.id in own for child in unit.nodes)


def is_main_unit(unit):
    """A function that only the guard of the module calls."""
    return unit.is_function and unit.node.name == "main" and not unit.source.is_conftest and not unit.source.path.endswith("conftest.py") and unit.cls is None


def is_called_on_import(unit):
    """Called by a statement of its own module."""
    for other in unit.source.units:
        if not other.is_function and not other.is_class and other.cls is None:
            for node in other.nodes:
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == unit.node.name and not is_in_main(node):
                    return unit.cls is None
    return False


def hides_exit(call):
    """``exec("import os; os._exit(0)")``."""
    text = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str) else ""
    return any(part in text for part in ("_exit(", "sys.exit(", "os.abort(", "SystemExit", "pytest.exit("))
