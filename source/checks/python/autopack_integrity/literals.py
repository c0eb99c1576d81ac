"""The elements of a literal collection, as far as they are certain without running anything."""

import ast

from .syntax import constant, last_name, unwrap_index

MAX_ELEMENTS = 100_000


def elements_of(node, names, depth=0):
    """The elements as nodes; None where they are not known."""
    if depth > 8 or node is None:
        return None
    node = names.value_of(node)
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return join_elements(node.elts, names, depth)
    if isinstance(node, ast.Dict):
        return None if None in node.keys else list(node.keys)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [ast.Constant(character) for character in node.value[:MAX_ELEMENTS]]
    if isinstance(node, ast.BinOp):
        return binary_elements(node, names, depth)
    if isinstance(node, ast.Subscript):
        return slice_elements(node, names, depth)
    if isinstance(node, ast.Call):
        return call_elements(node, names, depth)
    if isinstance(node, (ast.ListComp, ast.GeneratorExp)) and len(node.generators) == 1 and not node.generators[0].ifs:
        return elements_of(node.generators[0].iter, names, depth + 1)
    return None


def join_elements(nodes, names, depth):
    found = []
    for node in nodes:
        if isinstance(node, ast.Starred):
            inner = elements_of(node.value, names, depth + 1)
            if inner is None:
                return None
            found.extend(inner)
        else:
            found.append(node)
    return found


def binary_elements(node, names, depth):
    left, right = elements_of(node.left, names, depth + 1), elements_of(node.right, names, depth + 1)
    if isinstance(node.op, ast.Add) and left is not None and right is not None:
        return left + right
    times = constant(node.right)
    if isinstance(node.op, ast.Mult) and left is not None and isinstance(times, int) and 0 <= times * len(left) < MAX_ELEMENTS:
        return left * times
    return None


def slice_elements(node, names, depth):
    index = unwrap_index(node.slice)
    whole = elements_of(node.value, names, depth + 1)
    if whole is None or not isinstance(index, ast.Slice):
        return None
    bounds = [None if part is None else constant(part) for part in (index.lower, index.upper, index.step)]
    if any(bound is not None and not isinstance(bound, int) for bound in bounds) or bounds[2] == 0:
        return None
    return whole[slice(*bounds)]


def call_elements(node, names, depth):
    name = last_name(node)
    if name == "range" and not node.keywords:
        bounds = [constant(argument) for argument in node.args]
        if bounds and all(isinstance(bound, int) for bound in bounds) and bounds[2:] != [0]:
            numbers = range(*bounds)
            return [ast.Constant(number) for number in numbers] if len(numbers) < MAX_ELEMENTS else None
        return None
    if name in ("list", "tuple", "set", "dict", "sorted", "reversed", "enumerate", "iter", "frozenset"):
        return elements_of(node.args[0], names, depth + 1) if node.args else []
    if name in ("items", "keys", "values") and isinstance(node.func, ast.Attribute):
        return elements_of(node.func.value, names, depth + 1)
    if name == "zip" and node.args:
        parts = [elements_of(argument, names, depth + 1) for argument in node.args]
        known = [part for part in parts if part is not None]
        return min(known, key=len) if len(known) == len(parts) else None
    return None


def length_of(node, names):
    elements = elements_of(node, names)
    return None if elements is None else len(elements)
