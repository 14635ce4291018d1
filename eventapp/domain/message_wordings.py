"""The letters that the program writes by itself, and the wordings they are shipped with."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache

from eventapp.domain.message_templates import CHINESE, ENGLISH, Template, Wording, parse_wording
from eventapp.domain.registration_states import AttendeeState
from eventapp.domain.words import N_

OF_EVENT = (
    "name", "event", "short_name", "days", "starts_on", "place", "closes_at", "travel", "hotel", "organization", "contact",
)  # fmt: skip
OF_PERSON = (*OF_EVENT, "unit", "roles", "subjects", "state", "link")

GREETING, GREETING_EN = "{姓名}，您好！\n\n", "Dear {name},\n\n"
SIGNATURE, SIGNATURE_EN = "\n\n{会务组}\n联系方式：{联系方式}", "\n\n{office}\nContact: {contact}"
WHAT = "\n参会身份：{身份}\n发表内容：{发表内容}\n当前状态：{状态}\n会议时间：{会议时间}\n会议地点：{地点}"
WHAT_EN = "\nRole: {roles}\nSubject: {subjects}\nStatus: {state}\nDays: {days}\nPlace: {place}"
SECRET = "\n\n这个链接只属于您，请不要转发给别人。"
SECRET_EN = "\n\nThis link is yours alone; please do not pass it on."
OWN_PAGE = (
    "\n\n下面的链接是您自己的报名页：名额确认后，那里有签到用的二维码；报名截止前可以修改或取消：\n{链接}" + SECRET
)
OWN_PAGE_EN = (
    "\n\nThis link is your own page: once your place is confirmed, the code for checking in is there; until registration "
    "ends you can also change or cancel:\n{link}" + SECRET_EN
)


@dataclass(frozen=True)
class LetterKind:
    """One occasion on which the program writes: its name, when it goes out, and what its wording may say."""

    name: str
    occasion: str
    chinese: Wording
    english: Wording
    more: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    with_calendar: bool = False
    is_urgent: bool = False  # people without mail are told by SMS: there is a time limit
    base: tuple[str, ...] = field(default=OF_PERSON, repr=False)

    @property
    def allowed(self) -> tuple[str, ...]:
        """Codes of the places that a wording of this letter may have."""
        return (*self.base, *self.more)

    def shipped(self, language: str) -> Wording:
        return self.english if language == ENGLISH else self.chinese


def chinese(subject: str, said: str) -> Wording:
    return Wording(f"{subject}：{{会议简称}}", GREETING + said + SIGNATURE)


def english(subject: str, said: str) -> Wording:
    return Wording(f"{subject}: {{short name}}", GREETING_EN + said + SIGNATURE_EN)


LETTERS: dict[str, LetterKind] = {
    "registration": LetterKind(
        N_("报名已收到"), N_("有人报名后立即发出；也用于再次发送链接。"),
        chinese("报名已收到", "您的报名已收到：{会议名称}。" + WHAT + OWN_PAGE),
        english("Your registration", "we have received your registration: {event}." + WHAT_EN + OWN_PAGE_EN),
        required=("link",), with_calendar=True,
    ),
    "registration_edited": LetterKind(
        N_("报名信息已修改"), N_("报名信息被本人、单位联系人或会务组修改后发出。"),
        chinese("报名信息已修改", "您在{会议名称}的报名信息有修改，现在是：" + WHAT + OWN_PAGE),
        english("Your registration has changed", "your registration for {event} was changed. It now reads:" + WHAT_EN + OWN_PAGE_EN),
        required=("link",),
    ),
    "waiting": LetterKind(
        N_("已列入候补"), N_("名额已满，进入候补名单时发出。"),
        chinese("已列入候补", "您的报名已收到：{会议名称}。{本次身份}的名额已满，您已列入候补名单。有空出的名额时，会按报名先后再写信请您确认。\n\n随时可以在这里查看或取消：\n{链接}" + SECRET),
        english("You are on the waiting list", "we have received your registration: {event}. All places ({this role}) are taken, and you are on the waiting list. We write again when a place becomes free, in the order of registration.\n\nSee or cancel your registration here:\n{link}" + SECRET_EN),
        more=("role",), required=("link",),
    ),
    "offered": LetterKind(
        N_("候补名额，请确认"), N_("候补名单上的人轮到名额时发出。"),
        chinese("有名额了，请确认", "{会议名称}空出一个名额（{本次身份}），现在为您保留。\n请在 {确认截止} 之前打开下面的链接确认，过时将转给下一位：\n{链接}" + SECRET),
        english("A place is free: please confirm", "a place ({this role}) at {event} has become free and is kept for you.\nPlease confirm before {confirm by}; afterwards it goes to the next person:\n{link}" + SECRET_EN),
        more=("role", "confirm_by"), required=("link",), is_urgent=True,
    ),
    "offer_expired": LetterKind(
        N_("候补名额已过期"), N_("保留的名额过时没有确认时发出。"),
        chinese("保留的名额已过期", "为您保留的{会议名称}名额（{本次身份}）过时没有确认，已转给下一位。\n仍想参会的，请打开下面的链接查看，或与会务组联系：\n{链接}"),
        english("The place kept for you has gone", "the place ({this role}) at {event} that was kept for you was not confirmed in time and has gone to the next person.\nIf you still wish to come, see your registration or write to us:\n{link}"),
        more=("role",),
    ),
    "approved": LetterKind(
        N_("审核通过"), N_("会务组通过一份须审核的报名时发出。"),
        chinese("报名审核通过", "您在{会议名称}的报名已通过审核。" + WHAT + OWN_PAGE),
        english("Your registration is confirmed", "your registration for {event} is confirmed." + WHAT_EN + OWN_PAGE_EN),
        more=("role", "remark"), required=("link",), with_calendar=True,
    ),
    "rejected": LetterKind(
        N_("审核未通过"), N_("会务组没有通过一份报名时发出。"),
        chinese("报名审核结果", "您在{会议名称}的报名（{本次身份}）未通过审核。\n{说明}\n\n如有疑问，请联系会务组。"),
        english("Your registration", "your registration ({this role}) for {event} could not be confirmed.\n{remark}\n\nPlease write to us with any question."),
        more=("role", "remark"),
    ),
    "cancelled": LetterKind(
        N_("报名已取消"), N_("报名由本人、单位联系人或会务组取消后发出。"),
        chinese("报名已取消", "您在{会议名称}的报名已取消，原来的二维码已失效。\n{说明}\n\n如果不是您本人的意思，请尽快联系会务组。"),
        english("Your registration is cancelled", "your registration for {event} is cancelled, and your code opens nothing any more.\n{remark}\n\nIf you did not want this, please write to us soon."),
        more=("role", "remark"),
    ),
    "swapped_in": LetterKind(
        N_("换人：新的参会人员"), N_("单位换人后，发给新的参会人员。"),
        chinese("您将参加会议", "您接替{替换人员}参加{会议名称}。" + WHAT + OWN_PAGE),
        english("You are registered", "you take the place of {other person} at {event}." + WHAT_EN + OWN_PAGE_EN),
        more=("other",), required=("link",), with_calendar=True,
    ),
    "swapped_out": LetterKind(
        N_("换人：原参会人员"), N_("单位换人后，发给不再参会的人。"),
        chinese("您的报名已转给同事", "您在{会议名称}的报名已由单位转给{替换人员}，您原来的二维码已失效。\n\n如有疑问，请联系本单位报名联系人或会务组。"),
        english("Your place has passed on", "your unit has given your place at {event} to {other person}; your code opens nothing any more.\n\nPlease ask your unit's contact or us with any question."),
        more=("other",),
    ),
    "invitation": LetterKind(
        N_("邀请"), N_("会务组邀请一位参会人员时发出。"),
        chinese("邀请您参会", "诚邀您参加{会议名称}。\n参会身份：{身份}\n会议时间：{会议时间}\n会议地点：{地点}\n{说明}\n\n请打开下面的链接报名，链接只能使用一次：\n{链接}\n有效期至：{有效期至}" + SECRET),
        english("Invitation", "we have the pleasure to invite you to {event}.\nRole: {roles}\nDays: {days}\nPlace: {place}\n{remark}\n\nPlease register here; the link works once:\n{link}\nValid until: {valid until}" + SECRET_EN),
        base=(*OF_EVENT, "unit", "roles", "link"), more=("remark", "valid_until"), required=("link",),
    ),
    "link_renewed": LetterKind(
        N_("新的报名链接"), N_("会务组或本人换了报名链接时发出；原链接失效。"),
        chinese("新的报名链接", "您在{会议名称}的报名有了新的链接，原来的链接已失效：\n{链接}" + SECRET),
        english("Your new link", "your registration for {event} has a new link; the old one no longer works:\n{link}" + SECRET_EN),
        required=("link",),
    ),
    "ticket_reissued": LetterKind(
        N_("新的二维码"), N_("会务组停用签名密钥、统一换发二维码时发出；原二维码失效。"),
        chinese("请使用新的二维码", "您在{会议名称}的二维码已统一换发，原来的二维码和保存的图片已失效，请以下面链接里的为准。" + OWN_PAGE),
        english("Please use your new code", "all codes for {event} were issued anew. Your earlier code and saved pictures of it open nothing any more; the new one is behind the link below." + OWN_PAGE_EN),
        required=("link",),
    ),
    "delegation": LetterKind(
        N_("单位集体报名"), N_("单位联系人开始集体报名时发出。"),
        chinese("单位集体报名", "请用下面的链接为{单位}报名参加{会议名称}，可以随时回来增加、修改和换人：\n{链接}\n报名截止：{报名截止}\n已报名：{人数}人\n\n知道链接的人都能看到和修改本单位的报名，请不要转发给无关的人。"),
        english("Registering your unit", "with this link you register the people of {unit} for {event}; come back at any time to add, change or swap people:\n{link}\nRegistration ends: {registration ends}\nRegistered so far: {number of people}\n\nWhoever knows the link can see and change them, so please do not pass it on."),
        base=(*OF_EVENT, "unit", "link"), more=("count",), required=("link",),
    ),
    "erased": LetterKind(
        N_("个人信息已删除"), N_("按本人请求删除个人信息后发出，也是最后一封。"),
        chinese("您的个人信息已删除", "您在{会议名称}的报名和个人信息已按您的请求删除，这是最后一封邮件。\n{说明}"),
        english("Your data has been deleted", "your registration for {event} and your personal data have been deleted as you asked. This is the last mail.\n{remark}"),
        base=OF_EVENT, more=("remark",),
    ),
    "erasure_refused": LetterKind(
        N_("没有同意删除个人信息"), N_("会务组不同意本人的删除申请时发出。"),
        chinese("关于删除个人信息的答复", "您申请删除在{会议名称}的个人信息，会务组没有同意。\n理由：{说明}\n\n您可以在自己的报名页面查看、更正，也可以再次申请：\n{链接}" + SECRET),
        english("Your wish to be deleted", "your personal data of {event} cannot be deleted now.\nReason: {remark}\n\nOn your own page you can see and correct it, or ask again:\n{link}" + SECRET_EN),
        more=("remark",), required=("link",),
    ),
}  # fmt: skip
MAILING_PLACES: Collection[str] = OF_PERSON
STATE_NAMES_EN = {  # Chinese ones: registration_states; letters are written where no catalog is at hand
    AttendeeState.CONFIRMED: "confirmed",
    AttendeeState.PENDING: "to be decided by the organizers",
    AttendeeState.WAITING: "on the waiting list",
    AttendeeState.OFFERED: "a place is kept for you, please confirm",
    AttendeeState.REJECTED: "not accepted",
    AttendeeState.CANCELLED: "cancelled",
}


@cache
def shipped_template(code: str, language: str) -> Template:
    """The shipped wording of a letter, taken apart; Chinese for languages without one."""
    kind = LETTERS[code]
    return parse_wording(kind.shipped(language), kind.allowed, kind.required)


def known_language(language: str) -> str:
    """The language letters are written in: Chinese unless English is asked for."""
    return ENGLISH if language == ENGLISH else CHINESE
