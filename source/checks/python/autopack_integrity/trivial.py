"""Why an expression that is asserted cannot be false; None if it can."""

import ast

from .syntax import COLLECTIONS, UNKNOWN, constant, fingerprint, keyword, last_name, truth

MOCK_LOOKALIKES = (
    "called_once_with", "called_with", "called_once", "has_calls", "any_call", "not_called", "called_any", "assert_called_with_once",
    "asert_called_once_with", "assert_has_called", "assert_called_onced_with", "assert_called_once_wit",
)
MOCK_ASSERTIONS = (
    "assert_called", "assert_called_once", "assert_called_with", "assert_called_once_with", "assert_any_call", "assert_has_calls",
    "assert_not_called", "assert_awaited", "assert_awaited_once", "assert_awaited_with", "assert_awaited_once_with", "assert_any_await",
    "assert_has_awaits", "assert_not_awaited",
)
PURE_CALLS = ("len", "str", "repr", "int", "abs", "sorted", "list", "tuple", "set", "type", "bool", "float", "dict")


def why_trivial(node):
    """For ``assert node``."""
    if isinstance(node, ast.Tuple) and node.elts:
        return "a tuple that is not empty is always true"
    value = truth(node)
    if value is True:
        return "it is always true"
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        reasons = [why_trivial(part) for part in node.values]
        return next((reason for reason in reasons if reason), None) or opposite(node.values)
    if isinstance(node, ast.BoolOp):
        return None
    if isinstance(node, ast.NamedExpr):
        return why_trivial(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return why_never(node.operand)
    if isinstance(node, ast.Compare):
        return why_comparison(node)
    if isinstance(node, ast.Call):
        return why_call(node)
    if isinstance(node, ast.Attribute) and node.attr in MOCK_ASSERTIONS + MOCK_LOOKALIKES:
        return "an attribute that is a method is always true"
    if isinstance(node, (ast.Lambda, ast.GeneratorExp)):
        return "it is always true"
    return None


def opposite(values):
    """``x or not x``, ``x is None or x is not None``."""
    parts = {fingerprint(value) for value in values}
    for value in values:
        if isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.Not) and fingerprint(value.operand) in parts:
            return "one of the two is always true"
        if isinstance(value, ast.Compare) and len(value.ops) == 1:
            negated = NEGATED.get(type(value.ops[0]))
            if negated and fingerprint(ast.Compare(value.left, [negated()], value.comparators)) in parts:
                return "one of the two is always true"
    return None


NEGATED = {ast.Is: ast.IsNot, ast.Eq: ast.NotEq, ast.In: ast.NotIn, ast.Lt: ast.GtE, ast.Gt: ast.LtE}


def why_never(node):
    """For ``assert not node``."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], (ast.NotEq, ast.IsNot, ast.Lt, ast.Gt)) and is_same(node.left, node.comparators[0]):
        return "a value is compared with itself"
    return "it is always true" if truth(node) is False else None


def why_comparison(node):
    operands = [node.left] + node.comparators
    for operator, left, right in zip(node.ops, operands, operands[1:]):
        reason = why_pair(operator, left, right)
        if reason is None:
            return None
    return reason


def why_pair(operator, left, right):
    if isinstance(operator, (ast.Eq, ast.Is, ast.LtE, ast.GtE)) and is_same(left, right):
        return "a value is compared with itself"
    if isinstance(operator, ast.Eq) and "ANY" in (last_name(left), last_name(right)):
        return "everything is equal to ANY"
    if isinstance(operator, ast.In) and isinstance(right, (ast.List, ast.Tuple, ast.Set)) and any(is_same(left, element) for element in right.elts):
        return "a value is looked for in itself"
    if isinstance(operator, ast.In) and isinstance(right, (ast.List, ast.Tuple, ast.Set)) and {constant(item) for item in right.elts if is_plain(item)} >= {True, False}:
        return "it is always true" if left_is_boolean(left) else None
    if isinstance(operator, ast.In) and constant(left) == "" and constant(left) is not UNKNOWN:
        return "the empty string is in every string"
    if isinstance(operator, (ast.IsNot, ast.NotEq)) and constant(right) is None and isinstance(left, COLLECTIONS + (ast.Lambda, ast.JoinedStr)):
        return "it is never None"
    if isinstance(operator, ast.IsNot) and constant(right) is None and last_name(left) in PURE_CALLS and isinstance(left, ast.Call):
        return "it is never None"
    if is_length(left) and is_below_zero(operator, constant(right)):
        return "a length is never negative"
    if is_length(right) and is_below_zero(MIRRORED.get(type(operator), ast.Eq)(), constant(left)):
        return "a length is never negative"
    if isinstance(operator, ast.Eq):
        return why_wide(left, right) or why_wide(right, left)
    return None


MIRRORED = {ast.LtE: ast.GtE, ast.Lt: ast.Gt, ast.NotEq: ast.NotEq}


def is_plain(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, (bool, int, str))


def left_is_boolean(node):
    return isinstance(node, (ast.Compare, ast.BoolOp)) or isinstance(node, ast.Call) and last_name(node) in ("bool", "isinstance", "any", "all", "hasattr", "callable")


def is_same(left, right):
    """Equal code, without calls that may give something else the second time (``next(it) == next(it)``)."""
    if fingerprint(left) != fingerprint(right):
        return False
    if any(isinstance(node, ast.Call) and (last_name(node)[:1].isupper() or last_name(node) == "hash") for node in ast.walk(left)):
        # Two objects that are made alike, in a test of their equality.
        return False
    impure = (ast.Call, ast.Await, ast.Yield, ast.NamedExpr)
    return not any(isinstance(node, impure) and not (isinstance(node, ast.Call) and last_name(node) in PURE_CALLS) for node in ast.walk(left)) or not has_changing_call(left)


def has_changing_call(node):
    """Calls without arguments, and iterators, may change from call to call."""
    return any(isinstance(part, ast.Call) and (not part.args and not part.keywords or last_name(part) in ("next", "read", "readline", "pop", "get", "random")) for part in ast.walk(node))


def is_length(node):
    return isinstance(node, ast.Call) and last_name(node) in ("len", "abs") and len(node.args) == 1


def is_below_zero(operator, bound):
    if bound is UNKNOWN or isinstance(bound, bool) or not isinstance(bound, (int, float)):
        return False
    return isinstance(operator, ast.GtE) and bound <= 0 or isinstance(operator, (ast.Gt, ast.NotEq)) and bound < 0


def why_wide(approx, expected):
    """A tolerance beside which every number is equal."""
    if not (isinstance(approx, ast.Call) and last_name(approx) == "approx" and approx.args):
        return None
    if is_same(approx.args[0], expected):
        return "a value is compared with itself"
    relative, absolute = tolerance_of(keyword(approx, "rel")), tolerance_of(keyword(approx, "abs"))
    wanted = constant(approx.args[0])
    size = abs(wanted) if isinstance(wanted, (int, float)) else 0
    limit = max(size, 1) * 10 if size < 1 else size
    is_wide = relative is not None and relative >= 1 or absolute is not None and (absolute >= limit if wanted is not UNKNOWN else absolute >= 1e6)
    return "its tolerance lets everything pass" if is_wide else None


def tolerance_of(node):
    """The number, infinite for ``float("inf")``; None if there is none or it is not known."""
    if node is None:
        return None
    if isinstance(node, ast.Call) and last_name(node) == "float" and node.args and str(constant(node.args[0])).lower().lstrip("+") in ("inf", "infinity"):
        return float("inf")
    if isinstance(node, ast.Attribute) and node.attr == "inf":
        return float("inf")
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        base, power = constant(node.left), constant(node.right)
        small = isinstance(base, (int, float)) and isinstance(power, (int, float)) and abs(power) < 100 and abs(base) < 1000
        return abs(float(base) ** power) if small and base else None
    value = constant(node)
    return float(value) if isinstance(value, (int, float)) else None


def why_call(node):
    name = last_name(node)
    if name in MOCK_LOOKALIKES and isinstance(node.func, ast.Attribute):
        return "a mock has no such method, and what it returns instead is always true"
    if name == "isinstance" and len(node.args) == 2 and last_name(node.args[1]) == "object":
        return "everything is an object"
    if name in ("bool", "any", "all") and len(node.args) == 1:
        argument = node.args[0]
        if name == "all" and truth(argument) is False:
            return "all() of nothing is true"
        if name in ("all", "any") and isinstance(argument, (ast.List, ast.Tuple)) and argument.elts:
            reasons = [why_trivial(element) for element in argument.elts]
            return reasons[0] if (all if name == "all" else any)(reasons) else None
        return why_trivial(argument) if name == "bool" else None
    if name in ("Mock", "MagicMock", "AsyncMock", "object"):
        return "it is always true"
    if name in ("isclose", "allclose"):
        wide = tolerance_of(keyword(node, "abs_tol") or keyword(node, "atol"))
        relative = tolerance_of(keyword(node, "rel_tol") or keyword(node, "rtol"))
        return "its tolerance lets everything pass" if wide is not None and wide >= 1e6 or relative is not None and relative >= 1 else None
    return None
