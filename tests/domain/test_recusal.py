"""When a judge stands aside."""

import pytest

from eventapp.domain.recusal import (
    RECUSAL_SENTENCES,
    JudgeTies,
    Person,
    RecusalReason,
    TalkTies,
    is_same_person,
    recusal_reasons,
)


def a_judge(**changes):
    return JudgeTies(
        **{"person": Person("李评", "P1"), "unit": "甲厂", "company": "一集团", "region": "浙江"} | changes
    )


@pytest.mark.parametrize(
    ("talk", "reasons"),
    [
        (TalkTies(unit="乙厂", company="二集团", region="江苏"), ()),
        (TalkTies(unit=" 甲 厂"), (RecusalReason.SAME_UNIT,)),
        (TalkTies(unit="乙厂", company="一集团"), (RecusalReason.SAME_COMPANY,)),
        (TalkTies(unit="一集团"), (RecusalReason.SAME_COMPANY,)),
        (TalkTies(members=(Person("别人", "P2"), Person("李评", "P1"))), (RecusalReason.MEMBER,)),
        (TalkTies(advisers=(Person("李 评"),)), (RecusalReason.ADVISER,)),
        (TalkTies(unit="甲厂", advisers=(Person("李评"),)), (RecusalReason.SAME_UNIT, RecusalReason.ADVISER)),
        (TalkTies(), ()),
    ],
)
def test_ties_between_judge_and_talk_are_grounds(talk, reasons):
    assert recusal_reasons(a_judge(), talk) == reasons


def test_region_counts_only_if_the_edition_says_so():
    talk = TalkTies(unit="乙厂", region="浙江")

    assert recusal_reasons(a_judge(), talk) == ()
    assert recusal_reasons(a_judge(), talk, by_region=True) == (RecusalReason.SAME_REGION,)


def test_unknown_ties_never_match_each_other():
    nobody = JudgeTies(person=Person())

    assert recusal_reasons(nobody, TalkTies(members=(Person(),)), by_region=True) == ()


def test_namesakes_with_different_ids_are_different_people():
    assert not is_same_person(Person("李评", "P1"), Person("李评", "P2"))
    assert is_same_person(Person("阿依·古丽", ""), Person("阿依古丽", "P3"))


def test_every_reason_has_a_sentence():
    assert set(RECUSAL_SENTENCES) == set(RecusalReason)
