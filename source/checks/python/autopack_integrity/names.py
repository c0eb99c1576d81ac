"""What the names of a module stand for: ``fail`` -> ``pytest.fail``."""

import ast

from .paths import directories_of
from .syntax import assigned_pairs

STARS = {
    "pytest": ("mark", "skip", "xfail", "fail", "raises", "exit", "importorskip", "param", "fixture", "approx", "warns"),
    "unittest": ("TestCase", "skip", "skipIf", "skipUnless", "SkipTest", "expectedFailure", "mock"),
    "unittest.mock": ("patch", "Mock", "MagicMock", "AsyncMock", "ANY", "create_autospec"),
    "contextlib": ("suppress",),
}


class Names:
    """Built of the nodes of a module. Functions share one table: a local import counts everywhere."""

    def __init__(self, path, nodes):
        self.imports = {}
        self.values = {}
        self._path = path
        for node in nodes:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    self.imports[alias.asname or alias.name.split(".")[0]] = alias.name if alias.asname else alias.name.split(".")[0]
            elif isinstance(node, ast.ImportFrom):
                self._add_from(node)
            elif isinstance(node, (ast.Assign, ast.AnnAssign)):
                for target, value in assigned_pairs(node):
                    if isinstance(target, ast.Name):
                        self.values[target.id] = value

    def _add_from(self, node):
        module = node.module or ""
        if node.level:
            package = directories_of(self._path)
            package = package[: len(package) - node.level + 1] if node.level > 1 else package
            module = ".".join(package + ([module] if module else []))
        for alias in node.names:
            names = STARS.get(module, ()) if alias.name == "*" else (alias.name,)
            for name in names:
                self.imports[(alias.asname or name)] = module + "." + name if module else name

    def resolve(self, node, depth=0):
        """The dotted name of an expression, as far as it can be followed; "" where it has none."""
        if depth > 20:
            return ""
        if isinstance(node, ast.Name):
            if node.id in self.imports:
                return self.imports[node.id]
            value = self.values.get(node.id)
            if isinstance(value, (ast.Name, ast.Attribute)) or is_lookup(value):
                return self.resolve(value, depth + 1) or node.id
            return node.id
        if isinstance(node, ast.Attribute):
            base = self.resolve(node.value, depth + 1)
            return base + "." + node.attr if base else ""
        if isinstance(node, ast.Call):
            return self._resolve_lookup(node, depth)
        return ""

    def _resolve_lookup(self, call, depth):
        function = self.resolve(call.func, depth + 1)
        texts = [item.value if isinstance(item, ast.Constant) and isinstance(item.value, str) else None for item in call.args]
        if function in ("__import__", "importlib.import_module") and texts and texts[0]:
            return texts[0]
        if function == "getattr" and len(texts) > 1 and texts[1]:
            base = self.resolve(call.args[0], depth + 1)
            return base + "." + texts[1] if base else ""
        return ""

    def callee(self, call):
        return self.resolve(call.func)

    def value_of(self, node):
        """What a name was assigned, if it is one."""
        for _ in range(8):
            if not isinstance(node, ast.Name) or node.id not in self.values:
                break
            node = self.values[node.id]
        return node


def is_lookup(node):
    return isinstance(node, ast.Call) and (isinstance(node.func, ast.Name) and node.func.id in ("getattr", "__import__") or getattr(node.func, "attr", "") == "import_module")
