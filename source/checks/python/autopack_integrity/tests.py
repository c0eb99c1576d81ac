"""The tests that pytest would collect from a file, by its default rules."""

import ast

from .paths import is_collected
from .source import blocks_of
from .syntax import FUNCTIONS, TRIES, WITHS, body_without_docstring, last_name, truth

MAX_DEPTH = 8


class Test:
    def __init__(self, source, node, name, cls):
        self.id = source.path + "::" + name
        self.source = source
        self.node = node
        self.name = name
        self.cls = cls
        self.body = body_without_docstring(node)

    @property
    def function_name(self):
        return self.node.name


class Collected:
    """Tests by node id, and the definitions that a later one of the same name hides."""

    def __init__(self):
        self.tests = {}
        self.hidden = []


def collect(side, patterns=()):
    collected = Collected()
    for source in side.sources:
        if source.tree is not None and is_collected(source.path, patterns):
            for name, node, cls, origin in members(source, source.tree, side, collected):
                if isinstance(node, ast.ClassDef):
                    collect_class(collected, side, (origin, node), name)
                else:
                    add_test(collected, Test(source, node, name, None))
    return collected


def add_test(collected, test):
    collected.tests[test.id] = test


def collect_class(collected, side, place, prefix):
    source, node = place
    if not is_test_class(source, node, side):
        return
    for name, member, _, origin in class_members(source, node, side, collected):
        full = prefix + "::" + name
        if isinstance(member, ast.ClassDef):
            collect_class(collected, side, (source, member), full)
        else:
            test = Test(origin, member, full, node)
            test.id = source.path + "::" + full
            add_test(collected, test)


def class_members(source, node, side, collected, depth=0):
    """The class's own members, and those of the bases that are known."""
    if depth > MAX_DEPTH:
        return []
    found = {}
    for base in reversed(node.bases):
        place = find_class(source, last_name(base), side)
        if place and place[1] is not node:
            for item in class_members(place[0], place[1], side, None, depth + 1):
                found[item[0]] = item
    gone = set()
    for item in members(source, node, side, collected, gone):
        found[item[0]] = item
    return [item for name, item in found.items() if name not in gone]


def find_class(source, name, side):
    for unit in source.units:
        if unit.is_class and unit.node.name == name:
            return source, unit.node
    unit = side.classes.get(name)
    return (unit.source, unit.node) if unit else None


def is_test_class(source, node, side):
    if is_unittest(source, node, side):
        return True
    return node.name.startswith("Test") and not any(isinstance(item, FUNCTIONS) and item.name in ("__init__", "__new__") for item in node.body)


def is_unittest(source, node, side, depth=0):
    if depth > MAX_DEPTH:
        return False
    for base in node.bases:
        if "TestCase" in source.names.resolve(base).split(".")[-1]:
            return True
        place = find_class(source, last_name(base), side)
        if place and place[1] is not node and is_unittest(place[0], place[1], side, depth + 1):
            return True
    return False


def members(source, parent, side, collected, gone=None):
    """(name, node, class, source) of what the scope defines in the end and pytest would look at."""
    live = {}
    for name, node, branch in definitions(source, parent, ()):
        earlier = live.get(name)
        if earlier and is_hidden_by(earlier, node, branch) and collected is not None:
            collected.hidden.append((source, earlier[0], node or earlier[0], name))
        if node is None:
            live.pop(name, None)
            if gone is not None:
                gone.add(name)
        else:
            live[name] = (node, branch)
    return [(name, node, parent, source) for name, (node, _) in live.items()]


def is_hidden_by(earlier, node, branch):
    return isinstance(earlier[0], FUNCTIONS) and isinstance(node, FUNCTIONS) and earlier[1] == branch and earlier[0] is not node


def definitions(source, parent, branch):
    """(name, node or None if it is taken away, branch) in order."""
    for statement in live_blocks(parent):
        block, inner = statement
        for node in block:
            yield from definition_of(source, node, inner if inner is not None else branch)


def live_blocks(node):
    if isinstance(node, ast.If):
        value = truth(node.test)
        if value is not False:
            yield node.body, (id(node), "body")
        if value is not True:
            yield node.orelse, (id(node), "else")
    elif isinstance(node, TRIES):
        yield node.body + node.orelse, None
        for handler in node.handlers:
            yield handler.body, (id(handler),)
        yield node.finalbody, None
    elif isinstance(node, (ast.Module, ast.ClassDef) + WITHS):
        yield node.body, None
    else:
        yield list(blocks_of(node)), (id(node),)


def definition_of(source, node, branch):
    if isinstance(node, FUNCTIONS):
        if node.name.startswith("test") and is_plain_function(source, node):
            yield node.name, node, branch
        elif node.name.startswith("test"):
            yield node.name, None, branch
    elif isinstance(node, ast.ClassDef):
        yield node.name, node, branch
    elif isinstance(node, (ast.Assign, ast.AnnAssign)):
        yield from assignment_of(source, node, branch)
    elif isinstance(node, ast.Delete):
        for target in node.targets:
            name = target.id if isinstance(target, ast.Name) else globals_key(target)
            if name:
                yield name, None, branch
    elif isinstance(node, (ast.If, ast.For, ast.While) + TRIES + WITHS):
        yield from definitions(source, node, branch)


def assignment_of(source, node, branch):
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    for target in targets:
        if not isinstance(target, ast.Name) or not target.id.lower().startswith("test"):
            continue
        value = node.value
        if isinstance(value, ast.Call) and value.args:
            # A decorator that is called by hand: `test_a = pytest.mark.slow(test_a)`.
            value = value.args[-1]
        function = find_function(source, value)
        if function is not None:
            yield target.id, function, branch
        elif not isinstance(node.value, ast.Call):
            yield target.id, None, branch


def find_function(source, value):
    if isinstance(value, ast.Name):
        for unit in source.units:
            if unit.is_function and unit.cls is None and unit.node.name == value.id:
                return unit.node
    return None


def globals_key(target):
    if isinstance(target, ast.Subscript) and last_name(target.value) in ("globals", "vars", "__dict__"):
        key = getattr(target.slice, "value", target.slice)
        key = key.value if isinstance(key, ast.Constant) else key
        return key if isinstance(key, str) else ""
    return ""


def is_plain_function(source, node):
    """A fixture or a property is not collected."""
    return not any(source.names.resolve(getattr(item, "func", item)) in ("pytest.fixture", "property", "pytest_asyncio.fixture") for item in node.decorator_list)
