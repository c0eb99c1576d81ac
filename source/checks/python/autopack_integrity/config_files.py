"""The settings of pytest, coverage, mypy and linters in a configuration file: ``{tool: {key: value}}``."""

from .paths import name_of

INI_FILES = {
    "pytest.ini": {"pytest": "pytest"}, ".pytest.ini": {"pytest": "pytest"}, "tox.ini": None, "setup.cfg": None, "mypy.ini": None, ".mypy.ini": None,
    ".coveragerc": "coverage", ".flake8": None, ".pylintrc": "pylint", "pylintrc": "pylint",
}
TOML_FILES = ("pyproject.toml", "ruff.toml", ".ruff.toml", "pytest.toml", ".pytest.toml", ".coveragerc.toml", "pylintrc.toml", ".pylintrc.toml")
TOOLS = ("pytest", "coverage", "mypy", "ruff", "flake8", "pylint", "pyright", "basedpyright")


def is_config(path):
    return name_of(path) in INI_FILES or name_of(path) in TOML_FILES or name_of(path) == "pyrightconfig.json"


def read_config(path, text):
    """What cannot be read has no settings: the tool fails on it too."""
    if text is None:
        return {}
    if name_of(path) in TOML_FILES:
        return read_toml(path, text)
    if name_of(path) == "pyrightconfig.json":
        return {"pyright": flatten_table(load_json(text))}
    return read_ini(path, text)


def load_json(text):
    import json

    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def load_toml(text):
    text = text[1:] if text.startswith("\ufeff") else text
    try:
        import tomllib
    except ImportError:
        from . import toml_fallback

        return toml_fallback.loads(text)
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError):
        return {}


def table_of(value, *keys):
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def read_toml(path, text):
    root = load_toml(text)
    if name_of(path) != "pyproject.toml":
        tool = next((tool for tool in TOOLS if tool.rstrip("e") in name_of(path)), "ruff")
        inner = table_of(root, "tool", tool) or root
        return {tool: flatten_table(table_of(inner, "pytest") or inner)}
    tools = table_of(root, "tool")
    found = {tool: flatten_table(table_of(tools, tool)) for tool in TOOLS if tool in tools}
    if "pytest" in tools:
        pytest = dict(table_of(tools, "pytest"))
        pytest.update(table_of(pytest, "ini_options"))
        pytest.pop("ini_options", None)
        found["pytest"] = flatten_table(pytest)
    if "mypy" in tools:
        found["mypy"] = mypy_table(table_of(tools, "mypy"))
    return found


def mypy_table(table):
    plain = flatten_table({key: value for key, value in table.items() if key != "overrides"})
    overrides = table.get("overrides")
    for override in overrides if isinstance(overrides, list) else ():
        modules = override.get("module", "") if isinstance(override, dict) else ""
        for module in modules if isinstance(modules, list) else [modules]:
            plain.update({f"{module}:{key}": value for key, value in flatten_table(override).items() if key != "module"})
    return plain


def flatten_table(table, prefix=""):
    flat = {}
    for key, value in table.items():
        name = prefix + str(key).replace("-", "_")
        if isinstance(value, dict) and name.split(".")[-1] not in ("per_file_ignores", "extend_per_file_ignores"):
            flat.update(flatten_table(value, name + "."))
        elif isinstance(value, dict):
            flat[name] = sorted(f"{inner}:{part}" for inner, codes in value.items() for part in (codes if isinstance(codes, list) else [codes]))
        else:
            flat[name] = value
    return flat


def read_ini(path, text):
    import configparser

    parser = configparser.RawConfigParser(strict=False, allow_no_value=True, inline_comment_prefixes=None)
    try:
        parser.read_string(text[1:] if text.startswith("\ufeff") else text)
    except (configparser.Error, ValueError):
        return {}
    found = {}
    for section in parser.sections():
        tool, prefix = tool_of(name_of(path), section)
        if tool:
            found.setdefault(tool, {}).update({prefix + key.replace("-", "_"): value or "" for key, value in parser.items(section)})
    return found


def tool_of(name, section):
    """(tool, prefix of its keys) of a section of an ini file."""
    if section in ("pytest", "tool:pytest"):
        return "pytest", ""
    if section.startswith("coverage:"):
        return "coverage", section[len("coverage:") :] + "."
    if name == ".coveragerc":
        return "coverage", section + "."
    if section == "mypy":
        return "mypy", ""
    if section.startswith("mypy-"):
        return "mypy", section[len("mypy-") :] + ":"
    if section == "flake8":
        return "flake8", ""
    if name in (".pylintrc", "pylintrc") or section.startswith("pylint"):
        return "pylint", section.split(".")[-1] + "."
    return (None, "") if not section.startswith("testenv") else ("tox", section + ".")
