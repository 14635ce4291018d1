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
INVITED = N_("我受会议邀请")
CONFERENCE = N_("我为会议工作")


@dataclass(frozen=True)
class ShippedRole:
    """One role of a new edition; `section` is the heading under which people find themselves, `hint` a sentence."""

    code: str
    section: str
    name: str
    name_en: str
    hint: str
    hint_en: str
    need: RoleNeed = RoleNeed.NOTHING
    admission: Admission = Admission.OPEN
    badge_class: str = "attendee"


SHIPPED_ROLES = (
    ShippedRole(
        "presenter", STAGE, "成果发表人", "Presenter of a result",
        "上台发表本小组或班组的成果；报名时选择成果。", "You present the result of your group or team on stage.",
        RoleNeed.RESULT, badge_class="presenter",
    ),
    ShippedRole(
        "speaker", STAGE, "故事演讲人", "Story speaker",
        "上台演讲本单位的质量品牌故事；报名时选择故事。", "You tell a brand story of your unit on stage.",
        RoleNeed.STORY, badge_class="presenter",
    ),
    ShippedRole(
        "group_delegate", DELEGATE, "优秀质量管理小组代表", "Delegate of a QC group",
        "代表有成果参加交流的QC小组，本人不上台。", "Your QC group takes part; you are not on stage yourself.",
        badge_class="delegate",
    ),
    ShippedRole(
        "team_delegate", DELEGATE, "质量信得过班组代表", "Delegate of a quality-trustworthy team",
        "代表参加交流的质量信得过班组，本人不上台。", "Your team takes part; you are not on stage yourself.",
        badge_class="delegate",
    ),
    ShippedRole(
        "story_author", DELEGATE, "优秀故事作者", "Author of a brand story",
        "写作了参加交流的质量品牌故事，本人不演讲。", "You wrote a brand story; somebody else, or nobody, tells it.",
        badge_class="delegate",
    ),
    ShippedRole(
        "front_line", ENTERPRISE, "一线员工、班组长（工段长）", "Front-line worker or team leader",
        "在生产、服务现场工作，或带领一个班组、工段。", "You work on the shop floor or lead a team there.",
    ),
    ShippedRole(
        "site_manager", ENTERPRISE, "现场管理人员", "Shop-floor manager",
        "车间、分厂等生产现场的管理人员。", "You manage a workshop or production site.",
    ),
    ShippedRole(
        "quality_manager", ENTERPRISE, "企业各级质量管理人员", "Quality manager",
        "在企业的质量部门工作，或负责质量管理。", "You work in quality management at any level.",
    ),
    ShippedRole(
        "enterprise_leader", ENTERPRISE, "企业领导（经理、党委书记、工会主席、总工程师、总质量师）", "Enterprise leader",
        "行业企业及会员单位的领导。", "You lead an enterprise: manager, secretary, chair or chief engineer.",
        badge_class="delegate",
    ),
    ShippedRole(
        "honored_delegate", ENTERPRISE, "荣获质量奖企业代表", "Delegate of a quality-honored enterprise",
        "所在企业获得过质量奖，受企业委派参会。", "Your enterprise has been honored for quality and sends you.",
        badge_class="delegate",
    ),
    ShippedRole(
        "association_leader", ASSOCIATION, "各地行业质协领导及主管人员", "Quality association official",
        "在行业、地方质量协会或主管部门工作，包括推荐单位联络员。",
        "You work for a quality association or authority, recommending bodies included.", badge_class="delegate",
    ),
    ShippedRole(
        "observer", OBSERVER, "观摩人员", "Observer",
        "没有参加交流的成果，来听、来学习。", "You come to listen and learn.", badge_class="observer",
    ),
    ShippedRole(
        JUDGE, INVITED, "评委", "Judge", "会务组请您评审；用登记在会务组的手机号报名可直接通过。",
        "We asked you to judge; register with the mobile number we know.", admission=Admission.APPROVAL,
        badge_class="judge",
    ),
    ShippedRole(
        "panel_chair", INVITED, "评审组组长", "Panel chair", "会务组请您主持一个评审组。",
        "We asked you to chair a panel of judges.", admission=Admission.APPROVAL, badge_class="judge",
    ),
    ShippedRole(
        "guest", INVITED, "嘉宾", "Guest", "受会议邀请的领导、专家和来宾。", "You were invited as a guest.",
        admission=Admission.APPROVAL, badge_class="guest",
    ),
    ShippedRole(
        "media", INVITED, "媒体人员", "Media", "采访、报道本次会议。", "You report on the conference.",
        admission=Admission.APPROVAL, badge_class="media",
    ),
    ShippedRole(
        "room_host", CONFERENCE, "分会场主持人", "Room host", "主持一个分会场的发表。", "You host the presentations of a room.",
        admission=Admission.APPROVAL, badge_class="staff",
    ),
    ShippedRole(
        "timekeeper", CONFERENCE, "计时员", "Timekeeper", "在分会场计时、提示时间。", "You keep the time in a room.",
        admission=Admission.APPROVAL, badge_class="staff",
    ),
    ShippedRole(
        "staff", CONFERENCE, "会务工作人员", "Conference staff", "签到、引导、材料等会务工作。",
        "You work at the desk, as a guide or behind the scenes.", admission=Admission.APPROVAL, badge_class="staff",
    ),
)  # fmt: skip
