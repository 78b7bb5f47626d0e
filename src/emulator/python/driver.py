# Runs the code of a session. What it is to run comes as one line of JSON on standard input, which stays open as long as
# somebody waits: when it closes, everything here ends.
import ast
import json
import linecache
import os
import signal
import sys
import threading
import time
import traceback

NAME = "<code>"
# What is read of a result has at most 16 MiB; a character takes up to 12 bytes of JSON.
MOST_JSON = 15 << 20
MOST_TEXT = 1 << 20
MOST_DEPTH = 100


def end_all():
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def watch(pipe):
    while os.read(pipe, 4096):
        pass
    end_all()


def limit(seconds):
    try:
        import resource
    except ImportError:
        return
    mib = 1 << 20
    limits = {
        "RLIMIT_AS": 4096 * mib,
        "RLIMIT_CORE": 0,
        "RLIMIT_CPU": seconds + 5,
        "RLIMIT_FSIZE": 256 * mib,
        "RLIMIT_NOFILE": 256,
    }
    for name, most in limits.items():
        try:
            kind = getattr(resource, name)
            hard = resource.getrlimit(kind)[1]
            most = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (most, most))
        except (AttributeError, OSError, ValueError):
            pass


def run(code):
    """Runs code, and gives the value of its last line."""
    linecache.cache[NAME] = (len(code), None, code.splitlines(True), NAME)
    space = {"__name__": "__main__", "__builtins__": __builtins__}
    tree = ast.parse(code, NAME)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, NAME, "exec"), space)
    return eval(compile(ast.Expression(last.value), NAME, "eval"), space) if last else None


def shown(value):
    """A value as JSON has it and as the reader takes it, or else as Python writes it."""
    if value is None:
        return ""
    try:
        text = json.dumps(value, allow_nan=False)
        if len(text) <= MOST_JSON:
            plain = json.loads(text)
            if is_plain(plain):
                return plain
    except (RecursionError, TypeError, ValueError):
        pass
    text = repr(value)
    text = text if len(text) <= MOST_TEXT else text[:MOST_TEXT] + "..."
    return text.encode("utf-8", "backslashreplace").decode()


def is_plain(value):
    """Whether a value of JSON has nothing that readers differ about: whole numbers beyond 64 bits, halves of
    characters, and lists in lists in lists."""
    left = [(value, 0)]
    while left:
        value, depth = left.pop()
        if depth > MOST_DEPTH:
            return False
        if isinstance(value, int) and not -(1 << 63) <= value < 1 << 64:
            return False
        if isinstance(value, str) and is_broken(value):
            return False
        if isinstance(value, dict):
            left += [(member, depth + 1) for pair in value.items() for member in pair]
        elif isinstance(value, list):
            left += [(member, depth + 1) for member in value]
    return True


def is_broken(text):
    try:
        text.encode()
        return False
    except UnicodeEncodeError:
        return True


def main():
    pipe = os.dup(0)
    line = bytearray()
    while not line.endswith(b"\n"):
        piece = os.read(pipe, 65536)
        if not piece:
            end_all()
        line += piece
    work = json.loads(line)
    with open(os.devnull) as nothing:
        os.dup2(nothing.fileno(), 0)
    threading.Thread(target=watch, args=(pipe,), daemon=True).start()
    limit(work["seconds"])
    sys.path.insert(0, "")
    began = time.monotonic()
    succeeded, value = True, None
    try:
        value = shown(run(work["code"]))
    except SystemExit as error:
        succeeded = error.code in (None, 0)
        if not isinstance(error.code, (int, type(None))):
            print(error.code, file=sys.stderr)
    except BaseException as error:
        succeeded = False
        frames = error.__traceback__
        while frames and frames.tb_frame.f_code.co_filename != NAME:
            frames = frames.tb_next
        traceback.print_exception(type(error), error, frames)
    took = int((time.monotonic() - began) * 1000)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            pass
    done = {"succeeded": succeeded, "result": "" if value is None else value, "milliseconds": took}
    with open(work["done"] + ".part", "w", encoding="utf-8", errors="surrogatepass") as file:
        json.dump(done, file)
    os.replace(work["done"] + ".part", work["done"])
    # What the code has started and left behind goes too.
    end_all()


main()
