"""assertions_removed: a test that stays checks less than before."""

import ast
from collections import Counter

from .calls import is_skip
from .cases import count_cases
from .checks import read_checks
from .patch import sign
from .rank import EXACT, PARTIAL, TRUTH
from .source import Unit
from .syntax import is_empty_statement, last_name

NAMES = {EXACT: "exact", PARTIAL: "exact or partial", TRUTH: "stronger"}
MAX_EXCUSED = 3


def find_removed(patch, pairs):
    changed = [pair for pair in pairs.stayed + pairs.moved + list(helper_pairs(patch)) if has_changed(pair)]
    pool = Counter(check.key for test in pairs.new for check in live(read_checks(test, patch.after)[0]) if not check.trivial)
    for pair in changed:
        if hasattr(pair.before, "unit") and not hasattr(pair.after, "unit"):
            continue
        yield from compare(pair, patch, pool)


def has_changed(pair):
    before, after = pair.before, pair.after
    return before.source.text_of(before.node) != after.source.text_of(after.node)


class Helper:
    """A function of the tests that is no test, as if it were one."""

    def __init__(self, unit):
        self.unit = unit
        self.id = unit.location
        self.source = unit.source
        self.node = unit.node
        self.cls = unit.cls
        self.body = unit.node.body
        self.name = self.function_name = unit.node.name


class HelperPair:
    def __init__(self, before, after):
        self.before = before
        self.after = after


def helper_pairs(patch):
    """Functions of the same name that are no tests, before and after."""
    after = {unit.node.name: unit for unit in patch.after.changed_units if is_helper(unit)}
    for unit in patch.before.changed_units:
        other = after.get(unit.node.name) if is_helper(unit) else None
        if other is not None:
            yield HelperPair(Helper(unit), Helper(other))


def is_helper(unit):
    return isinstance(unit, Unit) and unit.is_function and unit.source.is_test and not unit.node.name.startswith("test")


def live(checks):
    """What is skipped or swallowed is a sign of its own, and still there."""
    return [check for check in checks if check.dead in (None, "return")]


def compare(pair, patch, pool):
    if is_skipping(pair.after) and not is_skipping(pair.before):
        return
    before = [check for check in live(read_checks(pair.before, patch.before)[0]) if not check.trivial]
    all_after = read_checks(pair.after, patch.after)[0]
    after = live(all_after)
    lost, gained = difference(before, after), difference(after, before)
    lost = [check for check in lost if not take(pool, check)]
    if not lost:
        yield from compare_conditions(pair, before, after)
        return
    place = Unit(pair.after.source, pair.after.node, pair.after.id.split("::", 1)[-1], pair.after.cls)
    message = describe(pair, lost, gained, all_after)
    if message is None:
        yield from compare_conditions(pair, before, after)
        return
    yield sign("assertions_removed", place, pair.after.node, message, pair.after.id)


def is_skipping(test):
    """True if its first statements leave it: a sign of its own."""
    names = test.source.names
    for node in test.body:
        is_raised = isinstance(node, ast.Raise) and node.exc is not None and last_name(node.exc) in ("SkipTest", "Skipped")
        if is_raised or isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and is_skip(node.value, names):
            return True
    return False


def take(pool, check):
    if pool[check.key] > 0:
        pool[check.key] -= 1
        return True
    return False


def difference(one, other):
    known = Counter(check.key for check in other)
    left = []
    for check in one:
        if known[check.key] > 0:
            known[check.key] -= 1
        else:
            left.append(check)
    return left


def describe(pair, lost, gained, all_after):
    name = pair.after.id
    factor = max(1, count_cases(pair.after) // max(1, count_cases(pair.before)))
    loss = total(lost, "low", TRUTH - 1)
    gain = total(gained, "high", TRUTH - 1) * factor + MAX_EXCUSED * sum(1 for check in gained if getattr(check, "is_helper", False))
    first = pair.before.source.snippet(lost[0].node)
    if gain < loss:
        dead = next((check for check in all_after if check.key == lost[0].key and check.dead), None)
        where = f" is now in {dead.dead}" if dead else ", which is now a bare expression," * is_bare(pair, lost[0]) + " is gone"
        if all(is_empty_statement(statement) for statement in pair.after.body):
            return f"{name} has no body left: `{first}` is gone"
        return f"{name} has fewer assertions than before: `{first}`{where}"
    weakened = widened(lost, gained) or weaker_about_same(lost, gained) or loosened(lost, gained)
    if weakened:
        return f"{name} checks less than before: {quote(pair, weakened)}"
    for rank in (EXACT, PARTIAL, TRUTH):
        if total(lost, "low", rank) > total(gained, "high", rank) * factor + MAX_EXCUSED * sum(1 for check in gained if getattr(check, "is_helper", False)):
            strongest = max(lost, key=lambda check: check.rank)
            return f"{name} checks less than before: no {NAMES[rank]} comparison replaces `{pair.before.source.snippet(strongest.node)}`"
    return None


def is_bare(pair, check):
    text = pair.before.source.snippet(check.node, 1000)
    text = text[len("assert ") :] if text.startswith("assert ") else text
    return any(pair.after.source.snippet(statement, 1000) == text for statement in pair.after.body)


def total(checks, size, rank):
    """What is trivial is a sign of its own: it stands for what it replaced."""
    return sum(getattr(check, size) for check in checks if check.rank >= rank or check.trivial)


def widened(lost, gained):
    """``raises(ValueError, match=...)`` -> ``raises(Exception)``."""
    old = [check for check in lost if check.kind == "raises"]
    for check in gained:
        if check.kind != "raises":
            continue
        for other in old:
            if check.rank < other.rank or other.has_match and not check.has_match and check.exception == other.exception:
                return other, check
    return None


def weaker_about_same(lost, gained):
    """``x == 3`` -> ``x is not None``."""
    for check in gained:
        for other in lost:
            is_weaker = check.subject is not None and check.rank < other.rank and not check.trivial and other.subject is not None
            is_related = is_weaker and (check.subject == other.subject or check.subject in other.parts)
            if is_related and not any(strong.rank >= other.rank and (other.subject in strong.parts or strong.subject == other.subject) for strong in gained):
                return other, check
    return None


def loosened(lost, gained):
    """``approx(3)`` -> ``approx(3, abs=1)``."""
    for check in gained:
        for other in lost:
            is_same = check.loose_key is not None and check.loose_key == other.loose_key and check.tolerance is not None and other.tolerance is not None
            if is_same and check.tolerance > max(other.tolerance * 1.01, 1e-6 if other.tolerance else 1e-3) and not check.trivial:
                return other, check
    return None


def quote(pair, checks):
    return f"`{pair.before.source.snippet(checks[0].node)}` became `{pair.after.source.snippet(checks[1].node)}`"


def compare_conditions(pair, before, after):
    """Assertions that are reached under a condition only, and were reached always."""
    always = Counter(check.key for check in before if not check.is_conditional)
    always.subtract(Counter(check.key for check in after if not check.is_conditional))
    for check in after:
        if check.is_conditional and always[check.key] > 0:
            place = Unit(pair.after.source, pair.after.node, pair.after.name, pair.after.cls)
            message = f"{pair.after.id} checks `{pair.after.source.snippet(check.node)}` under a condition only"
            yield sign("assertions_removed", place, check.node, message, pair.after.id)
            return
