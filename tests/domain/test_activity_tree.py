"""From units up to regions and the nation; who belongs where, and what counts once."""

from __future__ import annotations

from typing import Any

import pytest

from eventapp.domain.activity import figures_of
from eventapp.domain.activity_bodies import Body, BodyFinder, Sender, speaks_for
from eventapp.domain.activity_tree import Basis, UnitForm, roll_up
from eventapp.domain.submissions import SubmissionState

HEBEI, GROUP = Body("1", "河北省", 1), Body("2", "应龙电气集团", 2)
FINDER = BodyFinder([HEBEI, GROUP, Body("3", "应龙电气集团齿轮公司", 3)])


@pytest.mark.parametrize(
    ("sender", "body"),
    [
        (Sender("河北省机械质协"), "河北省"),
        (Sender("河北机械质协"), "河北省"),
        (Sender("河北省 机械质协"), "河北省"),
        (Sender("应龙电气集团本部"), "应龙电气集团"),
        (Sender("应龙电气集团齿轮公司"), "应龙电气集团齿轮公司"),
        (Sender("汤谷铁砧机床有限公司", recommended_by_id=1), "河北省"),
        (Sender("汤谷铁砧机床有限公司", region="河北"), "河北省"),
        (Sender("河北铁砧机床有限公司", recommended_by_id=2), "应龙电气集团"),
        (Sender("河北铁砧机床有限公司"), "河北省"),
        (Sender("云南省机械质协"), "云南"),
        (Sender("河北省机械质协", sent_by_id=2, recommended_by_id=1), "应龙电气集团"),
        (Sender("河北省机械质协", recommended_by_id=2), "河北省"),
        (Sender("汤谷铁砧机床有限公司", recommended_by_id=99), "汤谷铁砧机床有限公司"),
    ],
)
def test_the_body_of_a_sender(sender: Sender, body: str) -> None:
    assert FINDER.find(sender).name == body


@pytest.mark.parametrize(
    ("name", "body", "speaks"),
    [
        ("河北省机械质协", HEBEI, True),
        ("河北省机械工业联合会", HEBEI, True),
        ("河北省", HEBEI, True),
        ("河北铁砧机床有限公司", HEBEI, False),
        ("河北机械有限公司", HEBEI, False),
        ("应龙电气集团有限公司", GROUP, True),
        ("应龙电气集团齿轮有限公司", GROUP, False),
        ("汤谷铁砧机床有限公司", HEBEI, False),
    ],
)
def test_whether_a_body_itself_speaks(name: str, body: Body, speaks: bool) -> None:
    assert speaks_for(name, body) is speaks


def a_form(number: int, name: str, body: Body = HEBEI, **fields: Any) -> UnitForm:
    return UnitForm(number, name, body, SubmissionState.SUBMITTED, figures_of({"year_qc": 10, **fields}))


def test_units_add_up_to_their_body_and_bodies_to_the_nation() -> None:
    bodies, nation = roll_up([a_form(1, "甲厂"), a_form(2, "乙厂", year_qc=5), a_form(3, "丙厂", GROUP)], Basis.WHOLE)

    assert [(one.body.name, one.figures.amounts["year_qc"]) for one in bodies] == [("应龙电气集团", 10), ("河北省", 15)]
    assert (nation.amounts["year_qc"], nation.units) == (25, 3)


def test_a_body_that_speaks_for_its_units_counts_once() -> None:
    forms = [a_form(1, "河北铁砧厂"), a_form(2, "河北省机械质协", year_qc=100)]

    [body], nation = roll_up(forms, Basis.WHOLE)
    _, everything = roll_up(forms, Basis.EVERY)

    assert (nation.amounts["year_qc"], everything.amounts["year_qc"]) == (100, 110)
    assert [form.name for form in body.left_out] == ["河北铁砧厂"]


def test_nothing_sent_gives_no_bodies_and_no_figures() -> None:
    bodies, nation = roll_up([], Basis.WHOLE)

    assert (bodies, nation.units, nation.value("result_rate_qc")) == ((), 0, None)
