"""detects_tests: code that asks whether it is being tested, and equality that is always true."""

import ast

from .patch import sign
from .syntax import FUNCTIONS, constant, fingerprint, last_name, truth

RUNNERS = {"pytest", "_pytest", "py.test", "unittest", "nose", "conftest", "_pytest.config", "pytest_cov"}
VARIABLES = ("PYTEST_CURRENT_TEST", "PYTEST_VERSION", "PYTEST_XDIST_WORKER", "PYTEST_RUN_PATH")
PLACES = ("sys.modules", "sys.argv", "os.environ", "sys.orig_argv", "inspect.stack", "inspect.currentframe", "sys._getframe", "traceback.extract_stack", "traceback.format_stack", "psutil.Process", "sys.path")


def find_detection(unit, side):
    if not unit.source.is_test and not unit.source.is_script:
        yield from detections(unit)
    for node in unit.nodes:
        if isinstance(node, FUNCTIONS) and node.name == "__eq__" and always_true(node):
            yield found(unit, node, "has an `__eq__` that always returns True")
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda) and last_name(node.targets[0]) == "__eq__" and truth(node.value.body) is True:
            yield found(unit, node, "has an `__eq__` that always returns True")


def found(unit, node, what):
    return ("detect", unit.source.kind, fingerprint(node)), sign("detects_tests", unit, node, f"{unit.location.rstrip(':')} {what}")


def always_true(function):
    returns = [node for node in ast.walk(function) if isinstance(node, ast.Return)]
    return bool(returns) and all(node.value is not None and truth(node.value) is True for node in returns)


def detections(unit):
    names = unit.source.names
    asks = {names.resolve(node) for node in unit.nodes if isinstance(node, ast.Attribute)} | {names.resolve(node) for node in unit.nodes if isinstance(node, ast.Name)}
    has_place = any(place in asks for place in PLACES)
    seen = set()
    for node in unit.nodes:
        value = constant(node) if isinstance(node, ast.Constant) else None
        reason = None
        if value in VARIABLES:
            reason = f"reads {value}"
        elif isinstance(node, ast.Attribute) and node.attr == "_called_from_test":
            reason = "asks whether it is called from a test"
        elif value == "_called_from_test":
            reason = "asks whether it is called from a test"
        elif isinstance(value, str) and value in RUNNERS | {"test_", "tests"} and has_place and is_question(node, value):
            reason = f"asks whether {value} is running"
        if reason and node.lineno not in seen:
            seen.add(node.lineno)
            yield found(unit, node, reason)


def is_question(node, value):
    """``"pytest" in sys.modules``, ``sys.modules.get("pytest")``, ``name.startswith("pytest")``."""
    parent = getattr(node, "_parent", None)
    if isinstance(parent, (ast.Tuple, ast.List, ast.Set)):
        parent = getattr(parent, "_parent", None)
    if isinstance(parent, ast.Compare):
        return value in RUNNERS or isinstance(parent.ops[0], ast.In)
    if isinstance(parent, ast.Call):
        return last_name(parent) in ("get", "startswith", "endswith", "find", "search", "match", "intersection", "__contains__", "count", "index", "isdisjoint")
    return False
