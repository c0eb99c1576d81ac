"""cases_dropped: a test runs with fewer cases than before."""

from .cases import case_sets, count_cases, distinct, examples_of, fixture_parameters, loop_sets
from .patch import sign
from .source import Unit


def find_dropped(patch, pairs):
    elsewhere = cases_of_tests(pairs.new + [pair.after for pair in pairs.stayed])
    for pair in pairs.stayed + pairs.moved:
        if pair.before.source.text == pair.after.source.text:
            continue
        reason = compare(pair, elsewhere) or has_no_case(pair)
        if reason:
            place = Unit(pair.after.source, pair.after.node, pair.after.name, pair.after.cls)
            yield sign("cases_dropped", place, pair.after.node, f"{pair.after.id} {reason}", pair.after.id)
    yield from find_in_fixtures(patch)


def has_no_case(pair):
    """``parametrize`` over nothing, which was not there before."""
    is_empty = any(elements == [] for _, elements, _ in case_sets(pair.after))
    return "is run with no case at all" if is_empty and not any(elements == [] for _, elements, _ in case_sets(pair.before)) else None


def cases_of_tests(tests):
    """Every case of every test: a case that another test has now was moved."""
    found = {}
    for test in tests:
        for _, elements, _ in case_sets(test):
            for key in distinct(elements or ()):
                found.setdefault(key, set()).add(test.id)
    return found


def compare(pair, elsewhere):
    before, after = pair.before, pair.after
    old, new = case_sets(before), case_sets(after)
    if any(elements is None for _, elements, _ in new):
        return None
    kept = {label: elements for label, elements, _ in new}
    for label, elements, _ in old:
        if elements is None:
            continue
        now = kept.get(label)
        if now is None and len(old) == len(new):
            now = new[[item[0] for item in old].index(label)][1]
        if now is None and len(old) > len(new):
            now = looped(after, len(distinct(elements))) or []
        if now is None or len(distinct(now)) >= len(distinct(elements)):
            continue
        if not is_moved(distinct(elements) - distinct(now), elsewhere, after.id):
            return f"has {describe(len(now))} of its {len(elements)} cases left" if now or label in kept else f"is no longer run with its {len(elements)} cases"
    if text_around(before) == text_around(after):
        return None
    return compare_loops(pair) or compare_examples(pair)


def text_around(test):
    """The test's own text, and that of the statements of its module, which may hold its cases."""
    if not hasattr(test.source, "statements"):
        test.source.statements = [unit.text for unit in test.source.units if not unit.is_function and not unit.is_class]
    return test.source.text_of(test.node), test.source.statements


def describe(count):
    return "none" if count == 0 else str(count)


def looped(test, count):
    """A loop over as many literals in the test itself is as good."""
    return next((elements for _, elements, _ in loop_sets(test.node, test.source.names) if len(distinct(elements)) >= count), None)


def is_moved(lost, elsewhere, test):
    return bool(lost) and all(elsewhere.get(key, set()) - {test} for key in lost)


def compare_loops(pair):
    new = {target: elements for target, elements, _ in loop_sets(pair.after.node, pair.after.source.names)}
    for target, elements, _ in loop_sets(pair.before.node, pair.before.source.names):
        now = new.get(target)
        is_shorter = now is not None and len(distinct(now)) < len(distinct(elements))
        if is_shorter and count_cases(pair.after) <= count_cases(pair.before) and now:
            return f"loops over {len(now)} cases instead of {len(elements)}"
    return None


def compare_examples(pair):
    old, new = examples_of(pair.before.node, pair.before.source.names), examples_of(pair.after.node, pair.after.source.names)
    if new[0] < old[0]:
        return f"has {new[0]} of its {old[0]} hypothesis examples left"
    if new[1] is not None and new[1] < (old[1] or 100):
        return f"tries {new[1]} examples instead of {old[1] or 100}"
    return None


def find_in_fixtures(patch):
    after = {unit.node.name: unit for unit in patch.after.changed_units if unit.is_function}
    for unit in patch.before.changed_units:
        other = after.get(unit.node.name) if unit.is_function else None
        if other is None or not unit.source.is_test:
            continue
        old, new = fixture_parameters(unit.node, unit.source.names), fixture_parameters(other.node, other.source.names)
        if old and (new is None and not other.node.decorator_list or new is not None and len(distinct(new)) < len(distinct(old))):
            yield sign("cases_dropped", other, other.node, f"the fixture {unit.node.name} has {describe(len(new or []))} of its {len(old)} parameters left")
