"""The components keep their promises: nothing is forgotten, nothing of a user becomes code."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask, render_template, render_template_string
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import StringField
from wtforms.validators import InputRequired

from tests.client import Page, check_page

TABLE = """{% from "components/table.html" import table, cell, row_header %}
{% call(row) table(rows, caption="发布人", headings=["姓名", "单位", ("得分", "number")], empty="还没有人") %}
{{ row_header(row[0]) }}{{ cell(row[1]) }}{{ cell(row[2], numeric=true) }}{% endcall %}"""
FIELD = """{% from "components/form.html" import error_summary %}{% from "components/field.html" import field %}
{{ error_summary(form) }}{{ field(form.name, help="与身份证一致") }}"""
PROGRESS = """{% from "components/progress.html" import progress %}
{{ progress("/jobs/1", state, 40, "第 3 行") }}"""
STATE = """{% from "components/status.html" import job_status %}{{ job_status(state) }}"""


class NameForm(FlaskForm):
    name = StringField("姓名", [InputRequired("请填写姓名。")])


@pytest.fixture
def request_for_page(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def labels_of(html: str) -> list[str]:
    return re.findall(r'<td role="cell" data-label="([^"]*)"', html)


@pytest.mark.usefixtures("request_for_page")
def test_each_cell_carries_the_heading_of_its_column():
    html = render_template_string(TABLE, rows=[("李娜", "甲厂", 92)])

    assert labels_of(html) == ["单位", "得分"]


@pytest.mark.usefixtures("request_for_page")
def test_a_name_that_looks_like_a_cell_adds_none():
    html = render_template_string(TABLE, rows=[("<td>{{ 1 }}", "<td>=1+1", 92)])

    assert labels_of(html) == ["单位", "得分"]
    assert html.count("&lt;td&gt;") == 2


@pytest.mark.usefixtures("request_for_page")
def test_an_empty_table_is_a_sentence():
    html = render_template_string(TABLE, rows=[])

    assert "还没有人" in html
    assert "<table" not in html


@pytest.mark.usefixtures("request_for_page")
def test_a_faulty_field_is_linked_from_the_summary_and_described():
    form = NameForm(MultiDict(), meta={"csrf": False})
    form.validate()

    html = render_template_string(FIELD, form=form)

    assert '<a href="#name">姓名：请填写姓名。</a>' in html
    assert 'aria-describedby="name-help name-error"' in html
    assert 'aria-invalid="true"' in html


@pytest.mark.usefixtures("request_for_page")
@pytest.mark.parametrize(
    ("state", "polls"), [("queued", 1), ("running", 1), ("done", 0), ("failed", 0), ("cancelled", 0)]
)
def test_only_a_moving_job_is_polled(state: str, polls: int):
    html = render_template_string(PROGRESS, state=state)

    assert html.count('hx-get="/jobs/1"') == polls


@pytest.mark.usefixtures("request_for_page")
def test_an_unknown_state_is_shown_as_it_is():
    html = render_template_string(STATE, state="某种新状态")

    assert re.sub(r"<[^>]+>", "", html).strip() == "某种新状态"


@pytest.mark.usefixtures("request_for_page")
@pytest.mark.parametrize("code", [400, 403, 404, 413, 429])
def test_error_pages_are_whole_pages_and_repeat_a_given_sentence(code: int):
    html = render_template(f"errors/{code}.html", message="文件超过 20 MB。")

    check_page(Page(html))
    assert "<p>文件超过 20 MB。</p>" in html


def test_the_page_for_our_own_faults_needs_nothing_of_the_request(app: Flask):
    with app.test_request_context("/"):
        html = app.jinja_env.get_template("errors/500.html").render()  # no context processors

    check_page(Page(html))
