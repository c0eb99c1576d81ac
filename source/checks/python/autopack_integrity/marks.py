"""The marks of a test: its own, those of its class and of its module."""

import ast

from .syntax import assigned_pairs, keyword, last_name

ALWAYS = ("pytest.mark.skip", "pytest.mark.xfail", "unittest.skip", "unittest.expectedFailure", "unittest.case.skip", "pytest.skip")
CONDITIONAL = ("pytest.mark.skipif", "unittest.skipIf", "unittest.skipUnless", "unittest.case.skipIf")


def mark_of(node, names):
    """(dotted name, call or None) of a decorator or a mark in a list."""
    value = names.value_of(node)
    if isinstance(value, ast.Call):
        return names.callee(value), value
    return names.resolve(value) or names.resolve(node), None


def marks_in(node, names):
    """Of ``pytestmark = [...]``, or of one mark."""
    value = names.value_of(node)
    if isinstance(value, (ast.List, ast.Tuple)):
        return [mark for element in value.elts for mark in marks_in(element, names)]
    if isinstance(value, ast.BinOp):
        return marks_in(value.left, names) + marks_in(value.right, names)
    return [mark_of(node, names) + (node,)]


def marks_on(owner, names):
    """(dotted name, call, node) of a function's or class's decorators."""
    return [mark_of(node, names) + (node,) for node in owner.decorator_list]


def parameter_sets(function, names):
    """(names, values) of each ``parametrize`` of a function or class."""
    found = []
    for name, call, _ in marks_on(function, names):
        if call is not None and name.endswith("mark.parametrize"):
            values = call.args[1] if len(call.args) > 1 else keyword(call, "argvalues")
            arguments = call.args[0] if call.args else keyword(call, "argnames")
            if values is not None:
                found.append((arguments, values))
        elif call is not None and last_name(call) in ("parameterized", "expand") and call.args:
            found.append((ast.Constant(name), call.args[0]))
    return found


def module_marks(source):
    """``pytestmark`` of the module: (dotted name, call, node)."""
    if not hasattr(source, "marks"):
        source.marks = find_module_marks(source) if source.tree is not None else []
    return source.marks


def find_module_marks(source):
    return [mark for statement in source.tree.body for target, value in assigned_pairs(statement) if last_name(target) == "pytestmark" for mark in marks_in(value, source.names)]


def class_marks(cls, source):
    found = marks_on(cls, source.names)
    for statement in cls.body:
        for target, value in assigned_pairs(statement):
            if last_name(target) == "pytestmark":
                found.extend(marks_in(value, source.names))
    return found
