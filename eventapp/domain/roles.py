"""The roles that a new edition starts with: those of the notice's section 三, and those who run the conference.

They are rows of the edition once shipped; organizers reword them there. Words stand as in the notice.
"""

from __future__ import annotations

from dataclasses import dataclass

from eventapp.domain.registration import RoleNeed
from eventapp.domain.registration_states import Admission
from eventapp.domain.words import N_

JUDGE = "judge"

STAGE = N_("我要上台发表或演讲")
DELEGATE = N_("我代表小组、班组或故事参会")
ENTERPRISE = N_("我在企业工作")
ASSOCIATION = N_("我来自行业质协或主管部门")
OBSERVER = N_("我来观摩学习")
CONFERENCE = N_("我受会议邀请或为会议工作（须会务组审核）")


@dataclass(frozen=True)
class ShippedRole:
    """One role of a new edition; `section` is the heading under which people find themselves."""

    code: str
    section: str
    name: str
    name_en: str
    need: RoleNeed = RoleNeed.NOTHING
    admission: Admission = Admission.OPEN
    badge_class: str = "attendee"


SHIPPED_ROLES = (
    ShippedRole("presenter", STAGE, "成果发表人", "Presenter of a result", RoleNeed.RESULT),
    ShippedRole("speaker", STAGE, "故事演讲人", "Story speaker", RoleNeed.STORY),
    ShippedRole("group_delegate", DELEGATE, "优秀质量管理小组代表", "Delegate of a QC group"),
    ShippedRole("team_delegate", DELEGATE, "质量信得过班组代表", "Delegate of a quality-trustworthy team"),
    ShippedRole("story_author", DELEGATE, "优秀故事作者", "Author of a brand story"),
    ShippedRole("front_line", ENTERPRISE, "一线员工、班组长（工段长）", "Front-line worker or team leader"),
    ShippedRole("site_manager", ENTERPRISE, "现场管理人员", "Shop-floor manager"),
    ShippedRole("quality_manager", ENTERPRISE, "企业各级质量管理人员", "Quality manager"),
    ShippedRole(
        "enterprise_leader", ENTERPRISE, "企业领导（经理、党委书记、工会主席、总工程师、总质量师）", "Enterprise leader"
    ),
    ShippedRole("honored_delegate", ENTERPRISE, "荣获质量奖企业代表", "Delegate of a quality-honored enterprise"),
    ShippedRole("association_leader", ASSOCIATION, "各地行业质协领导及主管人员", "Quality association official"),
    ShippedRole("observer", OBSERVER, "观摩人员", "Observer"),
    ShippedRole(JUDGE, CONFERENCE, "评委", "Judge", admission=Admission.APPROVAL),
    ShippedRole("staff", CONFERENCE, "会务工作人员", "Conference staff", admission=Admission.APPROVAL),
    ShippedRole("guest", CONFERENCE, "嘉宾", "Guest", admission=Admission.APPROVAL),
)
