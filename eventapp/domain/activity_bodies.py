"""Which region or group a unit that sends annexes 5 and 6 belongs to.

They name the sender (河北省机械质协, 烛龙机械工业集团本部), while annex 3 names the region or group (河北省, 烛龙机械工业集团).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from eventapp.domain.organizations import name_key

PROVINCES = (
    "北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南",
    "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海", "台湾", "内蒙古", "广西", "西藏", "宁夏", "新疆",
    "香港", "澳门",
)  # fmt: skip
RANK = re.compile(r"(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)$")
# what follows the name of the region or group when it is the body itself that speaks, for all of its units
OFFICES = re.compile(
    r"(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)?(?:机械|汽车|工业|行业|冶金|建材|质量|管理|和|与|及|、)*"
    r"(?:质协|协会|学会|联合会|行业办|办公室|主管部门|委员会|工会|厅|局|本部|总部)?"
)
COMPANY = re.compile(
    r"(?:股份|集团)*(?:有限(?:责任)?|总)?公司(?:本部|总部)?"
)  # after the name of a group, not of a region


@dataclass(frozen=True)
class Body:
    """A recommending body, or a region of which nobody recommends; `key` is its place in addresses."""

    key: str
    name: str
    recommender_id: int | None = None


@dataclass(frozen=True)
class Sender:
    """What is known of a unit that sent a form: who sent it on the unit's behalf, and who recommends the unit."""

    name: str
    region: str = ""
    sent_by_id: int | None = None
    recommended_by_id: int | None = None


def short_name(name: str) -> str:
    """河北 for 河北省; other names in their comparing form."""
    key = name_key(name)
    bare = RANK.sub("", key)
    return bare if bare in PROVINCES else key


class BodyFinder:
    """Finds the body of a sender among the recommending bodies of an edition; the longest name that fits counts."""

    def __init__(self, bodies: Sequence[Body]) -> None:
        self.by_id = {body.recommender_id: body for body in bodies if body.recommender_id}
        self.by_name = sorted(
            ((short_name(body.name), body) for body in bodies), key=lambda pair: len(pair[0]), reverse=True
        )

    def find(self, sender: Sender) -> Body:
        """Its body: who sent it, whose name it bears, who recommends it, whose region it is in, else a region's name."""
        key = name_key(sender.name)
        named = self.named(key)
        spoken_for = named if named and speaks_for(key, named) else None
        sent_by, recommended_by = (self.by_id.get(one or 0) for one in (sender.sent_by_id, sender.recommended_by_id))
        return sent_by or spoken_for or recommended_by or named or self.of_region(sender.region) or region_of(sender)

    def named(self, key: str) -> Body | None:
        return next((body for short, body in self.by_name if short and key.startswith(short)), None)

    def of_region(self, region: str) -> Body | None:
        short = short_name(region)
        return next((body for name, body in self.by_name if short and name == short), None)


def region_of(sender: Sender) -> Body:
    """A region by its name where no recommending body is known for it; the unit itself where there is none."""
    for text in (name_key(sender.name), name_key(sender.region)):
        if province := next((name for name in PROVINCES if text.startswith(name)), ""):
            return Body(f"region-{province}", province)
    return Body(f"unit-{hashlib.sha256(name_key(sender.name).encode()).hexdigest()[:16]}", sender.name)


def speaks_for(name: str, body: Body) -> bool:
    """Whether a sender is the body itself: its name, or with an office behind it."""
    key, short = name_key(name), short_name(body.name)
    if not key.startswith(short):
        return False
    rest = key.removeprefix(short)
    return bool(OFFICES.fullmatch(rest) or (short not in PROVINCES and COMPANY.fullmatch(rest)))
