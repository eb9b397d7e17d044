"""Run a module that ends with the process that started it, however that one ends: ``python -m flows.with_parent MODULE ARGUMENT...``.

The starter keeps the other end of standard input open; the system closes it when the starter is no more.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading


def _end_with_parent() -> None:
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, daemon=True).start()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
