"""What a piece of test code replaces: (dotted name, call or statement, what it is replaced by)."""

import ast

from .syntax import argument, assigned_pairs, constant, keyword, last_name, unwrap_index


class Replacement:
    def __init__(self, target, node, value):
        self.target = target
        self.node = node
        self.value = value


def replacements_in(nodes, names):
    for node in nodes:
        if isinstance(node, ast.Call):
            found = replacement_of(node, names)
            if found and found.target:
                yield found
        elif isinstance(node, ast.Assign):
            for target, value in assigned_pairs(node):
                dotted = assigned_target(target, names)
                if dotted:
                    yield Replacement(dotted, node, value)


def assigned_target(target, names):
    if isinstance(target, ast.Attribute):
        return names.resolve(target)
    if isinstance(target, ast.Subscript) and names.resolve(target.value) == "sys.modules":
        key = constant(unwrap_index(target.slice))
        return key if isinstance(key, str) else ""
    return ""


def replacement_of(call, names):
    """Of ``patch``, ``patch.object``, ``mocker.patch``, ``monkeypatch.setattr``, ``setitem(sys.modules, ...)`` and ``setattr``."""
    name = last_name(call)
    if name == "patch" and call.args:
        return Replacement(text_of(call.args[0], names), call, value_of(call, 1))
    if name == "object" and isinstance(call.func, ast.Attribute) and last_name(call.func.value) == "patch" and len(call.args) > 1:
        return Replacement(attribute_of(call, names), call, value_of(call, 2))
    if name == "setattr" and call.args:
        is_dotted = isinstance(constant(call.args[0]), str)
        target = text_of(call.args[0], names) if is_dotted else attribute_of(call, names)
        return Replacement(target, call, argument(call, 1 if is_dotted else 2, "value"))
    if name == "setitem" and len(call.args) > 2 and names.resolve(call.args[0]) == "sys.modules":
        return Replacement(text_of(call.args[1], names), call, call.args[2])
    if name == "dict" and isinstance(call.func, ast.Attribute) and last_name(call.func.value) == "patch" and len(call.args) > 1:
        modules = call.args[0]
        is_modules = constant(modules) == "sys.modules" or names.resolve(modules) == "sys.modules"
        if is_modules and isinstance(call.args[1], ast.Dict) and call.args[1].keys and isinstance(constant(call.args[1].keys[0]), str):
            return Replacement(constant(call.args[1].keys[0]), call, call.args[1].values[0])
    return None


def text_of(node, names):
    """The text of a string, also of ``f"{__name__}.add"``."""
    node = names.value_of(node)
    value = constant(node)
    if isinstance(value, str):
        return value
    if isinstance(node, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.Constant) else last_name(part.value) if isinstance(part, ast.FormattedValue) else "" for part in node.values]
        return "".join(str(part) for part in parts)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return text_of(node.left, names) + text_of(node.right, names)
    return "__name__" if last_name(node) == "__name__" else ""


def attribute_of(call, names):
    attribute = constant(call.args[1]) if len(call.args) > 1 else None
    base = names.resolve(call.args[0])
    return base + "." + attribute if base and isinstance(attribute, str) else ""


def value_of(call, index):
    for name in ("return_value", "side_effect", "new", "new_callable", "wraps"):
        value = keyword(call, name)
        if value is not None:
            return value
    return call.args[index] if len(call.args) > index else None
