"""subject_mocked: what a test is about is replaced before it is tested."""

import ast

from .mock_targets import replacements_in
from .patch import sign
from .paths import module_of
from .rule_trivial import test_of
from .syntax import UNKNOWN, assigned_pairs, constant, fingerprint, last_name, root_name

SETUPS = ("setUp", "setUpClass", "setup_method", "setup_class", "asyncSetUp")
MOCKS = ("Mock", "MagicMock", "AsyncMock", "create_autospec", "mock_open")


def find_mocks(unit, side):
    if not unit.source.is_test:
        return
    if unit.is_function and (unit.node.name.startswith("test") or not is_fixture(unit)):
        yield from mocked_in_test(unit, side)
    elif unit.is_function and is_autouse(unit):
        yield from replaced_for_all(unit, side, "an autouse fixture")
    elif not unit.is_function and not unit.is_class:
        yield from replaced_for_all(unit, side, "the module")


def found(unit, node, name, message):
    return ("mock", name), sign("subject_mocked", unit, node, message, test_of(unit))


def fixture_call(unit):
    for decorator in unit.node.decorator_list:
        call = decorator if isinstance(decorator, ast.Call) else None
        if unit.source.names.resolve(getattr(decorator, "func", decorator)) in ("pytest.fixture", "pytest_asyncio.fixture"):
            return call or True
    return None


def is_fixture(unit):
    return fixture_call(unit) is not None


def is_autouse(unit):
    call = fixture_call(unit)
    return isinstance(call, ast.Call) and any(item.arg == "autouse" and constant(item.value) is True for item in call.keywords)


def replaced_for_all(unit, side, what):
    """Project code that is replaced by something callable, for every test."""
    names = unit.source.names
    for item in replacements_in(unit.nodes, names):
        target = absolute(item.target, unit)
        if side.modules.is_code(target) and is_stand_in(item, target, side, names):
            yield found(unit, item.node, item.target, f"{unit.location.rstrip(':')}: {what} replaces {item.target}, which is the project's own code")


def is_stand_in(item, target, side, names):
    """Not a setting (``config.TIMEOUT = 1``), nor something that the module only imported (``app.time.sleep``)."""
    path, rest = side.modules.split(target)
    leaf = rest.split(".")[0] if rest else ""
    if rest and (rest.isupper() or rest.split(".")[-1].isupper()) or leaf and is_imported_by(path, leaf, side):
        return False
    value = names.value_of(item.value) if item.value is not None else None
    return value is None or constant(value) is UNKNOWN and not isinstance(value, (ast.List, ast.Dict, ast.Set, ast.Tuple)) or not rest


def is_imported_by(path, name, side):
    """True if the changed module at the path is known to take the name from outside the project."""
    source = side.sources_by_path.get(path)
    dotted = source.names.imports.get(name) if source else None
    return dotted is not None and not side.modules.is_code(dotted) or name in ("requests", "time", "os", "sys", "subprocess", "socket", "random", "datetime", "httpx", "urllib", "smtplib", "shutil", "logging", "json", "boto3", "uuid", "logger")


def absolute(target, unit):
    """A name of the test module itself stands for what it imported."""
    own = module_of(unit.source.path)
    for prefix in ("__name__.", own + ".", own.split(".")[-1] + "."):
        if target.startswith(prefix):
            root = target[len(prefix) :].split(".")[0]
            return unit.source.names.imports.get(root, root) + target[len(prefix) + len(root) :]
    return target


def mocked_in_test(unit, side):
    names = unit.source.names
    items = list(replacements_in(unit.nodes, names)) + fixture_replacements(unit, side)
    called = called_names(unit, side)
    for item in items:
        target = absolute(item.target, unit)
        if not side.modules.is_code(target):
            continue
        reason = reason_for(item, target, unit, (side, called))
        if reason:
            yield found(unit, item.node if item.node in unit.nodes else unit.node, item.target, f"{unit.location} replaces {item.target} {reason}")
    yield from called_mocks(unit)


def fixture_replacements(unit, side):
    """What the fixtures that it asks for replace."""
    asked = {item.arg for item in unit.node.args.args}
    for decorator in unit.node.decorator_list:
        if last_name(decorator) == "usefixtures" and isinstance(decorator, ast.Call):
            asked |= {constant(argument) for argument in decorator.args if isinstance(constant(argument), str)}
    found_items = []
    for name in asked:
        fixture = side.helpers.get(name)
        if fixture is not None and is_fixture(fixture):
            found_items.extend(replacements_in(fixture.nodes, fixture.source.names))
    return found_items


def called_names(unit, side):
    """Dotted names of the project that the test calls, and the names of methods that it calls on what came from there."""
    names, dotted, methods = unit.source.names, {}, {}
    made = made_in_setup(unit, side)
    for node in unit.nodes:
        for target, value in assigned_pairs(node) if isinstance(node, ast.Assign) else ():
            if isinstance(target, ast.Name) and isinstance(value, ast.Call) and side.modules.is_code(names.callee(value) or "?"):
                made[target.id] = names.callee(value)
    for node in unit.nodes:
        if isinstance(node, ast.Call):
            name = names.callee(node)
            if name and side.modules.is_code(name):
                dotted[name] = node
            elif isinstance(node.func, ast.Attribute):
                base = node.func.value
                origin = made.get(own_attribute(base) or root_name(base)) or (names.callee(base) if isinstance(base, ast.Call) else "")
                methods[node.func.attr] = origin or methods.get(node.func.attr, "")
        elif isinstance(node, ast.Attribute):
            methods.setdefault("." + node.attr, "")
    return dotted, methods


def made_in_setup(unit, side):
    """``self.book`` -> ``inventory.OrderBook`` for what the test class makes before each test."""
    names, made = unit.source.names, {}
    for other in unit.source.units:
        if other.cls is None or other.cls is not unit.cls or not other.is_function or other.node.name not in SETUPS:
            continue
        for node in other.nodes:
            for target, value in assigned_pairs(node) if isinstance(node, ast.Assign) else ():
                if own_attribute(target) and isinstance(value, ast.Call) and side.modules.is_code(names.callee(value) or "?"):
                    made[own_attribute(target)] = names.callee(value)
    return made


def own_attribute(node):
    is_own = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
    return "self." + node.attr if is_own else ""


def reason_for(item, target, unit, context):
    side, (dotted, methods) = context
    place = side.modules.split(target)
    for name in dotted:
        other = side.modules.split(name)
        if other == place and not is_wrapping(item):
            return "and then calls it"
        if other and place and other[0] == place[0] and not place[1] and not other[1].startswith("?"):
            return "and then tests it"
    leaf = place[1].split(".")[-1]
    if "." in place[1] and methods.get(leaf) and not is_wrapping(item) and side.modules.split(methods[leaf]) and side.modules.split(methods[leaf])[1].split(".")[0] == place[1].split(".")[0]:
        return "and then calls it"
    is_same_module = any((side.modules.split(name) or ("",))[0] == place[0] for name in list(dotted) + [origin for origin in methods.values() if origin])
    if is_same_module and place[1] and is_expected_result(item, unit) and not is_imported_by(place[0], place[1].split(".")[0], side) and is_defined_there(place, side):
        return "by a mock that returns what the test expects"
    return None


def is_defined_there(place, side):
    source = side.sources_by_path.get(place[0])
    name = place[1].split(".")[0]
    return source is None or any(unit.qualname.split("::")[0] == name for unit in source.units)


def is_wrapping(item):
    return isinstance(item.node, ast.Call) and any(keyword.arg == "wraps" for keyword in item.node.keywords)


def is_expected_result(item, unit):
    """The mock's literal is what an assertion compares with."""
    value = item.value.body if isinstance(item.value, ast.Lambda) else item.value
    if value is None or constant(value) in (None, True, False, 0, "") and constant(value) is not UNKNOWN:
        return False
    if constant(value) is UNKNOWN and not isinstance(value, (ast.Dict, ast.List, ast.Tuple)):
        return False
    wanted = fingerprint(value)
    compared = [part for node in unit.nodes if isinstance(node, ast.Compare) for part in [node.left] + node.comparators]
    compared += [argument for node in unit.nodes if isinstance(node, ast.Call) and last_name(node) in ("assertEqual", "assertEquals") for argument in node.args]
    return any(fingerprint(part) == wanted for part in compared)


def called_mocks(unit):
    """``calc = Mock(); calc.add.return_value = 3; assert calc.add(1, 2) == 3``."""
    mocks = {target.id for node in unit.nodes if isinstance(node, ast.Assign) for target, value in assigned_pairs(node) if isinstance(target, ast.Name) and isinstance(value, ast.Call) and last_name(value) in MOCKS}
    if not mocks:
        return
    results = {target.id: value for node in unit.nodes if isinstance(node, ast.Assign) for target, value in assigned_pairs(node) if isinstance(target, ast.Name)}
    for node in unit.nodes:
        if isinstance(node, ast.Compare):
            for part in [node.left] + node.comparators:
                value = results.get(part.id, part) if isinstance(part, ast.Name) else part
                if isinstance(value, ast.Call) and root_name(value.func) in mocks and not is_mock_question(value):
                    yield found(unit, node, root_name(value.func), f"{unit.location} checks what a mock returns: `{unit.source.snippet(node)}`")
                    return


def is_mock_question(call):
    return any(isinstance(part, ast.Attribute) and (part.attr.startswith(("call_", "mock_", "assert_", "await_")) or part.attr == "method_calls") for part in ast.walk(call.func))


def find_local_subjects(patch):
    """A name that came from the project and now is defined by the tests themselves."""
    for change in patch.changes:
        if not (change.before and change.after and change.after.is_test):
            continue
        old = {name: dotted for name, dotted in change.before.names.imports.items() if patch.before.modules.is_code(dotted)}
        for unit in change.after.units:
            names = defined_names(unit)
            for name in names & set(old) - set(change.after.names.imports):
                yield sign("subject_mocked", unit, unit.node, f"{change.path} tests its own {name} instead of {old[name]}")
        for name, dotted in change.after.names.imports.items():
            place = patch.after.modules.split(dotted)
            if name in old and place and not patch.after.modules.is_code(dotted) and place[0] != change.path:
                yield {"id": "subject_mocked", "path": change.path, "message": f"{change.path} takes {name} from {dotted} instead of {old[name]}"}


def defined_names(unit):
    if unit.cls is not None or unit.is_class and "::" in unit.qualname:
        return set()
    if unit.is_function or unit.is_class:
        return {unit.node.name}
    return {target.id for node in unit.nodes if isinstance(node, ast.Assign) for target, _ in assigned_pairs(node) if isinstance(target, ast.Name)}


