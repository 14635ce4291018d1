"""The questions a new edition starts with (reply forms of such conferences; notice, sections 三 and 五)."""

from __future__ import annotations

from eventapp.domain.registration_questions import Condition, FieldKind, FieldSpec, Option, Section

SINGLE, SHARED, OWN = "single", "shared", "own"
SPECIAL = "special"
NEEDS_TRAVEL = (Condition("lodging", (SINGLE, SHARED)), Condition("pick_up", ("yes",)))
NEEDS_INVOICE = (Condition("invoice_kind", ("ordinary", SPECIAL)),)
NOT_YET = "还没定的可以先不填，以后再补。"
NOT_YET_EN = "Leave it empty if you do not know yet."

SHIPPED_FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec("name", Section.PERSON, FieldKind.TEXT, "姓名", "Name", is_required=True),
    FieldSpec(
        "gender", Section.PERSON, FieldKind.CHOICE, "性别", "Sex", options=(Option("男", "男", "Male"), Option("女", "女", "Female"))
    ),
    FieldSpec(
        "unit_name", Section.UNIT, FieldKind.UNIT, "单位名称", "Unit", "写全称，与公章一致；名单里没有的可以直接填写。",
        "The full name, as on the seal; if it is not suggested, just type it.", is_required=True,
    ),
    FieldSpec("department", Section.UNIT, FieldKind.TEXT, "部门", "Department"),
    FieldSpec("job_title", Section.UNIT, FieldKind.TEXT, "职务", "Post"),
    FieldSpec(
        "mobile", Section.CONTACT, FieldKind.MOBILE, "手机号", "Mobile", "11位数字；境外号码以+和国家或地区代码开头。",
        "11 digits; from abroad with + and the country code.", is_required=True,
    ),
    FieldSpec(
        "email", Section.CONTACT, FieldKind.EMAIL, "邮箱", "E-mail", "填写后，报名链接会发到这个邮箱。",
        "The link to your registration is sent to this address.",
    ),
    FieldSpec("wechat", Section.CONTACT, FieldKind.TEXT, "微信号", "WeChat"),
    FieldSpec(
        "lodging", Section.LODGING, FieldKind.CHOICE, "住宿", "Lodging",
        "单间和合住须填到达日期；合住还须选性别。", "A room needs the day of arrival; a shared one your sex too.", is_required=True,
        options=(Option(SINGLE, "单间", "Single room"), Option(SHARED, "合住", "Shared room"), Option(OWN, "自理", "My own arrangement")),
    ),
    FieldSpec(
        "roommate", Section.LODGING, FieldKind.TEXT, "与谁合住", "Room-mate", "没有约好的不填，由会务组安排。",
        "Leave it empty and we find somebody.", shown_if=(Condition("lodging", (SHARED,)),),
    ),
    FieldSpec("pick_up", Section.TRAVEL, FieldKind.YES_NO, "需要接站", "Pick me up at the station or airport"),
    FieldSpec("arrives_on", Section.TRAVEL, FieldKind.DATE, "到达日期", "Day of arrival"),
    FieldSpec("arrives_time", Section.TRAVEL, FieldKind.TIME, "到达时间", "Time of arrival", NOT_YET, NOT_YET_EN, shown_if=NEEDS_TRAVEL),
    FieldSpec("arrives_by", Section.TRAVEL, FieldKind.TEXT, "到达车次或航班", "Train or flight of arrival", NOT_YET, NOT_YET_EN, shown_if=NEEDS_TRAVEL),
    FieldSpec("departs_on", Section.TRAVEL, FieldKind.DATE, "返程日期", "Day of departure"),
    FieldSpec("departs_time", Section.TRAVEL, FieldKind.TIME, "返程时间", "Time of departure", shown_if=NEEDS_TRAVEL),
    FieldSpec("departs_by", Section.TRAVEL, FieldKind.TEXT, "返程车次或航班", "Train or flight of departure", shown_if=NEEDS_TRAVEL),
    FieldSpec(
        "meal", Section.MEALS, FieldKind.CHOICE, "用餐", "Meals",
        options=(
            Option("regular", "普通", "No restrictions"), Option("halal", "清真", "Halal"),
            Option("vegetarian", "素食", "Vegetarian"), Option("other", "其他", "Other"),
        ),
    ),
    FieldSpec(
        "meal_note", Section.MEALS, FieldKind.TEXT, "用餐说明", "What we should know", "例如过敏的食物。", "Allergies, for example.",
        shown_if=(Condition("meal", ("other",)),), is_required=True,
    ),
    FieldSpec(
        "visit", Section.VISIT, FieldKind.CHOICE, "参观企业", "Factory visit",
        options=(Option("yes", "参加", "I take part"), Option("no", "不参加", "I do not")),
    ),
    FieldSpec(
        "invoice_kind", Section.INVOICE, FieldKind.CHOICE, "发票", "Invoice",
        options=(
            Option("none", "不需要", "None"), Option("ordinary", "普通发票", "Ordinary invoice"),
            Option(SPECIAL, "增值税专用发票", "Special VAT invoice"),
        ),
    ),
    FieldSpec(
        "invoice_title", Section.INVOICE, FieldKind.TEXT, "发票抬头", "Title of the invoice", "单位全称，与营业执照一致。",
        "The full name as on the business license.", is_required=True, shown_if=NEEDS_INVOICE,
    ),
    FieldSpec(
        "invoice_tax_id", Section.INVOICE, FieldKind.TAX_ID, "纳税人识别号", "Tax id", "18位统一社会信用代码；抬头是个人的不填。",
        "18 characters; leave it empty for a person.", shown_if=NEEDS_INVOICE,
    ),
)  # fmt: skip

NEVER_HIDDEN = frozenset({"name", "unit_name", "mobile"})  # nobody can be found or told apart without
SHIPPED_CODES = frozenset(spec.code for spec in SHIPPED_FIELDS)

SHIPPED_PRIVACY = """\
收集哪些信息：您在本页填写的姓名、单位、联系方式、行程、住宿、用餐和发票信息，以及参会身份。

用来做什么：只用于办理本次会议的报名、日程安排、签到、评审、食宿接送、发票和证书制作，以及与此有关的通知。

谁能看到：会务组按分工查看。手机号和邮箱不公开；酒店、接站人员只得到办事所需的部分。不向与会议无关的任何人提供。

保存多久：会议结束后按会务组公布的期限删除，只保留不能识别个人的统计数字；发出的证书上的信息除外。

您的权利：凭您自己的报名链接，随时可以查看、下载和更正信息，在报名截止前取消报名，也可以要求删除。有疑问请联系会务组。
"""
SHIPPED_PRIVACY_EN = """\
What we collect: what you fill in on this page about yourself, your unit, contact, travel, lodging, meals and invoice, and your roles.

What for: only to run this conference: registration, schedule, check-in, judging, lodging and transport, invoices, certificates and notices about them.

Who sees it: the organizing team, each for their own work. Mobile numbers and e-mail addresses are not published; hotels and drivers get only what they need. Nobody else gets anything.

How long: it is deleted after the conference at the time the organizers announce; only figures that identify nobody stay. Certificates that were issued are an exception.

Your rights: with your own link you can see, download and correct your data at any time, cancel until registration closes, and ask for deletion. Please ask the organizers if anything is unclear.
"""
