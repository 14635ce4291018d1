"""Every sentence that people read has English, and the placeholders of both agree."""

from __future__ import annotations

import re

from tools.words import gather, missing, stored

PLACE = re.compile(r"%\((\w+)\)")


def test_every_sentence_has_english():
    assert missing(stored(), gather()) == []


def test_english_sentences_keep_the_placeholders_of_the_chinese_ones():
    wrong = [
        message.id
        for message in stored()
        if isinstance(message.id, str)
        and message.id
        and isinstance(message.string, str)
        and set(PLACE.findall(message.id)) != set(PLACE.findall(message.string))
    ]

    assert wrong == []


def test_the_catalog_holds_no_sentence_that_nobody_says():
    said = {message.id for message in gather()}

    assert [message.id for message in stored() if message.id not in said] == []


def test_the_catalog_is_one_that_gets_compiled():
    assert stored().fuzzy is False  # a fuzzy catalog is left out in silence: no page would be in English
