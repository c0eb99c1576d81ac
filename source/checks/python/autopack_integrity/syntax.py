"""Small questions about syntax trees."""

import ast

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
TRIES = (ast.Try, ast.TryStar) if hasattr(ast, "TryStar") else (ast.Try,)
WITHS = (ast.With, ast.AsyncWith)
LOOPS = (ast.For, ast.AsyncFor, ast.While)
COLLECTIONS = (ast.List, ast.Tuple, ast.Set, ast.Dict)
CONTEXTS = (ast.Load, ast.Store, ast.Del)
UNKNOWN = object()
CLOSED = object()
UNSEEN = ("ctx", "kind", "type_comment")
MAX_DEPTH = 50


def flatten(root, skip=()):
    """Every node below the root and itself, in no order; what is of the types in ``skip`` is left out with all it holds."""
    nodes = []
    todo = [root]
    while todo:
        node = todo.pop()
        nodes.append(node)
        for value in vars(node).values():
            if type(value) is list:
                for child in value:
                    if isinstance(child, ast.AST) and not isinstance(child, skip):
                        child._parent = node
                        todo.append(child)
            elif isinstance(value, ast.AST) and type(value) not in CONTEXTS and not isinstance(value, skip) and value is not getattr(node, "_parent", None):
                value._parent = node
                todo.append(value)
    return nodes


def ancestors(node):
    """From the innermost outwards, as far as ``flatten`` went."""
    node = getattr(node, "_parent", None)
    while node is not None:
        yield node
        node = getattr(node, "_parent", None)


def fingerprint(node):
    """Equal for equal code, wherever it is and however it is formatted. Takes time in proportion to the code, however deep it is."""
    parts, todo = [], [node]
    while todo:
        item = todo.pop()
        if isinstance(item, ast.AST):
            parts.append(type(item).__name__ + "(")
            todo.append(CLOSED)
            for field in reversed(item._fields):
                value = getattr(item, field, None)
                if field not in UNSEEN and type(value) not in CONTEXTS:
                    todo.append(value)
        elif isinstance(item, list):
            parts.append("[")
            todo.append(CLOSED)
            todo.extend(reversed(item))
        else:
            parts.append(") " if item is CLOSED else text_of(item) + " ")
    return "".join(parts)


def text_of(value):
    try:
        return repr(value)
    except ValueError:
        # Too many digits for a decimal number.
        return hex(value)


def constant(node, depth=0):
    """The value of a literal, else UNKNOWN."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Not)) and depth < MAX_DEPTH:
        value = constant(node.operand, depth + 1)
        if value is UNKNOWN:
            return UNKNOWN
        if isinstance(node.op, ast.Not):
            return not value
        return -value if isinstance(value, (int, float, complex)) else UNKNOWN
    return UNKNOWN


def truth(node, depth=0):
    """True or False where it is certain without running anything, else None."""
    if depth > MAX_DEPTH:
        return None
    value = constant(node)
    if value is not UNKNOWN:
        return bool(value)
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        if any(isinstance(element, ast.Starred) for element in node.elts):
            return None
        return bool(node.elts)
    if isinstance(node, ast.Dict):
        return bool(node.keys)
    if isinstance(node, (ast.Lambda, ast.JoinedStr)):
        return True if isinstance(node, ast.Lambda) else None
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        inner = truth(node.operand, depth + 1)
        return None if inner is None else not inner
    if isinstance(node, ast.BoolOp):
        values = [truth(value, depth + 1) for value in node.values]
        decides = isinstance(node.op, ast.Or)
        if decides in values:
            return decides
        return None if None in values else not decides
    if last_name(node) == "TYPE_CHECKING":
        return False
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        return compare_constants(node)
    return None


def compare_constants(node):
    left, right = constant(node.left), constant(node.comparators[0])
    if left is UNKNOWN or right is UNKNOWN:
        return None
    if isinstance(node.ops[0], (ast.Eq, ast.Is)):
        return left == right
    if isinstance(node.ops[0], (ast.NotEq, ast.IsNot)):
        return left != right
    if isinstance(left, (int, float)) and isinstance(right, (int, float)):
        orders = {ast.Lt: left < right, ast.LtE: left <= right, ast.Gt: left > right, ast.GtE: left >= right}
        return orders.get(type(node.ops[0]))
    return None


def last_name(node):
    """``c`` of ``a.b.c``, of ``a.b.c()`` and of ``c``."""
    for _ in range(MAX_DEPTH):
        if not isinstance(node, ast.Call):
            break
        node = node.func
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def root_name(node):
    """``a`` of ``a.b[0].c()``."""
    while isinstance(node, (ast.Attribute, ast.Call, ast.Subscript, ast.Await)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def body_without_docstring(node):
    body = node.body
    first = body[0] if body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        return body[1:]
    return body


def is_empty_statement(node):
    """``pass``, ``...``, a string or another constant."""
    return isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def unwrap_index(node):
    """Python 3.8 wraps a subscript's index."""
    return node.value if type(node).__name__ == "Index" else node


def keyword(call, name):
    for item in call.keywords:
        if item.arg == name:
            return item.value
    return None


def argument(call, index, name):
    return call.args[index] if len(call.args) > index else keyword(call, name)


def assigned_pairs(node):
    """(target, value) of an assignment of any form; tuples are taken apart where both sides have as many."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield from pairs_of(target, node.value)
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        yield node.target, node.value
    elif isinstance(node, (ast.AugAssign, ast.NamedExpr)):
        yield node.target, node.value


def pairs_of(target, value):
    if isinstance(target, (ast.Tuple, ast.List)):
        values = value.elts if isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts) else [value] * len(target.elts)
        for element, part in zip(target.elts, values):
            yield from pairs_of(element, part)
    else:
        yield target, value


def is_main_guard(node):
    return isinstance(node, ast.If) and isinstance(node.test, ast.Compare) and last_name(node.test.left) == "__name__"
