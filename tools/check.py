"""Everything that must hold, in one run: style, types, tests on both databases, journeys in the browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PROGRAMS = {  # what the tests drive: program to Debian package
    "chromium": "chromium",
    "pdftotext": "poppler-utils",
    "soffice": "libreoffice-writer-nogui",
    "dovecot": "dovecot-imapd",
}
MORE_PACKAGES = ("fonts-wqy-microhei", "libreoffice-calc-nogui")


def main() -> None:
    """Run all checks; the first that fails ends the run with its code."""
    prepare_machine()
    for command in (
        [BIN / "ruff", "check", "."],
        [BIN / "ruff", "format", "--check", "."],
        [BIN / "mypy"],
        [BIN / "pytest", "-q", "-n", os.environ.get("TEST_WORKERS", "2"), "--dist", "loadfile", *sys.argv[1:]],
    ):
        print("$", " ".join([Path(command[0]).name, *map(str, command[1:])]), flush=True)
        code = subprocess.run([str(part) for part in command], cwd=PROJECT, check=False).returncode
        if code:
            raise SystemExit(code)


def prepare_machine() -> None:
    """Install the programs that tests drive when we may; otherwise say what to install."""
    if not (missing := [program for program in PROGRAMS if not shutil.which(program)]):
        return
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=quiet)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PROGRAMS.values(), *MORE_PACKAGES]
        subprocess.run(install, stdout=subprocess.DEVNULL, check=False, env=quiet)
        missing = [program for program in PROGRAMS if not shutil.which(program)]
    if missing:
        packages = " ".join(PROGRAMS[program] for program in missing)
        print(f"MISSING {', '.join(missing)}: their tests will be SKIPPED. Install: {packages}", flush=True)
        if os.environ.get("CI") == "true":
            raise SystemExit("CI without them is a failure")


if __name__ == "__main__":
    main()
