"""A real Dovecot on a free local port, for as long as a test takes; its mail lies in a fresh folder."""

from __future__ import annotations

import grp
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.jobs.certificates import a_certificate

PASSWORD = "correct horse {battery} %s"
START_SECONDS = 10.0
CONFIGURATION = """
{opening}
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
{encryption}
{login}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {safe_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""
OLD_ENCRYPTION = """
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
"""
NEW_ENCRYPTION = """
ssl = yes
ssl_server_cert_file = {folder}/certificate.pem
ssl_server_key_file = {folder}/key.pem
"""
OLD = """
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail/%u
first_valid_uid = 0
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
"""
NEW = """
auth_allow_cleartext = yes
mail_driver = maildir
mail_path = {folder}/mail/%{{user}}
mail_home = {folder}/mail/%{{user}}
first_valid_uid = 0
passdb passwd-file {{
  passwd_file_path = {folder}/users
  default_password_scheme = PLAIN
}}
userdb static {{
  fields {{
    uid = {uid}
    gid = {gid}
  }}
}}
"""


@dataclass
class Dovecot:
    """A running server; every user has the same password."""

    program: str
    folder: Path
    port: int
    safe_port: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen([self.program, "-F", "-c", str(self.folder / "conf")])
        wait_until_ready(self)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(10)
        self.process = None

    def deliver(self, user: str, raw: bytes) -> None:
        """Put a mail into the inbox of a user, as any mail program would."""
        with self.client(user) as client:
            assert client.append("INBOX", "", None, raw)[0] == "OK"

    @contextmanager
    def client(self, user: str) -> Iterator[imaplib.IMAP4]:
        client = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        try:
            client._simple_command("LOGIN", user, client._quote(PASSWORD))  # type: ignore[attr-defined]
            client.state = "AUTH"
            yield client
        finally:
            client.logout()

    def picture(self, user: str) -> list[bytes]:
        """Number, flags and size of every mail in the inbox, and its counts: what must not change by reading."""
        with self.client(user) as client:
            counts = client.status("INBOX", "(MESSAGES UNSEEN RECENT UIDNEXT UIDVALIDITY)")[1]
            client.select("INBOX", readonly=True)
            return [*counts, *client.uid("FETCH", "1:*", "(UID FLAGS RFC822.SIZE)")[1]]  # type: ignore[list-item]

    def begin_anew(self, user: str) -> None:
        """Make the numbers of the inbox mean nothing any more, as after a repair of the server."""
        for path in (self.folder / "mail" / user).glob("dovecot*"):
            path.unlink()
        (self.folder / "mail" / user / "dovecot-uidvalidity.1a2b3c4d").touch()


@contextmanager
def running_dovecot(*users: str) -> Iterator[Dovecot]:
    """Start Dovecot; where it is missing the test is skipped, in CI it fails."""
    program = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")
    if program is None:
        reason = "Dovecot is missing: install the package dovecot-imapd to test the fetching of mail"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    with tempfile.TemporaryDirectory(prefix="conference-imap-", ignore_cleanup_errors=True) as name:
        server = Dovecot(program, Path(name), free_port(), free_port())
        configure(server, users)
        try:
            server.start()
            yield server
        finally:
            server.stop()


def configure(server: Dovecot, users: tuple[str, ...]) -> None:
    """Write the configuration for the version that is installed, and the list of users."""
    folder = server.folder
    version = subprocess.run([server.program, "--version"], capture_output=True, text=True, check=True).stdout.split()[
        0
    ]
    is_new = tuple(int(part) for part in version.split(".")[:2]) >= (2, 4)
    owner = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())  # mail is never root's
    group = grp.getgrgid(owner.pw_gid).gr_name
    values = {
        "folder": folder, "port": server.port, "safe_port": server.safe_port, "user": owner.pw_name, "group": group,
        "uid": owner.pw_uid, "gid": owner.pw_gid,
    }  # fmt: skip
    a_certificate(folder)
    opening = "dovecot_config_version = 2.4.0\ndovecot_storage_version = 2.4.0" if is_new else ""
    login = (NEW if is_new else OLD).format(**values)
    encryption = (NEW_ENCRYPTION if is_new else OLD_ENCRYPTION).format(**values)
    (folder / "conf").write_text(CONFIGURATION.format(opening=opening, login=login, encryption=encryption, **values))
    (folder / "users").write_text("".join(f"{user}:{{PLAIN}}{PASSWORD}\n" for user in users))
    (folder / "mail").mkdir()
    os.chown(folder / "mail", owner.pw_uid, owner.pw_gid)
    folder.chmod(0o755)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(server: Dovecot) -> None:
    """Until it greets; raises with its log when it does not."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.process and server.process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", server.port), timeout=1) as line:
                if line.recv(4) == b"* OK":
                    return
        except OSError:
            pass
        time.sleep(0.05)
    log = server.folder / "log"
    pytest.fail(f"Dovecot did not start: {log.read_text() if log.exists() else 'no log'}")
