"""Pages of the wordings: what the program writes by itself, in the words of the edition."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from eventapp import clock
from eventapp.domain.message_templates import (
    KIND_NAMES,
    LANGUAGE_NAMES,
    LONGEST_BODY,
    LONGEST_SUBJECT,
    PLACES,
    Letter,
    Wording,
)
from eventapp.domain.message_wordings import LETTERS
from eventapp.domain.refusals import Refusal
from eventapp.services import message_previews, message_templates
from eventapp.settings import personal_links
from eventapp.web.current import current_actor, current_edition, current_settings
from eventapp.web.language import gettext, words_of
from eventapp.web.messages.secrets import without_secrets
from eventapp.web.plain_input import is_reading

PREVIEW = "preview"


class WordingForm(FlaskForm):
    """Subject and body of one letter in one language, and whom to show it for."""

    subject = StringField(_("主题"), [DataRequired(_("请填写主题。")), Length(max=LONGEST_SUBJECT)])
    body = TextAreaField(_("正文"), [DataRequired(_("请填写正文。")), Length(max=LONGEST_BODY)])
    person = StringField(_("用谁的信息预览"), [Length(max=80)])

    def to_wording(self) -> Wording:
        return Wording(self.subject.data or "", self.body.data or "")


def attach_wordings(bp: Blueprint) -> None:
    """Put these pages below the outbox."""
    bp.add_url_rule("/wordings/", view_func=list_wordings)
    bp.add_url_rule("/wordings/<code>/<language>", view_func=edit_wording, methods=["GET", "POST"])
    bp.add_url_rule("/wordings/<code>/<language>/reset", view_func=reset_wording, methods=["POST"])


def list_wordings() -> ResponseReturnValue:
    """Every letter, when it goes out, and in which languages the edition uses words of its own."""
    own = {(row.code, row.language) for row in message_templates.own_wordings(current_edition(), list(LETTERS))}
    return render_template("messages/list_wordings.html", letters=LETTERS, languages=LANGUAGE_NAMES, own=own)


def edit_wording(code: str, language: str) -> ResponseReturnValue:
    """Write one letter in other words; `preview` shows what was typed and keeps nothing."""
    if code not in LETTERS or language not in LANGUAGE_NAMES:
        abort(404)
    edition = current_edition()
    row = message_templates.find_wording(edition, code, language)
    form = WordingForm(obj=row or LETTERS[code].shipped(language))
    is_preview = request.form.get("action") == PREVIEW
    if is_reading() or not form.validate():
        return show(code, language, form, row is not None), 200 if is_reading() else 400
    try:
        if is_preview:
            return show(code, language, form, row is not None, letter=preview(code, language, form))
        message_templates.save_wording(
            edition, code, language, form.to_wording(), actor=current_actor(), now=clock.now()
        )
    except Refusal as refusal:
        return show(code, language, form, row is not None, faults=[words_of(refusal)]), 400
    flash(gettext("邮件文字已保存，下一封起使用。"), "success")
    return redirect(url_for("messages.list_wordings"))


def preview(code: str, language: str, form: WordingForm) -> Letter:
    letter, is_found = message_previews.preview_wording(
        current_edition(), code, language, form.to_wording(), person=form.person.data or "",
        links=personal_links(current_settings()), now=clock.now(),
    )  # fmt: skip
    if form.person.data and not is_found:
        flash(gettext("没有找到这个人，下面用示例信息预览。"), "warning")
    return Letter(letter.subject, without_secrets(letter.body))


def show(
    code: str, language: str, form: WordingForm, is_own: bool, letter: Letter | None = None, faults: Sequence[str] = ()
) -> str:
    kind = LETTERS[code]
    return render_template(
        "messages/edit_wording.html", code=code, language=language, kind=kind, form=form, is_own=is_own,
        languages=LANGUAGE_NAMES, places=[PLACES[name] for name in PLACES if name in kind.allowed], kinds=KIND_NAMES, examples=examples_now(language),
        required=kind.required, letter=letter, faults=faults,
    )  # fmt: skip


def examples_now(language: str) -> dict[str, str]:
    """What each place could say; the secret end of the link is left out."""
    links = personal_links(current_settings())
    found = message_previews.examples(current_edition(), language, links, clock.now())
    return {code: without_secrets(text) for code, text in found.items()}


def reset_wording(code: str, language: str) -> ResponseReturnValue:
    """Go back to the shipped wording."""
    message_templates.reset_wording(current_edition(), code, language, actor=current_actor(), now=clock.now())
    flash(gettext("已恢复为系统自带的文字。"), "success")
    return redirect(url_for("messages.edit_wording", code=code, language=language))
