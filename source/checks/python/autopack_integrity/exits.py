"""Code that ends the process, or its session."""

import ast

from .syntax import FUNCTIONS, UNKNOWN, ancestors, constant, fingerprint, is_main_guard, last_name

HARD = ("os._exit", "os.abort", "posix._exit", "posix.abort", "signal.raise_signal", "ctypes.string_at", "faulthandler._sigsegv", "faulthandler._sigabrt", "nt._exit")
REPLACES = ("os.execv", "os.execve", "os.execvp", "os.execvpe", "os.execl", "os.execle", "os.execlp")
SOFT = ("sys.exit", "exit", "quit", "builtins.exit", "builtins.quit", "pytest.exit", "_pytest.outcomes.exit", "_thread.interrupt_main", "thread.interrupt_main", "site.Quitter")
RAISED = ("SystemExit", "KeyboardInterrupt", "Exit", "_pytest.outcomes.Exit")
OWN_PROCESS = ("getpid", "getppid", "getpgrp", "getpgid")


def is_hard(call, names):
    """True for a call that no ``except`` can stop."""
    name = names.callee(call)
    if name in HARD:
        return True
    if name in ("os.kill", "os.killpg", "signal.pthread_kill", "posix.kill") and call.args:
        target = names.value_of(call.args[0])
        return constant(target) in (0, -1) or any(isinstance(node, ast.Call) and last_name(node) in OWN_PROCESS for node in ast.walk(target))
    return False


def is_soft(node, names):
    """True for ``sys.exit()`` and ``raise SystemExit``."""
    if isinstance(node, ast.Call):
        return names.callee(node) in SOFT or names.callee(node) in REPLACES
    return isinstance(node, ast.Raise) and node.exc is not None and (last_name(node.exc) in RAISED or names.callee(ast.Call(getattr(node.exc, "func", node.exc), [], [])) == "pytest.exit.Exception")


def is_expected(node, names):
    """True inside ``with pytest.raises(SystemExit)``, or where somebody catches it."""
    for parent in ancestors(node):
        for item in getattr(parent, "items", ()) if isinstance(parent, (ast.With, ast.AsyncWith)) else ():
            call = item.context_expr
            if isinstance(call, ast.Call) and (last_name(call).startswith("assertRaises") or names.callee(call) == "pytest.raises"):
                return True
        if isinstance(parent, ast.Try):
            for handler in parent.handlers:
                caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
                is_in_body = any(node is part for statement in parent.body for part in ast.walk(statement))
                if is_in_body and any(item is None or last_name(item) in ("SystemExit", "KeyboardInterrupt", "BaseException") for item in caught):
                    return True
    return False


def is_in_main(node):
    return any(is_main_guard(parent) for parent in ancestors(node))


def is_in_nested_function(node, owner):
    """In a function that the unit only defines, such as a fake for ``sys.exit``."""
    return any(isinstance(parent, FUNCTIONS + (ast.Lambda,)) and parent is not owner for parent in ancestors(node))


def is_guard(node, names):
    """``if sys.version_info < (3, 9): sys.exit("...")`` and the like, which say that they failed."""
    code = node.args[0] if isinstance(node, ast.Call) and node.args else getattr(getattr(node, "exc", None), "args", [None])[:1] or [None]
    code = code[0] if isinstance(code, list) else code
    value = constant(code) if code is not None else 0
    is_failure = value is UNKNOWN or value not in (0, None, False)
    for parent in ancestors(node):
        if isinstance(parent, ast.ExceptHandler) and "ImportError" in fingerprint(parent.type or ast.Constant("")) + "ModuleNotFoundError" * ("ModuleNotFound" in fingerprint(parent.type or ast.Constant(""))):
            return is_failure
        if isinstance(parent, ast.If) and any(names.resolve(part) in ("sys.version_info", "sys.platform", "os.name") for part in ast.walk(parent.test) if isinstance(part, ast.Attribute)):
            return is_failure
    return False
