"""How much an assertion says: what is compared, and how exactly."""

import ast
from itertools import islice

from .syntax import COLLECTIONS, UNKNOWN, constant, fingerprint, keyword, last_name
from .trivial import tolerance_of, why_trivial

EXACT, PARTIAL, TRUTH, PRESENCE = 4, 3, 2, 1
EXACT_CALLS = ("isclose", "allclose", "equals", "array_equal", "samefile", "fullmatch", "cmp")
UNITTEST = {
    "assertEqual": EXACT, "assertEquals": EXACT, "assertAlmostEqual": EXACT, "assertListEqual": EXACT, "assertDictEqual": EXACT, "assertTupleEqual": EXACT,
    "assertSetEqual": EXACT, "assertSequenceEqual": EXACT, "assertMultiLineEqual": EXACT, "assertCountEqual": EXACT, "assertNotEqual": PARTIAL,
    "assertIs": EXACT, "assertIsNot": PARTIAL, "assertIn": PARTIAL, "assertNotIn": PARTIAL, "assertIsInstance": PARTIAL, "assertNotIsInstance": PARTIAL,
    "assertGreater": PARTIAL, "assertGreaterEqual": PARTIAL, "assertLess": PARTIAL, "assertLessEqual": PARTIAL, "assertRegex": PARTIAL, "assertNotRegex": PARTIAL,
    "assertIsNone": TRUTH, "assertIsNotNone": PRESENCE, "assertTrue": TRUTH, "assertFalse": TRUTH, "assertRaises": EXACT, "assertRaisesRegex": EXACT,
    "assertWarns": EXACT, "assertWarnsRegex": EXACT, "assertLogs": EXACT, "assertNoLogs": EXACT, "assert_": TRUTH, "assertNotAlmostEqual": PARTIAL,
}
MAX_PARTS = 500
BROAD = ("Exception", "BaseException")


class Check:
    """One thing that is checked: an assertion, or one side of an ``and`` in one."""

    def __init__(self, node, key, rank):
        self.node = node
        self.key = key
        self.rank = rank
        self.low = 1
        self.high = 1
        self.trivial = None
        self.dead = None
        self.is_conditional = False
        self.swallowed = None
        self.kind = "assert"
        self._subject = None
        self._parts = None
        self.tolerance = None
        self.loose_key = None
        self.exception = None
        self.has_match = False

    def set_places(self, subject, whole):
        """What is checked, and the expression that it is in."""
        self._subject, self._parts = subject, whole

    @property
    def subject(self):
        if isinstance(self._subject, ast.AST):
            self._subject = fingerprint(self._subject)
        return self._subject

    @property
    def parts(self):
        if isinstance(self._parts, ast.AST):
            self._parts = frozenset(fingerprint(part) for part in islice(ast.walk(self._parts), MAX_PARTS) if isinstance(part, (ast.Name, ast.Attribute, ast.Call, ast.Subscript)))
        return self._parts or frozenset()


def conjuncts(node):
    """``a and b``, ``all([a, b])`` -> a, b."""
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
        return [part for value in node.values for part in conjuncts(value)]
    if isinstance(node, ast.Call) and last_name(node) == "all" and len(node.args) == 1 and isinstance(node.args[0], (ast.List, ast.Tuple)) and node.args[0].elts:
        return [part for value in node.args[0].elts for part in conjuncts(value)]
    return [node]


def check_expression(node, place=None):
    """The check that ``assert node`` makes."""
    check = Check(place or node, fingerprint(node), rank_of(node))
    check.trivial = why_trivial(node)
    if isinstance(node, ast.Compare):
        check.low = len(node.ops)
        check.high = max([check.low] + [leaves(part) for part in [node.left] + node.comparators])
        set_subject(check, node.left if constant(node.left) is UNKNOWN else node.comparators[0], node)
        set_tolerance(check, node)
    else:
        inner = node.operand if isinstance(node, ast.UnaryOp) else node
        if isinstance(inner, ast.Call) and last_name(inner) in ("isinstance", "hasattr", "callable", "bool", "type") and inner.args:
            inner = inner.args[0]
        set_subject(check, inner, node)
    return check


def set_subject(check, subject, whole):
    if isinstance(subject, ast.Call) and last_name(subject) in ("len", "type", "bool", "str", "isinstance") and subject.args:
        subject = subject.args[0]
    check.set_places(subject, whole)


def rank_of(node):
    if isinstance(node, ast.Compare):
        return min(rank_pair(operator, left, right) for operator, left, right in zip(node.ops, [node.left] + node.comparators, node.comparators))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        inner = rank_of(node.operand)
        return TRUTH if inner == EXACT and isinstance(node.operand, ast.Compare) else inner
    if isinstance(node, ast.BoolOp):
        return min(rank_of(value) for value in node.values)
    if isinstance(node, ast.Await):
        return rank_of(node.value)
    if isinstance(node, ast.Call):
        if last_name(node) in EXACT_CALLS:
            return EXACT
        return PARTIAL if node.args or node.keywords else TRUTH
    return TRUTH


def rank_pair(operator, left, right):
    value = constant(right) if constant(right) is not UNKNOWN else constant(left)
    is_simple = value is not UNKNOWN and (value is None or isinstance(value, bool)) or isinstance(right, COLLECTIONS) and leaves(right) == 0
    if isinstance(operator, (ast.Eq, ast.Is)):
        if is_simple:
            return TRUTH
        is_partial = isinstance(left, ast.Call) and last_name(left) in ("len", "type", "bool")
        return PARTIAL if is_partial else EXACT
    if isinstance(operator, (ast.IsNot, ast.NotEq)) and is_simple:
        return PRESENCE if value is None else TRUTH
    return PARTIAL


def leaves(node):
    """How many values a literal holds; 0 for an empty one, 1 for what is no collection."""
    if isinstance(node, ast.Dict):
        return sum(leaves(value) or 1 for value in node.values)
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return sum(leaves(value) or 1 for value in node.elts)
    return 1


def set_tolerance(check, node):
    """Of ``x == approx(3, abs=1)``: the 1, and a key that is the same without it."""
    for side in [node.left] + node.comparators:
        if isinstance(side, ast.Call) and last_name(side) == "approx" and side.args:
            found = [tolerance_of(keyword(side, name)) for name in ("rel", "abs")]
            expected = constant(side.args[0])
            size = abs(expected) if isinstance(expected, (int, float)) and expected else 1
            relative = [value if index == 0 else value / size for index, value in enumerate(found) if value is not None]
            check.tolerance = max(relative) if relative else 1e-6
            check.loose_key = check.key.replace(fingerprint(side), fingerprint(side.args[0]))
            return
    check.tolerance = 0.0
    check.loose_key = check.key


def unittest_check(call, name):
    """The check of ``self.assertEqual(...)`` and the like."""
    if name in ("assertTrue", "assertFalse", "assert_") and call.args:
        inner = call.args[0] if name != "assertFalse" else ast.UnaryOp(ast.Not(), call.args[0])
        checks = [check_expression(part, call) for part in conjuncts(inner)]
        if name == "assertFalse" and checks[0].rank == TRUTH:
            set_subject(checks[0], call.args[0], call.args[0])
        return checks
    check = Check(call, fingerprint(call), UNITTEST[name])
    if name.startswith(("assertRaises", "assertWarns")):
        return [raises_check(check, call, name.endswith("Regex"))]
    if len(call.args) >= 2:
        comparison = ast.Compare(call.args[0], [OPERATORS.get(name, ast.Eq)()], [call.args[1]])
        check.trivial = why_trivial(comparison) if name in OPERATORS else None
        check.low, check.high = 1, max(1, *(leaves(part) for part in call.args[:2]))
        set_subject(check, call.args[0] if constant(call.args[0]) is UNKNOWN else call.args[1], comparison)
        if name == "assertAlmostEqual":
            places, delta = tolerance_of(keyword(call, "places")), tolerance_of(keyword(call, "delta"))
            check.tolerance = delta if delta is not None else 10.0 ** -(7 if places is None else places)
            check.loose_key = "almost" + fingerprint(comparison)
            check.trivial = check.trivial or ("its tolerance lets everything pass" if check.tolerance >= 1e6 else None)
    elif call.args:
        set_subject(check, call.args[0], call)
        if name == "assertIsNotNone":
            check.trivial = why_trivial(ast.Compare(call.args[0], [ast.IsNot()], [ast.Constant(None)]))
        elif name == "assertIsNone" and constant(call.args[0]) is None:
            check.trivial = "it is always true"
    return [check]


OPERATORS = {
    "assertEqual": ast.Eq, "assertEquals": ast.Eq, "assertAlmostEqual": ast.Eq, "assertListEqual": ast.Eq, "assertDictEqual": ast.Eq, "assertIs": ast.Is,
    "assertIn": ast.In, "assertGreaterEqual": ast.GtE, "assertLessEqual": ast.LtE, "assertGreater": ast.Gt, "assertLess": ast.Lt, "assertCountEqual": ast.Eq,
    "assertTupleEqual": ast.Eq, "assertSetEqual": ast.Eq, "assertSequenceEqual": ast.Eq, "assertMultiLineEqual": ast.Eq, "assertNotEqual": ast.NotEq,
}


def raises_check(check, call, has_match=False):
    check.kind = "raises"
    exceptions = call.args[0] if call.args else keyword(call, "expected_exception")
    names = [last_name(item) for item in (exceptions.elts if isinstance(exceptions, ast.Tuple) else [exceptions])] if exceptions is not None else []
    check.exception = ", ".join(names)
    check.has_match = has_match or keyword(call, "match") is not None or keyword(call, "check") is not None
    check.high = 3 if check.has_match else 2
    check.rank = PARTIAL if not names or any(name in BROAD for name in names) else EXACT
    check.key = "raises" + fingerprint(call)
    return check


def mock_check(call, name):
    rank = EXACT if name.endswith("_with") or name in ("assert_has_calls", "assert_not_called", "assert_not_awaited") else PARTIAL
    check = Check(call, fingerprint(call), rank)
    check.high = max(1, len(call.args) + len(call.keywords))
    return check
