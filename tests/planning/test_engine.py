"""The solver leaves the process alone."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import os, signal
from eventapp.planning.engine import Engine, new_model

engine = Engine(seed=0, seconds=1, on_progress=lambda _progress: None, should_stop=lambda: False)
model = new_model()
model.maximize(model.new_int_var(0, 9, "x"))
engine.solve(model, 1)
try:
    os.kill(os.getpid(), signal.SIGINT)
    signal.pause()
except KeyboardInterrupt:
    print("stopped cleanly")
"""


def test_ctrl_c_still_reaches_the_program_after_solving() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], check=False, capture_output=True, text=True, timeout=60)

    assert (done.stdout, done.returncode) == ("stopped cleanly\n", 0)
