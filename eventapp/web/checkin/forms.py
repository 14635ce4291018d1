"""What the desk sends in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from eventapp.domain.refusals import Refusal
from eventapp.domain.words import N_
from eventapp.web.checkin.codes import LONGEST_CODE

KEY_SHAPE = re.compile(r"[A-Za-z0-9-]{8,64}")


class TypedCodeForm(FlaskForm):  # type: ignore[misc]
    """The number below the QR code, or the whole code; works without scripts."""

    code = StringField(
        validators=[DataRequired(N_("请输入参会证上的号码。")), Length(max=LONGEST_CODE, message=N_("号码太长。"))]
    )


@dataclass(frozen=True)
class ScanPost:
    """One reading as the scanner's page sends it; `scanned_at` is the device's clock, None when unreadable."""

    code: str
    key: str
    scanned_at: datetime | None

    @classmethod
    def from_json(cls, body: object) -> ScanPost:
        """Read a JSON body; raises `Refusal` when code or key is missing. A bad clock never stops a check-in."""
        values = body if isinstance(body, dict) else {}
        code, key = values.get("code"), values.get("key")
        if not isinstance(code, str) or not code.strip():
            raise Refusal("没有收到二维码内容，请再扫一次。")
        if not isinstance(key, str) or not KEY_SHAPE.fullmatch(key):
            raise Refusal("扫码页面的版本太旧，请刷新页面后再扫。")
        return cls(code, key, moment_of(values.get("scanned_at")))


def moment_of(text: object) -> datetime | None:
    """A moment with its zone, or None."""
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else None
