"""One side of a changed file: its text, its tree, and the units that it is made of."""

import ast
import re

from .names import Names
from .paths import is_conftest, is_script, is_test_path
from .syntax import FUNCTIONS, TRIES, WITHS, fingerprint, flatten

COOKIE = re.compile(r"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
PLAIN_ENCODINGS = ("utf-8", "utf8", "latin-1", "latin1", "iso-8859-1", "iso-8859-15", "ascii", "us-ascii", "cp1252")


def decode(text):
    """The text as Python reads it: a declared encoding counts, since code can be hidden in one."""
    text = text[1:] if text.startswith("\ufeff") else text
    first, *others = text.split("\n", 2)[:2]
    # Python reads the second line only below one without code.
    for line in [first] + (others if not first.strip() or first.lstrip().startswith("#") else []):
        cookie = COOKIE.match(line)
        if cookie and cookie.group(1).lower().replace("_", "-") not in PLAIN_ENCODINGS:
            try:
                text = text.encode("utf-8").decode(cookie.group(1))
            except (ValueError, LookupError):
                pass
    return text.replace("\r\n", "\n").replace("\r", "\n")


class Unit:
    """A function, a method, or a statement of a module or class: the smallest part that is compared as a whole."""

    def __init__(self, source, node, qualname, cls):
        self.source = source
        self.node = node
        self.qualname = qualname
        self.cls = cls
        self.is_function = isinstance(node, FUNCTIONS)
        self.is_class = isinstance(node, ast.ClassDef)
        self._nodes = None

    @property
    def text(self):
        if self.is_class:
            return "class " + self.qualname + " ".join(fingerprint(node) for node in header_of(self.node))
        return self.source.text_of(self.node)

    @property
    def nodes(self):
        """Of a class: its head; of a statement: without the functions and classes in it. These are units too."""
        if self._nodes is None:
            if self.is_class:
                self._nodes = [node for part in header_of(self.node) for node in flatten(part)]
            else:
                self._nodes = flatten(self.node, () if self.is_function else FUNCTIONS + (ast.ClassDef,))
        return self._nodes

    @property
    def location(self):
        """The node id, without parameters, of a test."""
        return self.source.path + "::" + self.qualname if self.qualname else self.source.path


def header_of(node):
    return node.decorator_list + node.bases + node.keywords


class Source:
    def __init__(self, path, text):
        self.path = path
        self.text = decode(text)
        self.lines = self.text.split("\n")
        self.is_test = is_test_path(path)
        self.is_conftest = is_conftest(path)
        self.is_script = is_script(path)
        self.kind = "test" if self.is_test else "code"
        try:
            self.tree = ast.parse(self.text)
        except (SyntaxError, ValueError, LookupError, RecursionError, MemoryError):
            self.tree = None
        self._names = None
        self._units = None

    @property
    def names(self):
        if self._names is None:
            importing = (unit for unit in self.units if not unit.is_function or "import " in unit.text)
            self._names = Names(self.path, [node for unit in importing for node in unit.nodes])
        return self._names

    @property
    def units(self):
        if self._units is None:
            self._units = list(units_in(self, self.tree, "", None)) if self.tree else []
        return self._units

    def text_of(self, node):
        first = min([node.lineno] + [item.lineno for item in getattr(node, "decorator_list", ())])
        return "\n".join(self.lines[first - 1 : node.end_lineno]).strip() or fingerprint(node)

    def snippet(self, node, limit=70):
        """The code of a node on one line, for a message."""
        lines = self.lines[node.lineno - 1 : node.end_lineno]
        if not lines:
            return ""
        encoded = [line.encode("utf-8", "replace") for line in lines]
        encoded[-1] = encoded[-1][: node.end_col_offset]
        encoded[0] = encoded[0][node.col_offset :]
        text = " ".join(b" ".join(encoded).decode("utf-8", "replace").split())
        text = "".join(character if character.isprintable() else "\ufffd" for character in text)
        return text if len(text) <= limit else text[: limit - 1] + "\u2026"


def units_in(source, parent, prefix, cls):
    """Descends into classes and into the branches of statements, not into functions."""
    for node in blocks_of(parent):
        if isinstance(node, FUNCTIONS):
            yield Unit(source, node, prefix + node.name, cls)
        elif isinstance(node, ast.ClassDef):
            yield Unit(source, node, prefix + node.name, node)
            yield from units_in(source, node, prefix + node.name + "::", node)
        else:
            yield Unit(source, node, prefix, cls)
            if isinstance(node, (ast.If, ast.For, ast.While) + TRIES + WITHS):
                yield from (unit for unit in units_in(source, node, prefix, cls) if unit.is_function or unit.is_class or isinstance(unit.node, ast.stmt) and unit.cls is not cls)


def blocks_of(node):
    for field in ("body", "orelse", "finalbody"):
        yield from getattr(node, field, ())
    for handler in getattr(node, "handlers", ()):
        yield from handler.body
