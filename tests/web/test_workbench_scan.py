"""The stamped scan of a list keeps the size rule of stamped scans, and comes in by the same door as every upload."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.people import StaffRole
from eventapp.extensions import db
from eventapp.models import AnnexAttachment
from tests.client import Client
from tests.factories import an_account, an_edition
from tests.factories_workbench import a_list

MEGABYTE = 1024 * 1024


def test_a_scan_larger_than_its_setting_is_refused_and_a_smaller_one_kept_without_folders_in_its_name(
    app: Flask, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = an_edition()
    body = a_list(edition).recommender_id
    an_account("secretary", StaffRole.SECRETARY, edition=edition)
    client.sign_in("secretary")
    settings = replace(app.extensions["settings"], stamped_megabytes=1, annex_megabytes=20)
    monkeypatch.setitem(app.extensions, "settings", settings)

    for size, status in ((MEGABYTE + 1, 400), (MEGABYTE // 2, 302)):
        scan = io.BytesIO(b"%PDF-1.7".ljust(size)), "盖章/附件三.pdf"
        client.post("workbench.sign_list", edition="43", recommender_id=body, data={"scan": scan}, status=status)

    [kept] = db.session.scalars(select(AnnexAttachment)).all()
    assert (kept.file.name, kept.file.size) == ("附件三.pdf", MEGABYTE // 2)
