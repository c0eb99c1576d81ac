"""tests_gone: tests that pytest no longer collects, and tests that a second definition hides."""

from .paths import is_collected


def find_gone(patch, pairs, before, after, patterns):
    kept = {change.from_path: change.path for change in patch.changes if change.after is not None}
    hidden = {id(earlier): (source, later, name) for source, earlier, later, name in after.hidden}
    for test in pairs.gone:
        path = kept.get(test.id.split("::", 1)[0])
        found = {"id": "tests_gone", "path": path or test.source.path, "test": test.id}
        yield dict(found, message=f"{test.id} {reason_for(test, path, patch, patterns)}")
    yield from find_hidden(before, hidden)


def reason_for(test, path, patch, patterns):
    if path is None:
        return "is gone: its file was deleted"
    if not is_collected(path, patterns):
        return f"is no longer collected: pytest does not look into {path}"
    source = patch.after.sources_by_path.get(path)
    for unit in source.units if source else ():
        if unit.is_function and unit.node.name.lstrip("_").endswith(test.function_name.replace("test_", "", 1)) and unit.node.name != test.function_name and not unit.node.name.startswith("test"):
            return f"is no longer collected: it is called {unit.node.name} now"
        if unit.is_function and unit.node.name == test.function_name:
            return "is no longer collected where it is defined now"
    return "is gone"


def find_hidden(before, hidden):
    known = {(source.path, name, source.text_of(earlier)) for source, earlier, _, name in before.hidden}
    for source, later, name in hidden.values():
        if not any(item[:2] == (source.path, name) for item in known):
            yield {
                "id": "tests_gone", "path": source.path, "line": later.lineno, "test": f"{source.path}::{name}",
                "message": f"{name} is defined again on line {later.lineno}: the first of the two is never run",
            }
