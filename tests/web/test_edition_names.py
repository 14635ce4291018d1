"""An edition is called by its name in the reader's language, also where an address is not there."""

from __future__ import annotations

from flask import Flask

from tests.client import Client
from tests.factories import an_edition


def test_the_edition_has_its_english_name_on_english_pages(app: Flask, client: Client):
    an_edition(short_name_en="43rd Exchange")

    page = client.open("/e/43/?language=en").text

    assert "43rd exchange conference" in page
    assert "· 43rd Exchange</title>" in page


def test_an_edition_without_english_names_keeps_its_chinese_ones(app: Flask, client: Client):
    an_edition(name_en="", short_name_en="")

    assert "· 第43次交流活动</title>" in client.open("/e/43/?language=en").text


def test_an_address_that_is_not_there_still_belongs_to_its_edition(app: Flask, client: Client):
    an_edition()

    assert "· 第43次交流活动</title>" in client.open("/e/43/nothing-here", status=404).text
    client.open("/e/44/nothing-here", status=404)
