"""What people write beside the rates of annex 6: the figures a rate was worked out from (参加1200人/职工3000人).

The official form asks for the rate alone; without its two figures a rate cannot be added up over units.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from eventapp.domain.annexes import Value
from eventapp.domain.text import plain_digits

COUNT = r"(?P<count>\d+(?:\.\d+)?)(?P<wan>万?)"
WAN = 10_000
MARK = r"(?:约|共|总数|总计|为|是|有|[:=])*"
TOOK_PART = re.compile(rf"参(?:加|与)(?:改进)?(?:活动)?(?:的)?(?:职工|员工)?(?:人数|人次|人员)?{MARK}{COUNT}")
EMPLOYED = re.compile(rf"(?<!参加)(?<!参与)(?<!活动)(?:职工|员工|从业人员)(?:总)?(?:人数|数)?{MARK}{COUNT}")
WITH_RESULT = re.compile(rf"成果(?:的)?(?:QC)?(?:小组|班组|信组)?(?:个数|数量|数)?{MARK}{COUNT}", re.IGNORECASE)
QUOTIENT = re.compile(
    r"(?<![\d./])(?P<above>\d+(?:\.\d+)?)(?P<above_wan>万?)[人个名]?[/÷]"
    r"(?P<below>\d+(?:\.\d+)?)(?P<below_wan>万?)[人个名]?(?![\d/])"
)
# which figures may stand beside which rate, and how the remark is worded when we write the form ourselves
FIGURES_OF: Mapping[str, tuple[str, ...]] = {
    "participation_rate": ("participants", "employees"),
    "result_rate_teams": ("result_teams",),
    "result_rate_qc": ("result_qc",),
}
WORDED: Mapping[str, str] = {
    "participants": "参加活动{}人",
    "employees": "职工{}人",
    "result_teams": "取得成果{}个",
    "result_qc": "取得成果{}个",
}


def read_remark(rate: str, remark: str) -> dict[str, int]:
    """The supporting figures that the remark beside the field `rate` gives; nothing where it says something else."""
    text = re.sub(r"(?<=\d),(?=\d{3})", "", plain_digits(remark))
    if rate not in FIGURES_OF or not re.search(r"\d", text):
        return {}
    names = FIGURES_OF[rate]
    words = (TOOK_PART, EMPLOYED) if rate == "participation_rate" else (WITH_RESULT,)
    found = {
        name: whole(match["count"], match["wan"])
        for name, pattern in zip(names, words, strict=True)
        if (match := pattern.search(text))
    }
    if not found and (quotient := QUOTIENT.search(text)):
        parts = (whole(quotient["above"], quotient["above_wan"]), whole(quotient["below"], quotient["below_wan"]))
        found = dict(zip(names, parts, strict=False))
    return {name: number for name, number in found.items() if number is not None}


def whole(digits: str, wan: str) -> int | None:
    """A number of people or groups; half of one is none."""
    number = round(float(digits) * (WAN if wan else 1), 6)
    return int(number) if number == int(number) else None


def remarks_of(fields: Mapping[str, Value]) -> dict[str, str]:
    """The remarks to print beside the rates, by the name of the rate, so that reading the form gives them back."""
    said = {
        rate: "，".join(WORDED[name].format(number) for name in names if isinstance(number := fields.get(name), int))
        for rate, names in FIGURES_OF.items()
    }
    return {rate: text for rate, text in said.items() if text}
