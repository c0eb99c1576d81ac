"""What a call does to the test that it is in."""

import ast

from .syntax import last_name
from .trivial import MOCK_ASSERTIONS

BROAD = ("Exception", "BaseException", "AssertionError", "builtins.AssertionError", "builtins.Exception", "builtins.BaseException")
ENDS = ("pytest.skip", "pytest.exit", "sys.exit", "os._exit", "pytest.xfail")
FAILS = ("pytest.fail", "_pytest.outcomes.fail")
ASSERT_PREFIXES = ("assert", "_assert", "check_", "_check", "verify", "_verify", "expect_", "ensure_")


def is_broad(node, names):
    """True for an ``except`` clause, or an argument of ``suppress``, that takes an AssertionError too."""
    if node is None:
        return True
    if isinstance(node, ast.Tuple):
        return any(is_broad(element, names) for element in node.elts)
    value = names.value_of(node)
    if value is not node:
        return is_broad(value, names)
    return names.resolve(node) in BROAD or last_name(node) == "failureException"


def is_self(node):
    return isinstance(node, ast.Name) and node.id in ("self", "cls")


def is_fail(call, names):
    return names.callee(call) in FAILS or isinstance(call.func, ast.Attribute) and call.func.attr == "fail" and is_self(call.func.value)


def is_skip(call, names):
    return names.callee(call) in ("pytest.skip", "pytest.xfail") or isinstance(call.func, ast.Attribute) and call.func.attr == "skipTest" and is_self(call.func.value)


def is_end(node, names):
    """True for a statement after which nothing of its block runs."""
    if isinstance(node, (ast.Return, ast.Raise, ast.Continue, ast.Break)):
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return names.callee(node.value) in ENDS or is_skip(node.value, names) or is_fail(node.value, names)
    return False


def is_swallowing(handler, names):
    """True for an ``except`` clause that takes assertions and goes on as if nothing was."""
    return is_broad(handler.type, names) and not is_reacting(handler, names)


def is_reacting(handler, names):
    for node in ast.walk(ast.Module(handler.body, [])):
        if isinstance(node, (ast.Raise, ast.Assert)):
            return True
        if isinstance(node, ast.Call) and (is_fail(node, names) or is_skip(node, names) or last_name(node).startswith(ASSERT_PREFIXES) or names.callee(node) == "pytest.exit"):
            return True
        if isinstance(node, (ast.Assign, ast.AugAssign)) or isinstance(node, ast.Call) and last_name(node) in ("append", "add", "put", "set_exception", "set"):
            if uses_error(node, handler.name) or not isinstance(node, ast.Call):
                return True
    return False


def uses_error(node, name):
    return name is not None and any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(node))


def is_mock_assertion(call):
    return isinstance(call.func, ast.Attribute) and call.func.attr in MOCK_ASSERTIONS
