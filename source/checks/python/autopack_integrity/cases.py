"""How many cases a test has, and which."""

import ast

from .literals import elements_of
from .marks import class_marks, module_marks, parameter_sets
from .syntax import LOOPS, fingerprint, flatten, keyword, last_name


def case_sets(test):
    """(what varies, elements or None where unknown, node) of everything that multiplies a test."""
    names = test.source.names
    found = [(label(arguments), elements_of(values, names), values) for arguments, values in parameter_sets(test.node, names)]
    if test.cls is not None:
        found += [(label(arguments), elements_of(values, names), values) for arguments, values in parameter_sets(test.cls, names)]
    inherited = module_marks(test.source) + (class_marks(test.cls, test.source)[len(test.cls.decorator_list) :] if test.cls is not None else [])
    for name, call, node in inherited:
        if call is not None and name.endswith("mark.parametrize") and len(call.args) > 1:
            found.append((label(call.args[0]), elements_of(call.args[1], names), node))
    return found


def label(arguments):
    if isinstance(arguments, ast.Constant) and isinstance(arguments.value, str):
        return ",".join(part.strip() for part in arguments.value.split(","))
    if isinstance(arguments, (ast.List, ast.Tuple)):
        return ",".join(str(getattr(element, "value", "")) for element in arguments.elts)
    return ""


def count_cases(test):
    """1 for what is not known."""
    count = 1
    for _, elements, _ in case_sets(test):
        count *= len(elements) if elements is not None else 1
    return count


def loop_sets(function, names):
    """(target, elements, node) of the loops over literals."""
    values = {node.targets[0].id: node.value for node in flatten(function) if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)}
    for node in flatten(function):
        if isinstance(node, LOOPS) and not isinstance(node, ast.While):
            iterated = values.get(node.iter.id, node.iter) if isinstance(node.iter, ast.Name) else node.iter
            elements = elements_of(iterated, names)
            if elements is not None:
                yield fingerprint(node.target), elements, node


def distinct(elements):
    return {fingerprint(plain_case(element)) for element in elements}


def plain_case(element):
    """Without the id and the marks of ``pytest.param``."""
    if isinstance(element, ast.Call) and last_name(element) == "param":
        return element.args[0] if len(element.args) == 1 else ast.Tuple(element.args, ast.Load())
    return element


def fixture_parameters(node, names):
    """The elements of ``@pytest.fixture(params=[...])``; None if it has none, or they are not known."""
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and names.callee(decorator).endswith("fixture"):
            return elements_of(keyword(decorator, "params"), names)
    return None


def examples_of(node, names):
    """(how many ``@example`` of hypothesis, its max_examples or None)."""
    count, limit = 0, None
    for decorator in node.decorator_list:
        name = names.callee(decorator) if isinstance(decorator, ast.Call) else ""
        if name == "hypothesis.example":
            count += 1
        elif name == "hypothesis.settings":
            value = keyword(decorator, "max_examples")
            limit = value.value if isinstance(value, ast.Constant) and isinstance(value.value, int) else limit
    return count, limit
