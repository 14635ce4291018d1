"""Badges to look at while designing: the edition's own extremes, or invented people while there are none."""

from __future__ import annotations

from flask import url_for

from eventapp.domain.badge_fields import Badge, conference_values, joined_post, number_text
from eventapp.domain.events import Edition
from eventapp.services.badge_people import Bearer, list_bearers, list_extremes
from eventapp.services.badge_wardrobe import Wardrobe
from eventapp.web.current import current_settings

# name, unit, department, post: short and long ones as they happen
INVENTED = (
    ("李琰", "应龙乘黄轨道装备有限公司", "质量部", "部长"),
    ("阿卜杜热合曼·买买提江", "乌有丰隆机床有限公司铸造分厂", "一车间", "班组长"),
    ("欧阳静宜", "中国机械工业集团有限公司第三精密轴承制造研究院股份有限公司洛阳分公司热处理车间", "质量管理部", "高级工程师"),
)  # fmt: skip
CODE_LENGTH = 100


def sample_badges(edition: Edition, wardrobe: Wardrobe) -> list[Badge]:
    """People with the longest texts of the edition; their codes open nothing, so no paper is a ticket by accident."""
    bearers = list_bearers(edition, list_extremes(edition))
    return [badge_of(bearer, edition, wardrobe) for bearer in bearers or invented_people(wardrobe)]


def invented_people(wardrobe: Wardrobe) -> list[Bearer]:
    codes = list(wardrobe.looks)
    return [
        Bearer(
            place, name, unit,
            {
                "name": name, "unit_name": unit, "department": department, "job_title": post,
                "post": joined_post(department, post), "number": number_text(place), "subject": "降低轴承座表面划伤率",
                "seat": "3排12座", "hotel_room": "1608", "role_names": "成果发表人",
            },
            {}, codes[place % len(codes)], None, 0,
        )
        for place, (name, unit, department, post) in enumerate(INVENTED, start=1)
    ]  # fmt: skip


def badge_of(bearer: Bearer, edition: Edition, wardrobe: Wardrobe) -> Badge:
    look = wardrobe.look(bearer.class_code)
    values = {**conference_values(edition), **bearer.values, "class_name": look.name, "class_name_en": look.name_en}
    address = url_for("registration.open_ticket", code="x" * CODE_LENGTH)
    return Badge(
        bearer.attendee_id, f"{bearer.name} · {bearer.unit_name}", values, look,
        qr=current_settings().public_url.rstrip("/") + address, own=bearer.own,
    )  # fmt: skip
