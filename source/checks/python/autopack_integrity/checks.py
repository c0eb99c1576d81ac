"""Everything that a test checks, helpers of the project's tests included, and whether it is reached."""

import ast

from .calls import ASSERT_PREFIXES, is_broad, is_end, is_fail, is_mock_assertion, is_self, is_skip, is_swallowing
from .rank import EXACT, TRUTH, UNITTEST, Check, check_expression, conjuncts, mock_check, raises_check, rank_of, unittest_check
from .syntax import FUNCTIONS, LOOPS, TRIES, WITHS, fingerprint, flatten, last_name, truth
from .literals import length_of
from .trivial import MOCK_ASSERTIONS, MOCK_LOOKALIKES

MAX_DEPTH = 5
SIMPLE = (ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return, ast.Assert, ast.Delete)


class State:
    """How a statement is reached."""

    __slots__ = ("dead", "is_conditional", "swallowed", "times", "condition")

    def __init__(self, **fields):
        self.dead = None
        self.is_conditional = False
        self.swallowed = None
        self.times = 1
        self.condition = None
        for name, value in fields.items():
            setattr(self, name, value)

    def but(self, **fields):
        values = {name: getattr(self, name) for name in self.__slots__}
        values.update(fields)
        return State(**values)


class Reader:
    def __init__(self, source, cls, side):
        self.source = source
        self.names = source.names
        self.cls = cls
        self.side = side
        self.checks = []
        self.helpers = 0
        self.early_returns = []
        self._path = []
        self._used = {}

    def read(self, function):
        """The checks of a function, in order."""
        self._function(function, State())
        return self.checks

    def _function(self, function, state):
        self._path.append(function)
        self._block(function.body, state)
        self._path.pop()

    def _block(self, statements, state):
        for index, node in enumerate(statements):
            self._statement(node, state)
            if is_end(node, self.names) and index + 1 < len(statements) and state.dead is None:
                is_skipped = isinstance(node, ast.Return) or isinstance(node, ast.Expr)
                state = state.but(dead="return" if is_skipped else "unreachable code")

    def _statement(self, node, state):
        if isinstance(node, ast.Assert):
            for part in conjuncts(node.test):
                self._add(self._fail_check(node, state) if is_false(part) else check_expression(part, node), state)
            self._inline(node.test, state, len(self.checks))
        elif isinstance(node, SIMPLE):
            self._simple(node, state)
        elif isinstance(node, ast.Raise):
            if node.exc is not None and last_name(node.exc) in ("AssertionError", "failureException"):
                self._add(self._fail_check(node, state), state)
        elif isinstance(node, ast.If):
            self._if(node, state)
        elif isinstance(node, LOOPS):
            self._loop(node, state)
        elif isinstance(node, WITHS):
            self._with(node, state)
        elif isinstance(node, TRIES):
            self._try(node, state)
        elif isinstance(node, FUNCTIONS):
            self._nested(node, state)
        elif isinstance(node, ast.ClassDef):
            for item in node.body:
                if isinstance(item, FUNCTIONS):
                    self._function(item, state if node.name in self._names_used() else state.but(dead="a class that is not used"))
        elif type(node).__name__ == "Match":
            for case in node.cases:
                self._block(case.body, state.but(is_conditional=True))

    def _names_used(self):
        function = self._path[-1]
        if id(function) not in self._used:
            self._used[id(function)] = names_used(function)
        return self._used[id(function)]

    def _nested(self, node, state):
        is_used = node.name in self._names_used() or node.decorator_list
        self._function(node, state if is_used else state.but(dead="a function that is not called"))

    def _simple(self, node, state):
        value = getattr(node, "value", None)
        call = value.value if isinstance(value, ast.Await) else value
        if isinstance(node, ast.Expr) and isinstance(call, ast.Call):
            self._call(call, state)
        elif isinstance(node, ast.Expr) and isinstance(value, ast.Attribute) and value.attr in MOCK_ASSERTIONS:
            self._add(check_expression(value, node), state)
        elif value is not None:
            self._inline(value, state, len(self.checks))

    def _call(self, call, state):
        name = last_name(call)
        count = len(self.checks)
        if is_fail(call, self.names):
            self._add(self._fail_check(call, state), state)
        elif name in UNITTEST and isinstance(call.func, ast.Attribute):
            for check in unittest_check(call, name):
                self._add(check, state)
        elif is_mock_assertion(call):
            self._add(mock_check(call, name), state)
        elif self.names.callee(call) in ("pytest.raises", "pytest.warns"):
            self._add(raises_check(Check(call, "", EXACT), call), state)
        elif name in MOCK_LOOKALIKES and isinstance(call.func, ast.Attribute):
            self._add(check_expression(call, call), state)
        elif not is_skip(call, self.names):
            self._inline(call, state, count)
            if len(self.checks) == count and name.startswith(ASSERT_PREFIXES):
                self._add(Check(call, fingerprint(call), EXACT), state, is_helper=True)

    def _inline(self, node, state, count):
        """The checks of the functions of the tests that are called in an expression."""
        if len(self._path) > MAX_DEPTH or count > 2000:
            return
        for part in ast.walk(node):
            if isinstance(part, ast.Call):
                unit = self._find_helper(part.func)
                if unit and not any(unit.node is function for function in self._path):
                    self._function(unit.node, state)

    def _find_helper(self, function):
        if isinstance(function, ast.Name):
            unit = self.source_helpers.get(function.id)
            return unit or (self.side.helpers.get(self.names.imports[function.id].split(".")[-1]) if function.id in self.names.imports else None)
        if isinstance(function, ast.Attribute) and is_self(function.value):
            return self.source_helpers.get(function.attr) or self.side.helpers.get(function.attr)
        if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id in self.names.imports:
            return self.side.helpers.get(function.attr)
        return None

    @property
    def source_helpers(self):
        if not hasattr(self.source, "helpers"):
            self.source.helpers = {unit.node.name: unit for unit in self.source.units if unit.is_function and self.source.is_test}
        return self.source.helpers

    def _if(self, node, state):
        value = truth(node.test)
        self._inline(node.test, state, len(self.checks))
        start = len(self.checks)
        inner = state.but(is_conditional=value is not True or state.is_conditional, condition=node.test)
        self._block(node.body, inner.but(dead=inner.dead or "a branch that is never taken") if value is False else inner)
        middle = len(self.checks)
        self._block(node.orelse, inner.but(dead=inner.dead or "a branch that is never taken") if value is True else inner.but(condition=node.test, is_conditional=value is not False or state.is_conditional))
        if start < middle < len(self.checks) and value is None:
            for check in self.checks[start:]:
                check.is_conditional = state.is_conditional
        if value is not False and state.dead is None and any(isinstance(item, ast.Return) for item in node.body) and middle == start:
            self.early_returns.append((node, len(self.checks), len(self._path)))

    def _loop(self, node, state):
        times = length_of(node.iter, self.names) if not isinstance(node, ast.While) else None
        is_never = times == 0 or isinstance(node, ast.While) and truth(node.test) is False
        inner = state.but(times=state.times * (times or 1))
        self._block(node.body, inner.but(dead=inner.dead or "a loop that never runs") if is_never else inner)
        self._block(node.orelse, state)

    def _with(self, node, state):
        inner = state
        for item in node.items:
            call = item.context_expr
            if not isinstance(call, ast.Call):
                continue
            function = self.names.callee(call)
            if function in ("pytest.raises", "pytest.warns", "pytest.deprecated_call") or last_name(call).startswith(("assertRaises", "assertWarns")):
                check = raises_check(Check(call, "", EXACT), call, last_name(call).endswith("Regex"))
                self._add(check, state)
                if "warns" not in function and (not call.args or is_broad(call.args[0], self.names)) and not last_name(call).startswith("assertWarns"):
                    inner = inner.but(swallowed=inner.swallowed or ("raises", call))
            elif last_name(call) in UNITTEST and last_name(call) not in ("assertTrue",):
                self._add(Check(call, fingerprint(call), EXACT), state)
            elif function in ("contextlib.suppress", "suppress") and any(is_broad(argument, self.names) for argument in call.args):
                inner = inner.but(swallowed=("suppress", call))
            else:
                self._inline(call, state, len(self.checks))
        self._block(node.body, inner)

    def _try(self, node, state):
        swallowing = [handler for handler in node.handlers if is_swallowing(handler, self.names)]
        returns = [item for item in node.finalbody if isinstance(item, ast.Return)]
        inner = state.but(swallowed=("except", swallowing[0])) if swallowing else state
        inner = inner.but(swallowed=("finally", returns[0])) if returns else inner
        self._block(node.body, inner)
        for handler in node.handlers:
            self._block(handler.body, state.but(is_conditional=True))
        self._block(node.orelse, state)
        self._block(node.finalbody, state)

    def _fail_check(self, node, state):
        rank = EXACT if state.condition is None else rank_of(state.condition)
        check = Check(node, "fail" + (fingerprint(state.condition) if state.condition is not None else ""), max(rank, TRUTH))
        check.kind = "fail"
        return check

    def _add(self, check, state, is_helper=False):
        check.dead = state.dead
        check.is_conditional = state.is_conditional and check.kind != "fail"
        check.swallowed = state.swallowed
        check.high *= min(state.times, 1000)
        check.is_helper = is_helper
        self.checks.append(check)


def is_false(node):
    return isinstance(node, ast.Constant) and not node.value


def names_used(function):
    """Names that the function reads, but for a nested function's reads of itself."""
    used = set()
    for node in flatten(function):
        name = node.id if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) else None
        if name and not any(isinstance(parent, FUNCTIONS) and parent.name == name for parent in scopes_around(node, function)):
            used.add(name)
    return frozenset(used)


def scopes_around(node, top):
    while node is not top:
        node = node._parent
        yield node


def read_checks(test, side):
    """(checks, conditional returns that are followed by checks) of a test."""
    if not hasattr(test.node, "_checks"):
        test.node._checks = read_function(test, side)
    return test.node._checks


def read_function(test, side):
    reader = Reader(test.source, test.cls, side)
    checks = reader.read(test.node)
    returns = [node for node, seen, depth in reader.early_returns if depth == 1 and len(checks) > seen]
    return checks, returns


