"""assertions_trivial: an assertion that cannot fail, and a new test that does nothing."""

import ast

from .calls import is_mock_assertion
from .checks import read_checks
from .patch import sign
from .rank import UNITTEST, conjuncts, unittest_check
from .syntax import assigned_pairs, fingerprint, is_empty_statement, last_name
from .trivial import MOCK_ASSERTIONS, MOCK_LOOKALIKES, is_same, why_trivial


def find_trivial(unit, side):
    """In a function of the tests."""
    if not unit.source.is_test:
        return
    for node in compared_aliases(unit):
        message = f"{unit.location} has an assertion that cannot fail: `{unit.source.snippet(node)}` (a value is compared with itself)"
        yield ("alias", fingerprint(node)), sign("assertions_trivial", unit, node, message, test_of(unit))
    for node in unit.nodes:
        for part, reason in trivial_parts(node):
            message = f"{unit.location} has an assertion that cannot fail: `{unit.source.snippet(part)}` ({reason})"
            yield ("trivial", fingerprint(part)), sign("assertions_trivial", unit, node, message, test_of(unit))


def compared_aliases(unit):
    """``expected = result; assert result == expected``, ``expected = add(1, 2); assert add(1, 2) == expected``."""
    values, counts = {}, {}
    for node in unit.nodes:
        for target, value in assigned_pairs(node) if isinstance(node, ast.Assign) else ():
            if isinstance(target, ast.Name):
                counts[target.id] = counts.get(target.id, 0) + 1
                values[target.id] = value
    for node in unit.nodes if values else ():
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], ast.Eq):
            sides = [node.left, node.comparators[0]]
            for name, other in (sides, sides[::-1]):
                value = values.get(name.id) if isinstance(name, ast.Name) and counts.get(name.id) == 1 else None
                is_alias = isinstance(value, ast.Name) and isinstance(other, ast.Name)
                is_recorded = isinstance(value, ast.Call) and (name.id.startswith(("expect", "want")) or not isinstance(other, ast.Name))
                other_value = values.get(other.id) if is_recorded and isinstance(other, ast.Name) and counts.get(other.id) == 1 else other
                if value is not None and (is_alias or is_recorded) and other_value is not None and is_same(value, other_value):
                    yield node
                    break


def test_of(unit):
    return unit.location if unit.is_function and unit.node.name.startswith("test") else None


def trivial_parts(node):
    if isinstance(node, ast.Assert):
        reason = why_trivial(node.test)
        if reason:
            yield node, reason
            return
        for part in conjuncts(node.test):
            reason = why_trivial(part)
            if reason and part is not node.test:
                yield part, reason
    elif isinstance(node, ast.Expr):
        yield from trivial_statement(node)


def trivial_statement(node):
    value = node.value
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        name = value.func.attr
        if name in UNITTEST and last_name(value.func.value) in ("self", "cls", "case"):
            for check in unittest_check(value, name):
                if check.trivial:
                    yield value, check.trivial
        elif name in MOCK_LOOKALIKES and not is_mock_assertion(value):
            yield value, "a mock has no such method, and takes every call"
    elif isinstance(value, ast.Attribute) and value.attr in MOCK_ASSERTIONS:
        yield value, "the method is not called"


def find_empty(pairs, side):
    """New tests without a body, or with bare comparisons only."""
    for test in pairs.new:
        checks, _ = read_checks(test, side)
        is_bare = any(isinstance(node, ast.Expr) and isinstance(node.value, ast.Compare) for node in test.body)
        if all(is_empty_statement(node) or is_constant_return(node) for node in test.body):
            yield place(test, test.node, f"{test.id} has no assertion: its body is empty")
        elif not checks and is_bare:
            node = next(node for node in test.body if isinstance(node, ast.Expr) and isinstance(node.value, ast.Compare))
            yield place(test, node, f"{test.id} compares without asserting: `{test.source.snippet(node)}`")
        elif not checks and not any(isinstance(node, (ast.Call, ast.Await, ast.Subscript, ast.Attribute, ast.BinOp)) for statement in test.body for node in ast.walk(statement)):
            yield place(test, test.node, f"{test.id} has no assertion, and calls nothing")
        elif checks and all(check.dead not in (None, "return") for check in checks):
            yield place(test, checks[0].node, f"{test.id} has no assertion that is reached: `{test.source.snippet(checks[0].node)}` is in {checks[0].dead}")


def is_constant_return(node):
    return isinstance(node, ast.Return) and (node.value is None or isinstance(node.value, ast.Constant))


def place(test, node, message):
    return {"id": "assertions_trivial", "path": test.source.path, "line": node.lineno, "test": test.id, "message": message}
