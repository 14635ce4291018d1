"""When two submissions are one that was sent twice: a table of cases, and a whole conference."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

import pytest

from eventapp.domain.duplicate_search import find_pairs
from eventapp.domain.duplicates import HELD, SURE, Judgement, judge
from eventapp.domain.recommendations import GroupKind
from tests.duplicates import a_submission, conference, look_alikes, one_conference_twice, twice

UNIT, GROUP, TOPIC = "汤谷鹿蜀机床有限公司", "铁砧QC小组", "降低轴承座表面划伤率"


def told_twice(*, proof: bool = False, is_team: bool = False, **sides: tuple[str, str]) -> Judgement:
    """Judge what a unit and its region send; `proof` gives both the same telephone and number of people."""
    first, second = (
        a_submission(
            kind=GroupKind.TEAM if is_team else GroupKind.QC,
            unit=sides.get("unit", (UNIT, UNIT))[side],
            group=sides.get("group", (GROUP, GROUP))[side],
            topic="" if is_team else sides.get("topic", (TOPIC, TOPIC))[side],
            contact="谭景" if proof else f"联系人{side}",
            phone="13800001234" if proof else f"1380000000{side}",
            members=8 if proof else 8 + side * 2,
            channel=f"推荐单位{side}",
        )
        for side in (0, 1)
    )
    assert judge(first, second).score == judge(second, first).score
    return judge(first, second)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("劳民灌灌机床集团有限公司", "劳民灌灌机床（集团）有限公司"),
        ("劳民灌灌机床集团有限公司", "劳民灌灌机床(集团)有限责任公司"),
        ("沃野英招电缆股份有限公司", "沃野英招电缆有限公司"),
        ("穷桑长乘矿山机械集团有限公司", "穷桑长乘矿山机械集团公司"),
        ("雷渊灌灌农业装备科技有限公司", "雷渊灌灌农业装备科技公司"),
        ("员峤蓐收机床科技有限公司", "员峤 蓐收机床科技有限公司"),
        ("员峤蓐收机床科技有限公司", "员峤蓐收机床科技有限公司 "),
        ("沃野狌狌内燃机集团有限公司", "山东沃野狌狌内燃机集团有限公司"),
        ("沃野狌狌内燃机有限公司", "山东省沃野市沃野狌狌内燃机有限公司"),
        ("汤谷第一机床厂", "汤谷第1机床厂"),
        ("汤谷夔牛仪表有限公司", "汤谷夔牛仪表制造有限公司"),
        ("ＡＢＣ汤谷阀门有限公司", "ABC汤谷阀门有限公司"),
        ("汤谷鹿蜀机床有限公司", "“汤谷鹿蜀”机床有限公司"),
    ],
)  # fmt: skip
def test_a_unit_may_be_spelled_in_two_ways(one: str, other: str) -> None:
    assert told_twice(unit=(one, other)).is_held


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("汤谷第一机床厂", "汤谷第二机床厂"),
        ("汤谷机床一厂", "汤谷机床二厂"),
        ("河北重工机械有限公司", "河南重工机械有限公司"),
        ("北京第一机床厂", "上海第一机床厂"),
        ("沃野英招电缆有限公司", "沃野英招轴承有限公司"),
        ("雷渊灌灌农业装备有限公司", "雷渊英招农业装备有限公司"),
        ("汤谷电机有限公司", "汤谷电气有限公司"),
        ("一汽（大连）铸造有限公司", "一汽（青岛）铸造有限公司"),
        ("建木重工济南分公司", "建木重工青岛分公司"),
        ("建木重工集团A厂", "建木重工集团B厂"),
        ("建木重工集团第三研究所", "建木重工集团"),
        ("扶桑农机集团有限公司", "应龙电气集团有限公司"),
    ],
)  # fmt: skip
def test_two_units_never_send_one_submission(one: str, other: str) -> None:
    assert not told_twice(unit=(one, other), proof=True).is_held


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“铁砧”QC小组", "铁砧QC小组"),
        ("「铁砧」QC小组", "铁砧小组"),
        ("铁砧QC小组", "铁砧质量管理小组"),
        ("铁砧QC小组", "铁砧QC活动小组"),
        ("铁砧QC小组", "铁砧 ＱＣ 小组"),
        ("铁砧QC小组", "QC铁砧小组"),
        ("铁砧QC小组", "铁砧"),
        ("铁砧QC小组", "铁砧品管圈"),
        ("电装车间聚力QC小组", "聚力QC小组"),
        ("结构件分厂启明QC小组", "“启明”QC小组"),
        ("汤谷鹿蜀启明QC小组", "启明QC小组"),
        ("三线QC小组", "3线QC小组"),
        ("第二QC小组", "第2QC小组"),
        ("1#线QC小组", "1号线QC小组"),
        ("Ⅱ线聚力QC小组", "2线聚力QC小组"),
        ("发电机组QC小组", "发电机组质量管理小组"),
    ],
)
def test_a_group_may_be_spelled_in_two_ways(one: str, other: str) -> None:
    assert told_twice(group=(one, other)).is_held


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1#QC小组", "2#QC小组"),
        ("A线QC小组", "B线QC小组"),
        ("焊装一线QC小组", "焊装二线QC小组"),
        ("第1QC小组", "第11QC小组"),
        ("甲班QC小组", "乙班QC小组"),
        ("白班聚力QC小组", "夜班聚力QC小组"),
        ("东线聚力QC小组", "西线聚力QC小组"),
        ("电装车间聚力QC小组", "焊装车间聚力QC小组"),
        ("机加一车间聚力QC小组", "机加二车间聚力QC小组"),
        ("同心QC小组", "合力QC小组"),
        ("冷轧QC小组", "热轧QC小组"),
        ("零点QC小组", "起点QC小组"),
    ],
)
def test_groups_that_differ_in_what_tells_them_apart_are_two_even_with_everything_else_equal(
    one: str, other: str
) -> None:
    assert not told_twice(group=(one, other), proof=True).is_held


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("《降低轴承座表面划伤率》", "降低轴承座表面划伤率", True),
        ("降低轴承座表面划伤率", "降低轴承座表面划伤", True),
        ("降低M系列轴承座表面划伤率", "降低轴承座表面划伤率", True),
        ("缩短35kV机械密封环换型时间", "缩短机械密封环换型时间", True),
        ("缩短35kV密封环换型时间", "缩短35千伏密封环换型时间", True),
        ("降低QY25型吊车渗漏率", "降低QY25吊车渗漏率", True),
        ("提高一次交检合格率", "提升一次交检合格率", True),
        ("铸钢车轮专用拆装工具的研制", "铸钢车轮专用拆装工具研制", True),
        ("降低大型铸钢车轮加工表面划伤率", "降低车轮表面划伤率", True),
        ("", "降低轴承座表面划伤率", True),
        ("缩短35kV机械密封环换型时间", "缩短110kV机械密封环换型时间", False),
        ("降低2.5MW主轴振动", "降低25MW主轴振动", False),
        ("降低A线停机时间", "降低B线停机时间", False),
        ("降低轴承座表面划伤率", "缩短制动鼓换型时间", False),
        ("提高主轴合格率", "提高齿轮合格率", False),
    ],
)
def test_topics_are_compared_by_what_they_mean(one: str, other: str, *, is_one: bool) -> None:
    assert told_twice(topic=(one, other)).is_held is is_one


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("攀登装配二班", "攀登装配2班", True),
        ("（零点）镗铣班组", "零点镗铣班", True),
        ("维修班质量信得过班组", "维修班", True),
        ("质量信得过班组维修班", "维修班组", True),
        ("攀登装配一班", "攀登装配二班", False),
        ("装配班", "装配二班", False),
        ("机加一车间装配班", "机加二车间装配班", False),
        ("维修班", "总装车间维修班", False),
        ("装配班", "总装配班", False),
        ("装配班", "装配组", False),
        ("热处理班", "热处理丙班", False),
    ],
)
def test_teams_have_no_topic_so_that_their_names_must_agree(one: str, other: str, *, is_one: bool) -> None:
    assert told_twice(is_team=True, group=(one, other)).is_held is is_one


def test_a_team_with_its_workshop_left_out_needs_the_same_telephone_and_number_of_people() -> None:
    names = ("维修班", "总装车间维修班")

    assert told_twice(is_team=True, group=names, proof=True).is_held
    assert not told_twice(is_team=True, group=("一班", "总装车间二班"), proof=True).is_held


def test_a_slip_of_the_pen_is_believed_only_with_the_same_topic_and_telephone() -> None:
    names = ("盘石精益QC小组", "磐石精益QC小组")

    assert told_twice(group=names, proof=True).is_held
    assert not told_twice(group=names).is_held
    assert not told_twice(group=names, topic=("降低返修率", "缩短换型时间"), proof=True).is_held


def test_a_group_and_a_team_are_never_one() -> None:
    group = a_submission()

    assert judge(group, replace(group, kind=GroupKind.TEAM)).score == 0


def test_people_and_numbers_alone_make_nothing_one() -> None:
    first = a_submission(group="铁砧QC小组", topic="降低划伤率", contact="谭景", phone="13800001234", members=8)
    second = replace(first, group="磨床QC小组", topics=frozenset({"缩短换型时间"}))

    assert not judge(first, second).is_held


def test_two_groups_of_one_list_are_two_unless_only_the_spelling_differs() -> None:
    first = a_submission(group="聚力QC小组", channel="河北省")

    assert not judge(first, replace(first, group="电装车间聚力QC小组")).is_held
    assert judge(first, replace(first, group="“聚力”QC小组")).is_held


def test_different_levels_are_told_and_change_no_score() -> None:
    first = a_submission(level=1)
    alike, conflict = judge(first, replace(first)), judge(first, replace(first, levels=frozenset({2})))

    assert alike.score == conflict.score
    assert [reason.code for reason in conflict.reasons][-1] == "level_conflict"


def test_of_two_candidates_in_one_list_the_more_alike_is_the_twin() -> None:
    submissions = {
        "unit": a_submission(group="聚力QC小组", channel="单位"),
        "region": a_submission(group="“聚力”QC小组", channel="省"),
        "workshop": a_submission(group="电装车间聚力QC小组", channel="省"),
    }

    assert [(pair.first, pair.second) for pair in find_pairs(submissions)] == [("unit", "region")]
    apart = [frozenset(("unit", "region"))]
    assert [(pair.first, pair.second) for pair in find_pairs(submissions, apart=apart)] == [("unit", "workshop")]


def test_every_double_submission_of_a_conference_is_found_and_nothing_else() -> None:
    submissions = conference()

    found = find_pairs(submissions)

    assert {frozenset((pair.first, pair.second)) for pair in found} == {frozenset(pair) for pair in twice()}
    assert min(pair.judgement.score for pair in found) >= SURE


def test_no_look_alikes_of_a_conference_come_near() -> None:
    submissions = conference()
    pairs = [
        (first, second)
        for groups in look_alikes()
        for first in (key for key in submissions if key.startswith(groups[0]))
        for second in (key for key in submissions if key.startswith(groups[1]))
    ]

    scores = [judge(submissions[first], submissions[second]).score for first, second in pairs]

    assert len(pairs) >= 21
    assert max(scores) < HELD - 15


def test_a_conference_spelled_differently_throughout_is_found_again() -> None:
    """Every submission beside a twin that differs in every field: all are found, and no two groups are mixed up."""
    submissions = one_conference_twice()

    found = find_pairs(submissions)

    assert [pair for pair in found if pair.first[:4] != pair.second[:4]] == []
    assert [key for key in conference() if not judge(submissions[key], submissions[f"{key}*"]).is_held] == []


def test_twenty_thousand_submissions_are_not_compared_each_with_each() -> None:
    """Within one trade and with one contact; a comparison costs some 50 microseconds, each with each would be hours."""
    submissions = {
        number: a_submission(unit=f"汤谷第{number % 5000}机床有限公司", group=f"铁砧{number}QC小组", topic=f"降低第{number}道工序划伤率")
        for number in range(20_000)
    }  # fmt: skip

    started = perf_counter()

    assert find_pairs(submissions) == []
    assert perf_counter() - started < 20
