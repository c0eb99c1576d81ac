"""A patch: every changed file before and after, and what was added to it."""

from collections import Counter

from .config_files import is_config, read_config
from .paths import Modules, is_python
from .settings import as_list
from .source import Source


class Change:
    def __init__(self, fields):
        self.path = fields["path"]
        self.from_path = fields.get("from") or self.path
        self.before_text = fields.get("before")
        self.after_text = fields.get("after")
        is_code = is_python(self.path) or is_python(self.from_path)
        has_changed = self.before_text != self.after_text or self.path != self.from_path
        self.before = Source(self.from_path, self.before_text) if is_code and has_changed and self.before_text is not None else None
        self.after = Source(self.path, self.after_text) if is_code and has_changed and self.after_text is not None else None
        if self.after and self.after.tree is None:
            self.before = self.after = None


class Side:
    """The changed files as they were, or as they are."""

    def __init__(self, sources, modules):
        self.sources = [source for source in sources if source is not None]
        self.sources_by_path = {source.path: source for source in self.sources}
        self.modules = modules
        self.has_own_name = modules.has_package("autopack")
        self.changed_units = []
        self.helpers = {}
        self.classes = {}
        for source in self.sources:
            for unit in source.units if source.is_test else ():
                if unit.is_function:
                    self.helpers.setdefault(unit.node.name, unit)
                elif unit.is_class:
                    self.classes.setdefault(unit.node.name, unit)


class Patch:
    def __init__(self, fields):
        self.paths = fields["paths"]
        self.modules = Modules(self.paths)
        self.changes = [Change(item) for item in fields["files"]]
        self.before = Side([change.before for change in self.changes], Modules(list_before(self.changes, self.paths)))
        self.after = Side([change.after for change in self.changes], self.modules)
        self.before.changed_units = units_without(self.before, self.after)
        self.after.changed_units = units_without(self.after, self.before)

    def test_patterns(self):
        """``python_files`` of the configurations that changed: both what it was and what it is."""
        patterns = []
        for change in self.changes:
            for path, text in ((change.from_path, change.before_text), (change.path, change.after_text)):
                if is_config(path) and text and "python_files" in text:
                    patterns += as_list(read_config(path, text).get("pytest", {}).get("python_files"))
        return tuple(patterns)

    def additions(self, find):
        """The signs that ``find(unit, side)`` yields, as (key, sign), for what is new, less those whose key it yields for what was there."""
        known = Counter(key for unit in self.before.changed_units for key, _ in find(unit, self.before))
        for unit in self.after.changed_units:
            for key, sign in find(unit, self.after):
                if known[key] > 0:
                    known[key] -= 1
                else:
                    yield sign


def list_before(changes, paths):
    return paths + [change.from_path for change in changes if change.before_text is not None]


def units_without(side, other):
    """Those whose text is not on the other side too: what only moved is neither new nor gone."""
    known = Counter(key_of(unit) for source in other.sources for unit in source.units)
    changed = []
    for source in side.sources:
        for unit in source.units:
            if known[key_of(unit)] > 0:
                known[key_of(unit)] -= 1
            else:
                changed.append(unit)
    return changed


def key_of(unit):
    return (unit.source.kind, unit.source.is_conftest, unit.is_function, unit.text)


def sign(identifier, unit, node, message, test=None):
    found = {"id": identifier, "path": unit.source.path, "line": node.lineno, "message": message}
    if test is not None:
        found["test"] = test
    return found
