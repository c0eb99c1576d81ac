"""What a file is, by its path."""

import posixpath
from fnmatch import fnmatchcase

TEST_DIRECTORIES = {"test", "tests", "__tests__", "spec"}
TEST_FILES = ("test_*", "*_test.*", "*_spec.*", "*.test.*", "*.spec.*", "conftest.py")
COLLECTED_FILES = ("test_*.py", "*_test.py")
SCRIPTS = ("setup.py", "noxfile.py", "tasks.py", "manage.py", "fabfile.py", "dodo.py", "*/__main__.py", "__main__.py", "docs/conf.py", "doc/conf.py")
SCRIPT_DIRECTORIES = {"scripts", "tools", "bin", "examples", "benchmarks", "docs", ".github", ".ci", "ci"}
DOCUMENTS = (".md", ".rst", ".txt", ".adoc", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".pdf", ".ico")
CONFIGURATION = (".toml", ".cfg", ".ini", ".lock", ".yml", ".yaml", ".json", ".properties", ".conf", ".in", ".typed")


def name_of(path):
    return posixpath.basename(path)


def directories_of(path):
    return path.split("/")[:-1]


def is_test_path(path):
    return any(part in TEST_DIRECTORIES for part in directories_of(path)) or any(fnmatchcase(name_of(path), pattern) for pattern in TEST_FILES)


def is_conftest(path):
    return name_of(path) == "conftest.py"


def is_collected(path, patterns=()):
    return any(fnmatchcase(name_of(path), pattern) for pattern in COLLECTED_FILES + tuple(patterns))


def is_script(path):
    """True for Python files that the tests do not import: they may end the process."""
    return any(fnmatchcase(path, pattern) for pattern in SCRIPTS) or any(part in SCRIPT_DIRECTORIES for part in directories_of(path))


def is_python(path):
    return path.endswith((".py", ".pyi"))


def module_of(path):
    """``src/pkg/a.py`` -> ``src.pkg.a``."""
    stem = path[: path.rindex(".")] if "." in name_of(path) else path
    if name_of(stem) == "__init__":
        stem = posixpath.dirname(stem)
    return stem.replace("/", ".")


class Modules:
    """The project's modules. A dotted name is one of them whatever directory the imports begin at."""

    def __init__(self, paths):
        self._suffixes = {}
        self._folders = {folder for path in paths if path.endswith(".py") for folder in directories_of(path)[:2]}
        for path in paths:
            if path.endswith(".py"):
                parts = module_of(path).split(".")
                for start in range(len(parts)):
                    self._suffixes.setdefault(".".join(parts[start:]), path)

    def split(self, dotted):
        """``pkg.a.Thing.run`` -> (path of pkg/a.py, "Thing.run"), or None if no such module is in the project."""
        parts = dotted.split(".")
        for end in range(len(parts), 0, -1):
            path = self._suffixes.get(".".join(parts[:end]))
            if path is not None:
                return path, ".".join(parts[end:])
        return None

    def has_package(self, name):
        return name in self._folders or name in self._suffixes

    def is_code(self, dotted):
        """True if it names something in the project's own code, not in its tests."""
        found = self.split(dotted)
        return found is not None and not is_test_path(found[0])
