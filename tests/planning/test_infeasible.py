"""Why nothing fits: found without a solver, true, and with nothing superfluous."""

from dataclasses import replace

import pytest

from eventapp.documents.schedule_certificates import certificate_document
from eventapp.domain.schedule import Pin, PlanJudge, Room, Rules, Talk
from eventapp.domain.schedule_certificates import Certificate, CertificateKind
from eventapp.planning.infeasible import certificates, find_certificate, missing_slots
from tests.planning.conferences import AFTERNOON, MORNING, a_conference


def with_tracks(instance, **changes):
    return replace(instance, tracks=tuple(replace(track, **changes) for track in instance.tracks))


def test_feasible_conference_has_no_certificate():
    assert list(certificates(a_conference())) == []


def test_crowded_morning_is_named_with_one_talk_more_than_slots():
    # Three rooms with nine slots of twenty minutes, but only three starts before ten o'clock: nine talks fit.
    early = tuple(Talk(f"早{n}", "qc", windows=((510, 570),)) for n in range(12))

    found = find_certificate(a_conference(talks=(*a_conference().talks, *early)))

    assert (found.kind, found.need, found.have) == (CertificateKind.SLOTS, 10, 9)
    assert set(found.talks) <= {talk.id for talk in early}


def test_slots_certificate_is_irreducible():
    early = tuple(Talk(f"早{n}", "qc", windows=((510, 550 + 20 * (n % 2)),)) for n in range(12))
    instance = a_conference(talks=early)

    found = missing_slots(instance)

    assert missing_slots(replace(instance, talks=tuple(instance.talk[each] for each in found.talks))) == found
    for left_out in found.talks:
        rest = tuple(instance.talk[each] for each in found.talks if each != left_out)
        assert missing_slots(replace(instance, talks=rest)) is None


def test_fewer_rooms_than_sessions_are_counted_for_the_two_tracks_together():
    crowded = with_tracks(a_conference(rooms=(Room("一", 100),)), sessions=2)

    found = find_certificate(crowded)

    assert found == Certificate(CertificateKind.ROOMS, 4, 2, tracks=("qc", "story"))
    assert certificate_document(found) == {"type": "rooms", "categories": ["qc", "story"]}


def test_rooms_too_small_for_one_track_count_for_the_other_only():
    large = with_tracks(a_conference(rooms=(Room("一", 100), Room("二", 10))), sessions=2)
    stories_anywhere = replace(large, tracks=(replace(large.tracks[0], min_room_capacity=50), large.tracks[1]))

    assert find_certificate(stories_anywhere) is None


@pytest.mark.parametrize(("chairs", "have"), [(4, 2), (1, 2), (0, 0)])
def test_judges_present_limit_the_sessions(chairs, have):
    judges = tuple(PlanJudge(f"评委{n}", chair_ok=n < chairs) for n in range(2))

    found = find_certificate(with_tracks(a_conference(judges=judges), sessions=2))

    assert found == Certificate(CertificateKind.JUDGES, 4 if have else 2, have, tracks=found.tracks)
    assert found.tracks == (("qc", "story") if have else ("qc",))


def test_absent_judges_do_not_count():
    judges = tuple(PlanJudge(f"评委{n}", windows=((MORNING.starts, MORNING.ends),)) for n in range(2))

    found = find_certificate(with_tracks(a_conference(judges=judges), sessions=1))

    assert (found.kind, found.need, found.have) == (CertificateKind.JUDGES, 2, 1)


def test_person_with_two_pins_at_once_is_named():
    pin = Pin(block="下午", start=AFTERNOON.starts)
    twice = tuple(Talk(f"{track}甲", track, persons=("张三",), pin=pin) for track in ("qc", "story"))

    found = find_certificate(a_conference(talks=twice))

    assert (found.kind, found.person, found.talks) == (CertificateKind.PERSON, "张三", ("qc甲", "story甲"))
    assert str(found) == "「张三」的 2 项发表无法错开"


def test_gap_of_a_person_does_not_count_within_one_session():
    back_to_back = tuple(Talk(f"成果{n}", "qc", persons=("张三",), windows=((510, 550),)) for n in range(2))
    rules = Rules(person_gap_minutes=60)

    assert find_certificate(a_conference(talks=back_to_back, rules=rules)) is None


def test_pinned_rooms_are_counted_room_by_room():
    pinned = tuple(Talk(f"成果{n}", "qc", pin=Pin("第1会议室", "上午", 510)) for n in range(2))

    found = find_certificate(a_conference(talks=pinned))

    assert (found.kind, found.talks) == (CertificateKind.SLOTS, ("成果0", "成果1"))
