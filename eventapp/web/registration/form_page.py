"""The form itself: read by the rules, shown again with everything typed until it is right."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from flask import request
from flask_wtf.csrf import CSRFError

from eventapp import clock
from eventapp.domain.events import Edition
from eventapp.domain.refusals import Fault, Refusal, Severity
from eventapp.domain.registration_fields import Answered, label_of, read_answers, said_value
from eventapp.domain.words import N_
from eventapp.extensions import csrf
from eventapp.services.registration_forms import Form
from eventapp.web.language import choose_language, gettext, words_of
from eventapp.web.registration.questions import Heading, Label, Question, headings, typed_in

CONSENT = "consent"


@dataclass(frozen=True)
class FormPage:
    """All that the template of a form needs; `faults` are those that belong to no question."""

    form: Form
    headings: list[Heading]
    consent: Question
    privacy: list[str]
    faults: list[str]
    earlier: list[tuple[str, str]]  # answers to questions that are asked no more
    is_shown_again: bool

    @property
    def questions(self) -> list[Question]:
        """Everything with an error of its own, for the summary."""
        return [*(one for heading in self.headings for one in heading.questions), self.consent]


@dataclass(frozen=True)
class Posted:
    """What came in with a form, read; `faults` hold everything that keeps it from being taken."""

    typed: dict[str, str]
    answered: Answered
    faults: list[Fault]


def blank_page(form: Form, role_codes: Collection[str], values: Mapping[str, str]) -> FormPage:
    """A fresh form, with what is known already."""
    return page_of(form, role_codes, values, [], held={})


def page_of(
    form: Form,
    role_codes: Collection[str],
    values: Mapping[str, str],
    faults: Collection[Fault],
    *,
    held: Mapping[str, str],
    refusals: Collection[str] = (),
) -> FormPage:
    """The form with these values and faults; `held` is what is kept of the person so far."""
    language = choose_language()
    asked = {spec.code for spec in form.fields if spec.is_for(role_codes)}
    whole = [words_of(fault) for fault in faults if fault.field not in asked | {CONSENT}]
    consent = Question(
        CONSENT, "consent", Label(gettext("我已阅读个人信息说明，同意会务组为办理本次会议使用以上信息")), is_required=True,
        value=values.get(CONSENT, ""), errors=[words_of(fault) for fault in faults if fault.field == CONSENT],
    )  # fmt: skip
    return FormPage(
        form,
        headings(form.fields, role_codes, values, faults, held),
        consent,
        [part for part in form.privacy(language).split("\n") if part.strip()],
        [*whole, *refusals],
        [
            (label_of(spec, language), said_value(spec, held[spec.code], language))
            for spec in form.fields
            if spec.code not in asked and held.get(spec.code)
        ],
        bool(faults or refusals),
    )


def read_posted(
    form: Form, role_codes: Collection[str], edition: Edition, *, held: Mapping[str, str], asks_consent: bool
) -> Posted:
    """What this request's form says, with every fault at once."""
    typed = typed_in(request.form, form.fields, request.form.to_dict(flat=False))
    typed[CONSENT] = request.form.get(CONSENT, "")
    today = clock.now().astimezone(ZoneInfo(edition.timezone)).date()
    answered = read_answers(form.fields, typed, role_codes, today=today, begins=edition.starts_on, held=held)
    faults = [*answered.faults, *(faults_of_consent(form, typed[CONSENT]) if asks_consent else []), *lost_session()]
    return Posted(typed, answered, faults)


def faults_of_consent(form: Form, consent: str) -> list[Fault]:
    """Nobody is registered without consent, nor with consent to a text they have not seen."""
    if not consent:
        return [fault(CONSENT, N_("请阅读说明，同意后才能报名。"))]
    if request.form.get("version", "") not in ("", str(form.number)):
        return [fault(CONSENT, N_("报名表刚刚更新，请看一遍上面的问题和个人信息说明，再提交一次。"))]
    return []


def lost_session() -> list[Fault]:
    """The page lay open too long, or cookies are gone: what was typed stays, and one more click will do."""
    try:
        csrf.protect()
    except CSRFError:
        return [fault("", N_("页面打开的时间太久了。您填写的内容都还在，请再点一次提交。"))]
    return []


def fault(field: str, sentence: str) -> Fault:
    return Fault("refused", sentence, field=field, severity=Severity.ERROR)


def with_refusal(page: FormPage, refusal: Refusal) -> FormPage:
    """The same page with what the use case said."""
    return replace(page, faults=[*page.faults, words_of(refusal)], is_shown_again=True)
