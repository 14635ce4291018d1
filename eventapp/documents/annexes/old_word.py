"""Old Word files turned into .docx by LibreOffice, many in one start; it runs alone, bounded, and reaches no network."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from eventapp.documents.annexes.reader import bare_environment
from eventapp.documents.limits import Limits

PROGRAMS = ("soffice", "libreoffice")
WINDOWS_PROGRAM = Path(r"LibreOffice\program\soffice.exe")
START_SECONDS = 60.0  # the first start writes a profile
MEMORY_FACTOR = 3  # LibreOffice maps far more memory than it uses
# Macros never run, links are never followed, and the proxy for everything is a port where nobody listens.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort"><value>9</value></prop></item>
</oor:items>
"""


def find_program() -> str | None:
    """Where LibreOffice is, or None when it is not installed."""
    found = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    if found or sys.platform != "win32":
        return found
    folders = [os.environ.get(name, "") for name in ("ProgramFiles", "ProgramFiles(x86)")]
    return next((str(path) for folder in folders if (path := Path(folder) / WINDOWS_PROGRAM).exists()), None)


def convert(files: Sequence[Path], folder: Path, limits: Limits) -> dict[Path, Path]:
    """Turn old Word files into .docx in `folder`; the answer lacks those that could not be turned.

    A file that stops the program or takes too long is left out, and the rest is taken up again without it.
    """
    program = find_program()
    left, done = list(files), dict[Path, Path]()
    while program and left:
        run(program, left, folder, limits)
        converted = {file: made for file in left if (made := folder / f"{file.stem}.docx").exists()}
        done.update(converted)
        rest = [file for file in left if file not in converted]
        # They are converted one after another: what comes before the last success has failed, and so has the next one.
        last = max((left.index(file) for file in converted), default=-1)
        left = [file for file in rest if left.index(file) > last + 1]
    return done


def run(program: str, files: Sequence[Path], folder: Path, limits: Limits) -> None:
    """One start of LibreOffice with a profile of its own, ended with all its processes after the time allowed."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        user = Path(profile) / "user"
        user.mkdir()
        (user / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
        command = [
            program, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--invisible", "--nologo",
            "--norestore", "--nolockcheck", "--nodefault", "--convert-to", "docx", "--outdir", str(folder),
            *map(str, files),
        ]  # fmt: skip
        process = subprocess.Popen(
            bounded(command, limits), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True, env=bare_environment(HOME=profile),
        )  # fmt: skip
        try:
            watch(process, files, folder, limits)
        finally:
            end(process)


def watch(process: subprocess.Popen[bytes], files: Sequence[Path], folder: Path, limits: Limits) -> None:
    """Wait until it ends, or until no further file has come out for the time that one file may take."""
    made, deadline = 0, time.monotonic() + START_SECONDS + limits.seconds
    while process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
        count = sum((folder / f"{file.stem}.docx").exists() for file in files)
        if count > made:
            made, deadline = count, time.monotonic() + limits.seconds


def bounded(command: list[str], limits: Limits) -> list[str]:
    """The command under a limit of memory, where there is a shell that knows one."""
    if sys.platform == "win32":
        return command
    kilobytes = str(limits.memory_bytes * MEMORY_FACTOR // 1024)
    return ["/bin/sh", "-c", 'ulimit -v "$1"; ulimit -c 0; shift; exec "$@"', "sh", kilobytes, *command]


def end(process: subprocess.Popen[bytes]) -> None:
    """End the program and everything that it started."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
