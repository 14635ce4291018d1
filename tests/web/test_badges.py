"""The pages of badges: designing with and without scripts, printing one and many, the log."""

from __future__ import annotations

import re
import shutil
import subprocess
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select, update

from eventapp.domain.badges import Element
from eventapp.domain.events import Edition
from eventapp.domain.people import StaffRole
from eventapp.domain.registration_states import AttendeeState
from eventapp.domain.shipped_badges import BADGE, LABEL
from eventapp.extensions import db
from eventapp.models import Attendee, BadgeDesign, BadgePrint, Job, StoredFile, Ticket
from eventapp.services import badges
from eventapp.settings import Settings
from tests.client import Client
from tests.conftest import Statements
from tests.factories import NOW, an_account
from tests.factories_badges import an_edition_with_badges, enter_people

RARE = "\U0003134f"
needs_fonts = pytest.mark.skipif(
    not Settings(environment="testing").fonts_path.is_dir(),
    reason="FONTS MISSING: run `npm ci`, `python tools/vendor.py`",
)
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="POPPLER MISSING: install poppler-utils")
pytestmark = [needs_fonts, needs_poppler]


@pytest.fixture(params=["sqlite"])
def app(app: Flask) -> Flask:
    """Pages and print are tried once; what lies below them is tested on both databases elsewhere."""
    return app


@pytest.fixture
def edition(client: Client) -> Edition:
    edition = an_edition_with_badges()
    an_account("organizer", StaffRole.ORGANIZER, edition=edition)
    client.sign_in("organizer")
    return edition


def be_a_volunteer(client: Client, edition: Edition) -> None:
    an_account("volunteer", StaffRole.VOLUNTEER, edition=edition)
    client.sign_in("volunteer")


def text_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def the_design(place: int = 0) -> BadgeDesign:
    db.session.rollback()
    return db.session.scalars(select(BadgeDesign).order_by(BadgeDesign.id)).all()[place]


def names_of(edition: Edition) -> list[str]:
    db.session.rollback()
    return [each.name for each in badges.list_designs(edition)]


def row(side: str, number: int, element: Element, **changed: Any) -> dict[str, Any]:
    """One element as the form sends it."""
    values = {name: getattr(element, name) for name in Element.__dataclass_fields__} | changed
    return {f"{side}-{number}-{name}": str(value) for name, value in values.items()}


def filled(**changed: Any) -> dict[str, Any]:
    """The shipped design as the form sends it."""
    rows = [row("front", number, element) for number, element in enumerate(BADGE.front)]
    known = {"name": BADGE.name, "width": "90", "height": "130", "revision": "0"}
    return {**known, **{name: value for each in rows for name, value in each.items()}, **changed}


def printed(client: Client, **data: Any) -> Job:
    answer = client.post("badges.print_badges", edition="43", data={"asked": "1", "sheet": "own", **data})
    db.session.rollback()
    return db.session.get_one(Job, int(re.findall(r"/jobs/(\d+)", answer.location)[0]))


def rename(number: int, name: str, state: AttendeeState = AttendeeState.CONFIRMED) -> None:
    db.session.execute(update(Attendee).where(Attendee.id == number).values(name=name, state=state))
    db.session.commit()


def test_designs_and_classes_stand_on_one_page(client: Client, edition: Edition, statements: Statements) -> None:
    statements.clear()
    text = client.get("badges.list_designs", edition="43").text

    assert len(statements) <= 10
    assert all(each in text for each in (BADGE.name, LABEL.name, "发表代表", "Observer"))
    small = client.get("badges.show_side", edition="43", design_id=the_design().id, side="front")
    assert Image.open(BytesIO(small.data)).size == (270, 390)
    client.post("badges.add_design", edition="43", data={"like": the_design().id})
    client.post("badges.add_design", edition="43", data={"shipped": "1"})
    assert names_of(edition) == [BADGE.name, LABEL.name, f"{BADGE.name} (2)", f"{LABEL.name} (2)"]
    client.post("badges.remove_design", edition="43", design_id=the_design(2).id)
    client.post("badges.ship_badges", edition="43")
    assert len(names_of(edition)) == 3


def test_the_table_alone_adds_removes_and_reorders_elements(client: Client, edition: Edition) -> None:
    place = {"edition": "43", "design_id": the_design().id}
    client.get("badges.edit_design", **place)
    name, code, band = BADGE.front[3], BADGE.front[6], BADGE.front[0]
    data = {
        "name": "甲", "width": "100", "height": "140", "revision": "0", "front-add": "field:seat", "back-add": "text",
        **row("front", 7, band, x="-2"), **row("front", 2, name, size="40"), **row("front", 9, code, remove="1"),
    }  # fmt: skip

    client.post("badges.edit_design", data=data, **place)

    design = badges.design_of(the_design())
    assert (design.name, design.width, the_design().revision) == ("甲", 100.0, 1)
    assert [(each.kind.value, each.field) for each in design.front] == [
        ("band", ""),
        ("field", "name"),
        ("field", "seat"),
    ]
    assert (design.front[0].x, design.front[1].size, design.back[0].text) == (-2.0, 40.0, "文字")


def test_faulty_designs_are_shown_again_as_typed_with_every_fault(client: Client, edition: Edition) -> None:
    data = filled(**{"front-6-w": "10", "front-3-x": "breit", "name": "{{7*7}}"})

    text = client.post("badges.edit_design", edition="43", design_id=the_design().id, data=data, status=400).text

    assert "二维码至少20毫米见方" in text
    assert "左应填数字" in text
    assert 'value="{{7*7}}"' in text
    assert the_design().revision == 0


def test_the_later_saver_is_told_and_may_keep_both(client: Client, edition: Edition) -> None:
    place = {"edition": "43", "design_id": the_design().id}
    client.post("badges.edit_design", data=filled(name="甲"), **place)

    told = client.post("badges.edit_design", data=filled(name="乙"), status=409, **place).text
    client.post("badges.edit_design", data=filled(name="乙", save="copy"), **place)
    client.post("badges.edit_design", data=filled(name="丙", overwrite="1"), **place)

    assert "另一个人刚刚保存过" in told
    assert 'value="乙"' in told
    assert names_of(edition) == ["丙", LABEL.name, "乙 副本"]


def test_a_background_picture_is_kept_shown_and_taken_away(client: Client, edition: Edition) -> None:
    out = BytesIO()
    Image.new("RGB", (300, 400), "navy").save(out, "PNG")
    place = {"edition": "43", "design_id": the_design().id}

    bad = filled(**{"back-picture": (BytesIO(b"GIF89a"), "x.png")})
    assert "不是 PNG 或 JPEG" in client.post("badges.edit_design", data=bad, status=400, **place).text
    good = filled(**{"back-picture": (BytesIO(out.getvalue()), "../=x.png")})
    client.post("badges.edit_design", data=good, **place)
    file = db.session.get_one(StoredFile, the_design().back_picture_id)
    assert (file.media_type, file.is_personal) == ("image/jpeg", False)
    back = client.get("badges.show_side", side="back", **place)
    assert Image.open(BytesIO(back.data)).convert("RGB").getpixel((5, 5)) == pytest.approx((0, 0, 128), abs=4)
    client.post("badges.edit_design", data=filled(revision="1", **{"back-picture-remove": "1"}), **place)
    assert the_design().back_picture_id is None


def test_the_preview_is_the_print_and_no_ticket(client: Client, edition: Edition) -> None:
    ids = enter_people(edition, 3)
    rename(ids[1], "欧阳静宜之" * 5)
    place = {"edition": "43", "design_id": the_design().id}

    shown = client.post("badges.preview_design", data=filled(side="front"), status=200, **place).json
    wrong = client.post("badges.preview_design", data=filled(**{"front-6-w": "1"}), status=200, **place).json
    pdf = client.post("badges.preview_design", data=filled(format="pdf"), status=200, **place)

    assert shown["picture"].startswith("data:image/png;base64,")
    assert wrong["picture"] is None
    assert [(fault["place"], fault["is_error"]) for fault in wrong["faults"]] == [("front:7", True)]
    assert "欧阳静宜之" * 2 in text_of(pdf.data)
    assert pdf.headers["Content-Disposition"].startswith("inline")
    assert db.session.scalars(select(BadgePrint)).all() == []


def test_the_desk_prints_one_badge_at_once_and_its_browser_remembers_the_label(
    client: Client, edition: Edition
) -> None:
    (number,) = enter_people(edition, 1)
    rename(number, '#panic("x"){a}$')
    be_a_volunteer(client, edition)
    place = {"edition": "43", "attendee_id": number}
    label = {"sheet": "roll-100x70", "design": str(the_design(1).id), "asked": "1"}

    assert (
        "放不下90×130毫米" in client.post("badges.print_badge", data={"sheet": "roll-60x40"}, status=400, **place).text
    )
    first = client.post("badges.print_badge", data=label, status=200, **place)
    again = client.post("badges.print_badge", status=200, **place)

    assert first.mimetype == "application/pdf"
    assert '#panic("x"){a}$' in text_of(first.data)
    assert ["补打1" in text_of(each.data) for each in (first, again)] == [False, True]
    db.session.rollback()
    log = [(each.number, each.sheet, each.account_id is not None) for each in db.session.scalars(select(BadgePrint))]
    assert log == [(1, "roll-100x70", True), (2, "roll-100x70", True)]
    page = client.get("badges.print_badge", **place).text
    assert 'value="roll-100x70" selected' in page
    assert "补打 1" in page
    client.post("badges.print_badge", data={"lost": "1"}, status=200, **place)
    db.session.rollback()
    assert [each.revoked_for for each in db.session.scalars(select(Ticket).order_by(Ticket.id))] == ["reissued", ""]


def test_who_is_not_confirmed_gets_no_badge_and_strangers_are_not_found(client: Client, edition: Edition) -> None:
    (number,) = enter_people(edition, 1)
    rename(number, "谭景", AttendeeState.WAITING)

    assert "只有已确认的报名" in client.get("badges.print_badge", edition="43", attendee_id=number).text
    refused = client.post("badges.print_badge", edition="43", attendee_id=number, status=400)
    assert "只有已确认的报名" in refused.text
    assert printed(client).note == "没有可以打印的胸牌：选中的人里没有已确认的报名。"
    client.get("badges.print_badge", edition="43", attendee_id=999, status=404)
    assert db.session.scalars(select(BadgePrint)).all() == []


def test_many_are_printed_by_a_job_with_its_list_of_misfits(client: Client, edition: Edition) -> None:
    ids = enter_people(edition, 4)
    rename(ids[0], f"{RARE}班")
    rename(ids[1], "Konstantinopoulos-" * 4)
    db.session.execute(update(Ticket).where(Ticket.attendee_id == ids[2]).values(revoked_at=NOW))
    db.session.commit()

    handed_over = client.post("badges.print_badges", edition="43", data={"ids": f"{ids[0]},{ids[3]}"}, status=200)
    assert "共 2 张" in handed_over.text
    assert (
        "放不下"
        in client.post("badges.print_badges", edition="43", data={"asked": "1", "sheet": "roll-60x40"}, status=400).text
    )
    job = printed(client, sheet="a4-90x130", order="number", missing="mark")

    faults = job.outcome["faults"]
    assert (job.state.value, job.outcome["count"], job.outcome["reprints"]) == ("done", 4, 0)
    assert [each in fault for each, fault in zip(("U+3134F", "放不下（姓名）", "没有二维码"), faults, strict=True)] == [
        True
    ] * 3
    assert db.session.get_one(StoredFile, job.result_file_id).is_personal
    pdf = client.get("jobs.download_result", edition="43", job_id=job.id).data
    numbers = re.findall(r"No\.(\d{4})", text_of(pdf))
    assert numbers == [f"{number:04}" for number in ids]
    assert "U+3134F" in client.get("jobs.show_job", edition="43", job_id=job.id).text

    rest = printed(client, missing="skip")
    assert (rest.outcome["count"], rest.outcome["reprints"]) == (3, 3)
    assert "没有可以打印" in printed(client, printed="no").note
    assert client.get("badges.list_prints", edition="43", reprints="yes").text.count("补打 1") == 3


def test_a_job_that_comes_to_nothing_gives_its_numbers_back(
    client: Client, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter_people(edition, 1)

    def fail(*_rest: object, **_more: object) -> bytes:
        raise OSError("no space")

    monkeypatch.setattr("eventapp.documents.badges.pdf.Press.write_pdf", fail)
    job = printed(client)

    assert job.state.value == "failed"
    assert db.session.scalars(select(BadgePrint)).all() == []


def test_a_large_run_comes_in_parts_with_the_same_statements_a_part(
    client: Client, edition: Edition, statements: Statements, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = enter_people(edition, 12)
    counts = []
    for part in (4, 12):
        monkeypatch.setattr("eventapp.jobs.badges.PART", part)
        statements.clear()
        job = printed(client, start="2")
        counts.append(len(statements))
        assert job.outcome["count"] == 12
        file = db.session.get_one(StoredFile, job.result_file_id)
        assert file.name.endswith(".zip" if part == 4 else ".pdf")
    monkeypatch.setattr("eventapp.jobs.badges.PART", 1000)
    statements.clear()
    few = printed(client, ids=",".join(map(str, ids[:2])))
    assert few.outcome["count"] == 2
    assert len(statements) == counts[1] < counts[0]


def test_classes_are_changed_ordered_added_and_removed(client: Client, edition: Edition) -> None:
    text = client.get("badges.list_designs", edition="43").text
    data = dict(re.findall(r'name="(class-\d+-(?:code|place|name|name_en|color))" value="([^"]*)"', text))
    data |= {"class-0-name": "贵宾", "class-3-place": "0", "class-8-name": "志愿者", "class-8-color": "#123456"}

    client.post("badges.save_classes", edition="43", data=data)

    text = client.get("badges.list_designs", edition="43").text
    assert re.findall(r'class-\d+-name" value="([^"]*)"', text)[:3] == ["媒体", "贵宾", "评委"]
    assert "志愿者" in text
    client.post("badges.save_classes", edition="43", data={**data, "class-1-color": "red"})
    assert "应像 #1f4a73 这样" in client.get("badges.list_designs", edition="43").text
    client.post("badges.remove_class", edition="43", data={"code": "own1"})
    assert 'value="志愿者"' not in client.get("badges.list_designs", edition="43").text


def test_volunteers_print_single_badges_only(client: Client, edition: Edition) -> None:
    be_a_volunteer(client, edition)

    client.get("badges.list_designs", edition="43", status=403)
    client.get("badges.print_badges", edition="43", status=403)
    client.get("badges.edit_design", edition="43", design_id=the_design().id, status=403)
    client.get("badges.list_prints", edition="43", status=403)
