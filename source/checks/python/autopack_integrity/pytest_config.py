"""How a pytest configuration was loosened: one clause for each way."""

import shlex
from fnmatch import fnmatchcase

from .paths import COLLECTED_FILES, is_collected, name_of
from .settings import as_lines, as_list, covers

SELECTING = ("-k", "-m", "--ignore", "--ignore-glob", "--deselect", "--maxfail", "-c", "--rootdir", "--confcutdir", "--pyargs")
SWITCHES = ("--co", "--collect-only", "--noconftest", "--no-cov", "--lf", "--last-failed", "--sw", "--stepwise", "--stepwise-skip", "--nf", "--setup-only", "--setup-plan", "--fixtures", "--version", "--help", "--exitfirst", "-x", "--suppress-no-test-exit-code", "--suppress-tests-failed-exit-code", "--assert=plain", "--forked-ignore", "--no-strict-markers")
GUARDS = ("--strict", "--strict-markers", "--strict-config", "--doctest-modules", "--cov-fail-under", "--cov", "--cov-branch", "--import-mode-strict", "--fail-on-flaky")


def loosened(settings, paths):
    yield from addopts(settings)
    yield from test_paths(settings, paths)
    yield from patterns(settings, paths)
    yield from warnings(settings)
    # Since pytest 9, `strict` stands for all of them.
    is_strict = settings.is_on(settings.after, "strict")
    for key in ("xfail_strict", "strict", "strict_xfail", "strict_markers", "strict_config", "strict_parametrization_ids"):
        if settings.is_on(settings.before, key) and not settings.is_on(settings.after, key) and not is_strict:
            yield f"{key} is off"
    if settings.before.get("empty_parameter_set_mark") == "fail_at_collect" and settings.after.get("empty_parameter_set_mark") != "fail_at_collect":
        yield "empty_parameter_set_mark no longer fails"
    for plugin in settings.removed("required_plugins"):
        yield f"required_plugins has no {plugin} any more"


def options(side):
    """``-k x``, ``-kx``, ``--ignore=x`` and ``--ignore x`` -> (``-k``, ``x``)."""
    value = side.get("addopts", "")
    try:
        words = [str(item) for item in value] if isinstance(value, list) else shlex.split(str(value), comments=True)
    except ValueError:
        words = str(value).split()
    found, index = [], 0
    while index < len(words):
        word = words[index]
        index += 1
        if word.startswith("--"):
            name, _, text = word.partition("=")
            has_next = not text and name in SELECTING + ("--cov-fail-under", "--cov") and index < len(words) and not words[index].startswith("-")
            text, index = (words[index], index + 1) if has_next else (text, index)
        elif word[:2] in ("-k", "-m", "-p", "-c", "-W", "-o", "-n"):
            name, text = word[:2], word[2:].lstrip("=")
            if not text and index < len(words):
                text, index = words[index], index + 1
        else:
            name, text = word, ""
        found.append((name, text))
    return found


def addopts(settings):
    before, after = options(settings.before), options(settings.after)
    for name, text in after:
        if (name, text) in before:
            continue
        is_blocking = name == "-p" and text.startswith("no:") and text[3:] not in ("cacheprovider", "randomly", "warnings", "legacypath")
        is_ignoring = name == "-W" and text.startswith("ignore") and any(item[0] == "-W" and item[1].startswith("error") for item in before)
        is_setting = name == "-o" and text.split("=")[0] in ("addopts", "testpaths", "python_files", "python_classes", "python_functions", "xfail_strict", "norecursedirs")
        if name in SELECTING + SWITCHES or is_blocking or is_ignoring or is_setting:
            yield f"addopts has `{(name + ' ' + text).strip()}`"
        elif f"{name}={text}" in SWITCHES:
            yield f"addopts has `{name}={text}`"
        elif not name.startswith("-") and not any(item[0] == name for item in before):
            yield f"addopts names `{name}`, so that other tests are left out"
    names = [name for name, _ in after]
    for name, text in before:
        if name in GUARDS and name not in names and not (name.startswith("--strict") and settings.is_on(settings.after, "strict")):
            yield f"addopts has no {name} any more"
        elif name == "-W" and text.startswith("error") and (name, text) not in after:
            yield f"addopts has no `-W {text}` any more"
        elif name == "--cov-fail-under":
            now = next((value for key, value in after if key == name), "")
            if number(now) < number(text):
                yield f"--cov-fail-under fell from {text} to {now}"


def number(text):
    try:
        return float(text)
    except ValueError:
        return 0.0


def test_paths(settings, paths):
    before, after = as_list(settings.before.get("testpaths")), as_list(settings.after.get("testpaths"))
    if not after or after == before:
        return
    for path in before:
        if not covers(path, after):
            yield f"testpaths has no {path} any more"
            return
    outside = [path for path in paths if is_collected(path) and not covers(path, after) and not any(fnmatchcase(path, item.strip("/") + "/*") for item in after)]
    if not before and outside:
        yield f"testpaths leaves out {outside[0]}"
    for folder in settings.added("norecursedirs"):
        inside = [path for path in paths if is_collected(path) and any(fnmatchcase(part, folder) for part in path.split("/")[:-1])]
        if inside:
            yield f"norecursedirs leaves out {inside[0]}"


def patterns(settings, paths):
    before, after = (as_list(side.get("python_files")) or list(COLLECTED_FILES) for side in (settings.before, settings.after))
    lost = [path for path in paths if path.endswith(".py") and matches(path, before) and not matches(path, after)]
    if lost:
        yield f"python_files leaves out {lost[0]}"
    elif any(pattern not in after for pattern in settings.removed("python_files")) and not settings.added("python_files") and settings.after.get("python_files"):
        yield f"python_files has no {settings.removed('python_files')[0]} any more"
    for key, default in (("python_classes", "Test"), ("python_functions", "test")):
        old = as_list(settings.before.get(key)) or [default]
        new = as_list(settings.after.get(key)) or [default]
        for pattern in old:
            stem = pattern.rstrip("*").rstrip("_")
            if not any(stem == item.rstrip("*").rstrip("_") or stem.startswith(item.rstrip("*")) for item in new):
                yield f"{key} has no {pattern} any more"
    if "testpaths" not in settings.after or settings.before.get("testpaths") == settings.after.get("testpaths"):
        for folder in settings.added("norecursedirs"):
            inside = [path for path in paths if is_collected(path) and any(fnmatchcase(part, folder) for part in path.split("/")[:-1])]
            if inside:
                yield f"norecursedirs leaves out {inside[0]}"


def matches(path, globs):
    return any(fnmatchcase(name_of(path), pattern) or "/" in pattern and fnmatchcase(path, pattern) for pattern in globs)


def warnings(settings):
    before, after = as_lines(settings.before.get("filterwarnings")), as_lines(settings.after.get("filterwarnings"))
    for line in before:
        if line.startswith("error") and line not in after:
            yield f"filterwarnings has no `{line}` any more"
    if "error" in before and "ignore" in after and "ignore" not in before:
        yield "filterwarnings ignores everything"
