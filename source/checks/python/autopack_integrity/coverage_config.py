"""How a coverage configuration was loosened."""

from .paths import directories_of, is_script, is_test_path
from .settings import as_lines, as_list, covers

PLAIN_EXCLUSIONS = (
    "pragma: no cover", "if TYPE_CHECKING", "if typing.TYPE_CHECKING", "raise NotImplementedError", "__main__", "abstractmethod", "overload", "\\.\\.\\.", "raise AssertionError", "assert_never", "def __repr__",
    "class .*\\bProtocol",
)
LISTS = ("run.omit", "report.omit", "run.disable_warnings", "report.partial_branches", "report.partial_also", "xml.omit", "html.omit")
EXCLUSIONS = ("report.exclude_lines", "report.exclude_also")


def loosened(settings, paths):
    old, new = settings.numbers("report.fail_under")
    if old is not None and (new is None or new < old):
        yield f"fail_under fell from {old:g} to {'nothing' if new is None else format(new, 'g')}"
    for key in LISTS:
        added = [item for item in settings.added(key) if not is_for_tests(item)]
        if added:
            yield f"{key} has `{added[0]}`"
    known = [line for key in EXCLUSIONS for line in as_lines(settings.before.get(key))]
    for key in EXCLUSIONS:
        for line in as_lines(settings.after.get(key)):
            if line not in known and not any(plain in line for plain in PLAIN_EXCLUSIONS):
                yield f"{key} has `{line}`"
    yield from sources(settings, paths)
    if settings.turned("run.branch", False):
        yield "branch coverage is off"
    for key in ("report.include", "run.include"):
        if settings.added(key) and not settings.before.get(key) or settings.removed(key) and settings.after.get(key):
            yield f"{key} is narrower"
    for key in ("run.source_pkgs", "run.source_dirs"):
        if settings.removed(key) and settings.after.get(key):
            yield f"{key} is narrower"


def is_for_tests(pattern):
    return is_test_path(pattern.replace("*/", "").rstrip("*").rstrip("/") + "/x" if pattern.endswith(("*", "/")) else pattern.replace("*/", ""))


def sources(settings, paths):
    before, after = as_list(settings.before.get("run.source")), as_list(settings.after.get("run.source"))
    if before == after or not after:
        return
    for item in before:
        if not covers(item.replace(".", "/") if item != "." else item, [part.replace(".", "/") if part != "." else part for part in after]) and not ("." in after):
            yield f"source has no {item} any more"
            return
    if not before:
        given = [part.replace(".", "/") for part in after] + ["src/" + part.replace(".", "/") for part in after]
        outside = [path for path in paths if is_package_file(path, paths) and "." not in after and not covers(path, given)]
        if outside:
            yield f"source leaves out {outside[0]}"


def is_package_file(path, paths):
    folder = "/".join(directories_of(path))
    return path.endswith(".py") and not is_test_path(path) and not is_script(path) and bool(folder) and f"{folder}/__init__.py" in paths
