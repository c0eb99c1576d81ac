"""Which test of the result is which of the base: by node id, else by what is in it."""

import ast
from collections import Counter

from .checks import read_checks
from .literals import elements_of
from .marks import parameter_sets
from .syntax import UNKNOWN, constant, fingerprint, last_name

SIMILAR = 0.5
CONTAINED = 0.85
CLOSE = 0.75
SAME_NAME = 0.4
SMALL = 12


class Pair:
    def __init__(self, before, after):
        self.before = before
        self.after = after


class Pairs:
    """``stayed``: with the same node id; ``moved``: with another; ``gone`` and ``new``: without a partner."""

    def __init__(self, before, after, patch):
        self.stayed = [Pair(test, after[key]) for key, test in before.items() if key in after]
        self.moved = []
        self.merged = []
        gone = [test for key, test in before.items() if key not in after]
        new = [test for key, test in after.items() if key not in before]
        for decide in (is_same_body, is_same_name, is_similar):
            gone, new = self._match(gone, new, decide)
        self.new = new
        self.gone = [test for test in gone if not self._find_merged(test, patch)]

    def _match(self, gone, new, decide):
        left, rest = [], list(new)
        for test in gone:
            partners = [other for other in rest if decide(test, other)]
            partner = max(partners, key=lambda other: similarity(test, other)[0], default=None)
            if partner is None:
                left.append(test)
            else:
                rest.remove(partner)
                self.moved.append(Pair(test, partner))
        return left, rest

    def _find_merged(self, test, patch):
        """True if all that it checked is checked by a test that is new or changed."""
        changed = self.new + [pair.after for pair in self.stayed if pair.after.source.text_of(pair.after.node) != pair.before.source.text_of(pair.before.node)]
        checks = {check.key for check in read_checks(test, patch.before)[0] if not check.trivial and check.dead is None}
        for other in changed:
            keys = {check.key for check in read_checks(other, patch.after)[0] if check.dead is None}
            if checks and checks <= keys or checks and is_case_of(test, other):
                self.merged.append(Pair(test, other))
                return True
        return False

    @property
    def renamed(self):
        return [{"from": pair.before.id, "to": pair.after.id} for pair in self.moved + self.merged]


def labels(test):
    """What is in a test, as a bag: names, literals and kinds of nodes."""
    if not hasattr(test, "labels"):
        bag = Counter()
        for statement in test.body:
            for node in ast.walk(statement):
                if isinstance(node, ast.Name):
                    bag[node.id] += 1
                elif isinstance(node, ast.Attribute):
                    bag["." + node.attr] += 1
                elif isinstance(node, ast.Constant):
                    bag[repr(node.value)[:80]] += 1
                elif not isinstance(node, (ast.Load, ast.Store)):
                    bag[type(node).__name__] += 1
        test.labels = bag
    return test.labels


def similarity(one, other):
    """What they have in common: of the larger one, and of the smaller one."""
    left, right = labels(one), labels(other)
    sizes = sorted((sum(left.values()), sum(right.values())))
    common = sum((left & right).values())
    return (common / sizes[1], common / sizes[0]) if sizes[0] else (0, 0)


def body_text(test):
    if not hasattr(test, "fingerprint"):
        test.fingerprint = " ".join(fingerprint(statement) for statement in test.body)
    return test.fingerprint


def is_same_body(one, other):
    return body_text(one) == body_text(other) and bool(one.body)


def is_same_name(one, other):
    """In another file or class, under its old name and not beyond recognition."""
    return one.function_name == other.function_name and similarity(one, other)[0] >= SAME_NAME


def is_similar(one, other):
    """Renamed with what it tests, or cut: names differ, the rest does not. Tests of a line or two are too alike for that."""
    if sum(labels(one).values()) < SMALL or not shares_words(one, other):
        return False
    of_larger, of_smaller = similarity(one, other)
    return of_larger >= CLOSE or of_larger >= SIMILAR and of_smaller >= CONTAINED


def shares_words(one, other):
    common = set(one.function_name.split("_")) & set(other.function_name.split("_")) - {"test", "", "the", "a", "is", "with"}
    return bool(common) and one.source.path == other.source.path


def is_case_of(test, other):
    """True for a test that became a case of a parametrized one: same calls, its literals among the cases."""
    cases = [element for _, values in parameter_sets(other.node, other.source.names) for element in elements_of(values, other.source.names) or []]
    if len(cases) < 2:
        return False
    calls = {last_name(node) for statement in test.body for node in ast.walk(statement) if isinstance(node, ast.Call)}
    other_calls = {last_name(node) for statement in other.body for node in ast.walk(statement) if isinstance(node, ast.Call)}
    literals = {repr(value) for value in literal_values(test.body)}
    if not calls <= other_calls or not literals:
        return False
    shared = {repr(value) for value in literal_values(other.body)}
    return any(literals <= shared | {repr(value) for value in literal_values([case])} for case in cases)


def literal_values(nodes):
    for statement in nodes:
        for node in ast.walk(statement):
            value = constant(node)
            if value is not UNKNOWN:
                yield value
