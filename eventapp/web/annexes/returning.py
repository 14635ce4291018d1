"""Sending files back: one mail that names every fault, drafted by the program, sent as the secretary left it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from eventapp import clock
from eventapp.domain.annexes import FormKind
from eventapp.domain.events import Edition
from eventapp.domain.refusals import Refusal
from eventapp.services import handling
from eventapp.services.handling import NOTHING_TO_MEND, FileReading, Letter, ReturnLetter
from eventapp.web.annexes.arriving import SEPARATOR, number_in
from eventapp.web.annexes.forms import ReturnForm
from eventapp.web.annexes.words import FORM_NAMES, fault_line, short_name
from eventapp.web.current import current_actor, current_edition
from eventapp.web.language import gettext, words_of
from eventapp.web.plain_input import is_reading

MOST_LINES = 300  # in one mail; a sheet with more is filled in anew anyway
MOST_NAMED = 5
SAID_ALREADY = ("missing_required", "stale_period")  # their sentences say what to do


@dataclass(frozen=True)
class Draft:
    """The mail as drafted."""

    recipient: str
    subject: str
    body: str


def return_readings() -> ResponseReturnValue:
    """The mail to be looked through, and sending it."""
    asked = SEPARATOR.join(request.args.getlist("reading")).split(SEPARATOR)
    numbers = [number for text in asked if (number := number_in(text))]
    chosen = handling.list_for_return(current_edition(), numbers)
    senders = handling.list_senders(current_edition(), chosen)
    if len(senders) > 1:
        raise Refusal("选中的文件来自 %(number)s 个发件人，一封邮件只能退给一个人，请分别退回。", number=len(senders))
    form = ReturnForm()
    if is_reading():
        draft = compose(current_edition(), chosen, handling.find_letters(chosen), (senders or [""])[0])
        form = ReturnForm(formdata=None, obj=draft, key=secrets.token_hex(16))
        return show(form, chosen)
    if not form.validate():
        return show(form, chosen), 400
    letter = ReturnLetter(form.key.data or "", form.recipient.data, form.subject.data, form.body.data)
    try:
        handling.return_readings(current_edition(), numbers, letter, actor=current_actor(), now=clock.now())
    except Refusal as refusal:
        return show(form, chosen, words_of(refusal)), 400
    flash(gettext("已退回，邮件已放进发件箱。"), "success")
    return redirect(url_for("annexes.list_readings", handling="open"))


def show(form: ReturnForm, chosen: Sequence[FileReading], *faults: str) -> str:
    return render_template("annexes/return_readings.html", form=form, chosen=chosen, faults=faults)


def compose(edition: Edition, chosen: Sequence[FileReading], letters: Sequence[Letter], recipient: str) -> Draft:
    """The whole mail, in Chinese whatever language the secretary reads: joined from values, never formatted by them."""
    with force_locale("zh_Hans_CN"):
        files = [lines for reading in chosen if (lines := lines_of(reading, letters))]
    letter = letters[0] if letters else None
    greeting = f"{letter.sender_name}，您好！" if letter and letter.sender_name else "您好！"
    about = f"邮件《{letter.subject}》" if letter and letter.subject else "材料"
    what = f"您发来的{about}已收到。以下内容请补正，改好后整份重新发至 {address_for(edition, chosen)}："
    body = [greeting, "", edition.name, what, ""]
    for number, lines in enumerate(files, 1):
        body += [f"{number}、{lines[0]}", *lines[1:], ""]
    if not files:
        body += ["（请写明要补正什么。）", ""]
    body = [*cut(body), *signature(edition)]
    return Draft(recipient, f"请补正：{subject_of(letter, chosen)} · {edition.short_name}"[:200], "\n".join(body))


def lines_of(reading: FileReading, letters: Sequence[Letter]) -> list[str]:
    """One file and its faults; nothing for one without any, and for the letter itself when only its files are meant."""
    kinds = [FormKind(form["kind"]) for form in reading.forms]
    kept = [fault for fault in reading.faults if fault["code"] not in NOTHING_TO_MEND]
    is_letter = any(letter.file_id == reading.file_id for letter in letters)
    if not kept or (is_letter and reading.outcome == "accepted"):
        return []
    names = "、".join(dict.fromkeys(gettext(FORM_NAMES[kind]) for kind in kinds))
    head = f"{short_name(reading.file.name)}（{names}）" if names else short_name(reading.file.name)
    return [head, *(told(fault, kinds, reading.file.name) for fault in kept)]


def told(kept: dict[str, object], kinds: list[FormKind], name: str) -> str:
    """One fault: where, which question, what, and what to do."""
    line = fault_line(kept, kinds, name)
    place = " ".join(part for part in (line.place, line.label) if part)
    to_do = "" if kept["code"] in SAID_ALREADY else line.to_do  # whoever reads the mail is who fills it in
    said = (line.text + to_do if place else line.text).replace("上传", "发送")
    return f"  · {place}：{said}" if place else f"  · {said}"


def cut(lines: list[str]) -> list[str]:
    """Not endless; how many more there are is said."""
    if len(lines) <= MOST_LINES:
        return lines
    return [*lines[:MOST_LINES], f"……另有 {len(lines) - MOST_LINES} 行没有列出，请整份核对。", ""]


def subject_of(letter: Letter | None, chosen: Sequence[FileReading]) -> str:
    if letter and letter.subject:
        return str(letter.subject)
    names = [short_name(reading.file.name) for reading in chosen]
    return "、".join(names[:MOST_NAMED]) + ("等" if len(names) > MOST_NAMED else "")


def address_for(edition: Edition, chosen: Sequence[FileReading]) -> str:
    """Annex 4 alone goes to the mailbox of stories, everything else to the other (notice, section 四)."""
    kinds = {form["kind"] for reading in chosen for form in reading.forms}
    contact = edition.contact
    return (contact.story_email if kinds == {FormKind.BRAND_STORY} else "") or contact.email or "原邮箱"


def signature(edition: Edition) -> list[str]:
    contact = edition.contact
    reach = "  ".join(part for part in (contact.phone, contact.email) if part)
    return [contact.organization, *([f"联系方式：{reach}"] if reach else [])]
