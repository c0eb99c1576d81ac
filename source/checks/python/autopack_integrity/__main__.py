"""Run as ``python -I -S DIRECTORY/autopack_integrity INPUT OUTPUT``: both are JSON files."""

import _thread
import gc
import json
import os
import sys

sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

STACK_BYTES = (256 << 20, 64 << 20, 16 << 20)
ERRORS = []


def main():
    # Trees are no garbage: looking for some costs a third of the time.
    gc.disable()
    from autopack_integrity.inspect_patch import inspect_patch

    with open(sys.argv[1], encoding="utf-8") as file:
        patch = json.load(file)
    result = inspect_patch(patch)
    unfinished = sys.argv[2] + ".part"
    with open(unfinished, "w", encoding="ascii") as file:
        json.dump(result, file)
    os.replace(unfinished, sys.argv[2])


def run(done):
    try:
        main()
    except BaseException:
        import traceback

        ERRORS.append(traceback.format_exc())
    finally:
        done.release()


def run_on_large_stack():
    """Deeply nested code needs a stack of its own; a machine with little memory gives a smaller one."""
    done = _thread.allocate_lock()
    done.acquire()
    for size in STACK_BYTES:
        try:
            _thread.stack_size(size)
            sys.setrecursionlimit(size // 8192)
            _thread.start_new_thread(run, (done,))
        except (RuntimeError, ValueError):
            continue
        done.acquire()
        return
    ERRORS.append("no thread could be started\n")


run_on_large_stack()
if ERRORS:
    sys.stderr.write(ERRORS[0])
    sys.exit(1)
