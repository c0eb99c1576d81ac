"""tests_skipped: tests that are skipped, expected to fail, or left before they check anything."""

import ast

from .calls import is_skip
from .checks import read_checks
from .marks import ALWAYS, CONDITIONAL, mark_of
from .patch import sign
from .syntax import FUNCTIONS, ancestors, argument, assigned_pairs, constant, fingerprint, keyword, last_name, truth
from .rule_trivial import test_of

COLLECT_NAMES = ("collect_ignore", "collect_ignore_glob")
MARKS = ALWAYS + CONDITIONAL


def find_skips(unit, side):
    """Keys leave the reason out: another wording is no new skip."""
    source = unit.source
    if not source.is_test:
        return
    for node in unit.nodes:
        for kind, place, message in skips_at(node, unit):
            subject = unit.location if unit.is_function or unit.is_class else "the module" if unit.cls is None else unit.location.rstrip(":")
            yield ("skip",) + kind, sign("tests_skipped", unit, place, f"{subject} {message}", test_of(unit))


def skips_at(node, unit):
    names = unit.source.names
    if isinstance(node, ast.Call):
        yield from skip_calls(node, unit)
    elif isinstance(node, ast.Raise) and node.exc is not None and last_name(node.exc) in ("SkipTest", "Skipped"):
        yield condition_of(node), node, "raises SkipTest"
    elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
        for target, value in assigned_pairs(node):
            if last_name(target) == "__test__" and constant(value) is False:
                yield ("__test__",), node, "is switched off by __test__ = False"
            elif last_name(target) in COLLECT_NAMES and not is_empty_list(value):
                yield ("ignore", fingerprint(value)), node, f"tells pytest to leave files out ({last_name(target)})"
    if isinstance(node, (ast.Name, ast.Attribute, ast.Call, ast.Constant)):
        found = list(mark_at(node, names, unit))
        if found and is_mark_place(node, unit):
            yield from found


def is_empty_list(value):
    return isinstance(value, (ast.List, ast.Tuple)) and not value.elts


def is_mark_place(node, unit):
    """A decorator, or a value below ``pytestmark =``, ``marks=`` or ``add_marker(``."""
    owner = unit.node
    if node in getattr(owner, "decorator_list", ()):
        return True
    if isinstance(getattr(node, "_parent", None), (ast.Attribute,)) or isinstance(getattr(node, "_parent", None), ast.Call) and node._parent.func is node:
        return False
    if any(isinstance(parent, FUNCTIONS) and node in parent.decorator_list for parent in ancestors(node)):
        return True
    for parent in ancestors(node):
        if isinstance(parent, ast.keyword) and parent.arg == "marks":
            return True
        if isinstance(parent, ast.Call) and last_name(parent) in ("add_marker", "applymarker") and node is not parent.func:
            return True
        if isinstance(parent, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            return any(last_name(target) == "pytestmark" for target, _ in assigned_pairs(parent))
    return False


def mark_at(node, names, unit):
    value = names.value_of(node)
    name, call = mark_of(node, names)
    if isinstance(node, ast.Constant) and node.value in ("skip", "xfail"):
        yield ("always",), node, "marks tests as " + node.value
        return
    if name not in MARKS or not isinstance(value, (ast.Call, ast.Attribute, ast.Name)):
        return
    if name.endswith("xfail"):
        is_strict = call is not None and keyword(call, "strict") is not None and constant(keyword(call, "strict")) is True
        condition = argument(call, 0, "condition") if call is not None else None
        kind = ("always", "strict") if is_strict else ("always",) if condition is None else ("if", fingerprint(condition))
        yield kind, node, "is expected to fail (xfail)"
    elif name in CONDITIONAL and call is not None and call.args:
        value = truth(call.args[0])
        is_always = value is (False if name.endswith("Unless") else True)
        yield ("always",) if is_always else ("if", fingerprint(call.args[0])), node, "is skipped" + (" always" if is_always else f" if {unit.source.snippet(call.args[0])}" if call.args[0] in ast.walk(unit.node) else " under a condition")
    else:
        yield ("always",), node, "is skipped"


def skip_calls(node, unit):
    names = unit.source.names
    name = names.callee(node)
    if name == "pytest.importorskip":
        yield ("import", fingerprint(node.args[0]) if node.args else ""), node, f"is skipped if {ast_text(node)} cannot be imported"
    elif is_skip(node, names) or name in ("pytest.skip.Exception",):
        yield condition_of(node), node, f"calls {names.callee(node) or last_name(node)}"


def ast_text(node):
    value = constant(node.args[0]) if node.args else ""
    return value if isinstance(value, str) else "a module"


def condition_of(node):
    """The conditions that a statement is under."""
    tests = [fingerprint(parent.test) for parent in ancestors(node) if isinstance(parent, ast.If)]
    return ("if",) + tuple(tests) if tests else ("always",)


def find_returns(pairs, patch):
    """A return before what the test checks."""
    for before, after in [(pair.before, pair.after) for pair in pairs.stayed + pairs.moved] + [(None, test) for test in pairs.new]:
        if before is not None and before.source.text_of(before.node) == after.source.text_of(after.node):
            continue
        known = returns_of(before, patch.before) if before is not None else []
        found = returns_of(after, patch.after)
        if len(found) > len(known):
            node = found[0]
            kind = "under a condition" if isinstance(node, ast.If) else "early"
            yield {
                "id": "tests_skipped", "path": after.source.path, "line": node.lineno, "test": after.id,
                "message": f"{after.id} returns {kind}, before it has checked anything" if kind == "early" else f"{after.id} returns under a condition (`{after.source.snippet(node.test)}`) before it checks",
            }
    yield from find_generators(pairs)


def returns_of(test, side):
    checks, returns = read_checks(test, side)
    dead = [check.node for check in checks if check.dead == "return"]
    early = [node for node in test.body if isinstance(node, ast.Return)]
    return returns + (early[:1] if dead and early else [])


def find_generators(pairs):
    for pair in pairs.stayed + pairs.moved:
        if is_generator(pair.after.node) and not is_generator(pair.before.node):
            yield {
                "id": "tests_skipped", "path": pair.after.source.path, "line": pair.after.node.lineno, "test": pair.after.id,
                "message": f"{pair.after.id} has become a generator, whose body pytest does not run",
            }


def is_generator(function):
    if isinstance(function, ast.AsyncFunctionDef):
        return False
    todo = list(function.body)
    while todo:
        node = todo.pop()
        if isinstance(node, (ast.Yield, ast.YieldFrom)):
            return True
        if not isinstance(node, FUNCTIONS + (ast.Lambda, ast.ClassDef)):
            todo.extend(ast.iter_child_nodes(node))
    return False
