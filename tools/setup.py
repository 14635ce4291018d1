"""Sets up everything the program needs, from nothing; does only what has not been done. Standard library only.

    python3 tools/setup.py [--tests]

Works on Linux, macOS and Windows (`py tools\\setup.py`).
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMPS = PROJECT / "var" / "setup"
OLDEST_PYTHON = (3, 11)


def main() -> None:
    """Bring the checkout to where the program can start (and with --tests, be tested)."""
    if sys.version_info < OLDEST_PYTHON:
        raise SystemExit("Python 3.11 or newer is needed / 需要 Python 3.11 或更新版本")
    tests = "--tests" in sys.argv
    requirements = PROJECT / ("requirements-dev.txt" if tests else "requirements.txt")
    once("environment", [PROJECT / "requirements-setup.txt"], make_environment)
    once(requirements.stem, [requirements], lambda: install_packages(requirements))
    once("pages", [PROJECT / "package-lock.json", PROJECT / "tools" / "vendor.py"], install_pages)
    once("words", sorted((PROJECT / "eventapp" / "translations").rglob("*.po")), compile_words)
    write_secrets()


def once(name: str, inputs: list[Path], work: Callable[[], None]) -> None:
    """Do `work` unless it was done for exactly these inputs."""
    if has_done(name, inputs):
        return
    print(f"set-up: {name} …", flush=True)
    work()
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(digest(inputs))


def has_done(name: str, inputs: list[Path]) -> bool:
    stamp = STAMPS / name
    return PYTHON.exists() and stamp.exists() and stamp.read_text() == digest(inputs)


def digest(inputs: list[Path]) -> str:
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in inputs) + sys.version.encode()).hexdigest()


def run(*command: str | Path, **options: object) -> None:
    subprocess.run([str(part) for part in command], cwd=PROJECT, check=True, **options)  # type: ignore[call-overload]


def make_environment() -> None:
    """A virtual environment, and in it the installer."""
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True)
    run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r",
        "requirements-setup.txt")  # fmt: skip


def install_packages(requirements: Path) -> None:
    """Exactly the locked packages, each checked against its hash; by pip where uv does not run."""
    options = ("--quiet", "--require-hashes", "-r", requirements)
    try:
        run(PYTHON, "-m", "uv", "pip", "install", *options)
    except (OSError, subprocess.CalledProcessError):
        run(PYTHON, "-m", "pip", "install", "--disable-pip-version-check", *options)


def install_pages() -> None:
    """Front-end parts and fonts, from npm, copied to where they are served."""
    npm = shutil.which("npm")
    if npm is None:
        print("set-up: no Node.js found, taking it from PyPI", flush=True)
        run(PYTHON, "-m", "uv", "pip", "install", "--quiet", "--require-hashes", "-r", "requirements-node.txt")
        npm = shutil.which("npm", path=str(BIN))
    path = str(BIN) + os.pathsep + os.environ.get("PATH", "")
    run(
        npm or "npm",
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
        env={**os.environ, "PATH": path},
    )
    run(PYTHON, "tools/vendor.py")


def compile_words() -> None:
    """The English catalog, from its readable form."""
    folder = "eventapp/translations"
    run(PYTHON, "-m", "babel.messages.frontend", "--quiet", "compile", "-d", folder)


def write_secrets() -> None:
    """An .env with a secret of its own, once; an existing one is never touched."""
    target = PROJECT / ".env"
    if target.exists():
        return
    text = (PROJECT / ".env.example").read_text(encoding="utf-8")
    text = text.replace("SECRET_KEY=\n", f"SECRET_KEY={secrets.token_hex(32)}\n")
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)


if __name__ == "__main__":
    main()
