"""Which forms a file holds, found from titles and labels, never from the file's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from eventapp.documents.annexes.chunks import Chunk, Survey
from eventapp.documents.annexes.grid import Table
from eventapp.documents.annexes.parting import Continuity, part
from eventapp.documents.annexes.seals import UNIT
from eventapp.documents.annexes.summary_about import region_of
from eventapp.documents.annexes.summary_header import is_told
from eventapp.documents.annexes.summary_turned import upright
from eventapp.domain.annex_fields import FORMS
from eventapp.domain.annexes import FormKind, Value
from eventapp.domain.text import key

TITLE_LENGTH = 60
NOTE = re.compile(r"^\s*[*＊]?\s*(?:注|备\s*注|说明|填表说明|填写说明)\s*[:：1１]")
ENOUGH = 0.4  # share of a form's labels that must be there; a letter with address and telephone has less
ENOUGH_UNDER_FOREIGN_TITLE = 0.85
ENOUGH_UNDER_OTHER_TITLE = 0.6  # the title of another of our forms
TITLE_BONUS = 0.3
FOREIGN_TITLE = re.compile(
    r"(?:登记|报名|注册|申请|回执|签到|评分|打分|评审|参会|信息|调查|满意度|采购|统计|课题|会议|考核|合同)\S{0,6}(?:表|单|回执|卡|册)$|(?<!推荐)(?:名单|名册|通报|公示)$"
)
FOREIGN_REPORT = re.compile(
    r"^(?!.*(?:质量|QC|小组|班组)).*(?:安全|党建|财务|人事|经营|销售|环保|个人|述职|培训|审计|工会|项目)\S{0,8}(?:总结|报告)$"
)
MARKER = re.compile(r"附\s*件\s*[一二三四五六1-6１-６]\s*[:：]?")
CONTINUED = re.compile(r"[（(]?(?:续表?|接上[页表]|第.页)[)）]?$")
# Questions that only this form asks: without one of them, contact data are not a form.
TELLING_FIELDS = {
    FormKind.QC_RESULT: {"group_name", "topic_name", "activity_advisor"},
    FormKind.TEAM_RESULT: {"team_name", "first_pass_rate", "work_completion_rate", "team_leader"},
    FormKind.BRAND_STORY: {"story_name", "content_categories", "brand_types"},
    FormKind.WORK_SUMMARY: {"experience_and_practice", "problems_and_improvement"},
}


@dataclass
class Segment:
    """The chunks that make one form; `titled` is the kind that the title names."""

    titled: FormKind | None = None
    chunks: list[Chunk] = field(default_factory=list)


def find_forms(tables: list[Table]) -> list[tuple[FormKind, list[Chunk]]]:
    """The forms of a file with the chunks of each; all parts of annex 3 of one region (sheets, tables) are one form."""
    survey = Survey()
    tables = [upright(table) for table in tables]
    found: list[tuple[FormKind, list[Chunk]]] = []
    summary: list[Chunk] = []
    regions: set[Value] = set()
    for segment in _parted(_segments(tables), survey):
        kind = _kind(segment, survey)
        if kind == FormKind.RECOMMENDATION_SUMMARY:
            region = region_of(segment.chunks)
            if not summary or region and regions and region not in regions:
                summary, regions = [], set()
                found.append((kind, summary))
            summary.extend(segment.chunks)
            regions |= {region} - {None}
        elif found and Continuity(survey, *found[-1]).goes_on(segment.chunks, kind, segment.titled):
            found[-1][1].extend(segment.chunks)
        elif kind:
            found.append((kind, segment.chunks))
    return found


def _parted(segments: list[Segment], survey: Survey) -> Iterator[Segment]:
    """Segments that hold several forms without titles, taken apart where both parts are forms of their own."""
    for segment in segments:
        pieces = [Segment(None, chunks) for chunks in part(segment.chunks, survey)]
        pieces[0].titled = segment.titled
        if len(pieces) > 1 and all(_kind(piece, survey) for piece in pieces):
            yield from pieces
        else:
            yield segment


def _segments(tables: list[Table]) -> list[Segment]:
    segments = [Segment()]
    for table in tables:
        if table.is_sheet and segments[-1].chunks:
            segments.append(Segment())
        for first, last, titled in _stretches(table):
            if titled:
                segments.append(Segment(titled))
            segments[-1].chunks.append(Chunk(table, first, _end(table, first, last)))
    return segments


def _stretches(table: Table) -> Iterator[tuple[int, int, FormKind | None]]:
    starts = [(_opening(table, row), kind) for row in range(len(table.rows)) if (kind := _title(table, row))]
    if not starts or starts[0][0] > 0:
        yield 0, starts[0][0] if starts else len(table.rows), None
    for number, (row, kind) in enumerate(starts):
        yield row, starts[number + 1][0] if number + 1 < len(starts) else len(table.rows), kind


def _opening(table: Table, title: int) -> int:
    """The row where the form of a title begins: its number 附件五, or a unit's name at the top, may stand above."""
    row = title
    while row and (MARKER.fullmatch(_first_text(table, row - 1).strip()) or not any(table.rows[row - 1])):
        row -= 1
    has_marker = any(_first_text(table, at).strip() for at in range(row, title))
    if not has_marker:
        row = title
    return 0 if row == 1 and UNIT.search(_first_text(table, 0).strip()) and _only_text(table, 0) else row


def _title(table: Table, row: int) -> FormKind | None:
    text = _only_text(table, row)
    return next((kind for kind, spec in FORMS.items() if text and text.endswith(spec.titles)), None)


def _only_text(table: Table, row: int) -> str:
    """The key of the one short text of a row, or an empty string."""
    contents = table.rows[row]
    if contents and isinstance(contents[0], int | float):  # an entry of a list begins with its number
        return ""
    filled = [content for content in contents if content not in ("", None)]
    if len(filled) != 1 or not isinstance(filled[0], str) or len(filled[0]) > TITLE_LENGTH:
        return ""
    return CONTINUED.sub("", key(filled[0]).upper())


def _end(table: Table, first: int, last: int) -> int:
    """The printed notes end a form: their telephone and mail address are not the sender's. Hints may begin a table."""
    notes = (row for row in range(first, last) if NOTE.match(_first_text(table, row)))
    return next((row for row in notes if table.is_prose or row > first + (last - first) // 3), last)


def _first_text(table: Table, row: int) -> str:
    return next((content for content in table.rows[row] if isinstance(content, str) and content.strip()), "")


def _kind(segment: Segment, survey: Survey) -> FormKind | None:
    scores = {kind: _share(kind, segment, survey) + (TITLE_BONUS if kind == segment.titled else 0) for kind in FORMS}
    best = max(scores, key=lambda kind: scores[kind])
    if segment.titled:
        enough = ENOUGH + TITLE_BONUS if best == segment.titled else ENOUGH_UNDER_OTHER_TITLE
        return best if scores[best] >= enough else None
    is_foreign = _has_foreign_title(segment)
    if is_foreign and best == FormKind.WORK_SUMMARY:
        return None  # three usual headings make many a report
    enough = ENOUGH_UNDER_FOREIGN_TITLE if is_foreign else ENOUGH
    return best if scores[best] >= enough and _is_told(best, segment, survey) else None


def _is_told(kind: FormKind, segment: Segment, survey: Survey) -> bool:
    telling = TELLING_FIELDS.get(kind)
    return telling is None or bool(telling & survey.fields(kind, segment.chunks))


def _has_foreign_title(segment: Segment) -> bool:
    """Whether a title says that the segment is another paper, such as a registration of circles."""
    return any(
        FOREIGN_TITLE.search(_only_text(chunk.table, row)) or FOREIGN_REPORT.search(_only_text(chunk.table, row))
        for chunk in segment.chunks
        for row in range(chunk.first, min(chunk.last, chunk.first + 10))
    )


def _share(kind: FormKind, segment: Segment, survey: Survey) -> float:
    """How many of the labels of a form are there, from 0 to 1."""
    if kind == FormKind.RECOMMENDATION_SUMMARY:
        headers = [header for chunk in segment.chunks if (header := survey.header(chunk))]
        told = [header for header in headers if segment.titled == kind or is_told(header)]
        return max((len(header.columns) / 9 for header in told), default=0.0)
    found = survey.fields(kind, segment.chunks)
    return min(1.0, len(found) / (12 if kind == FormKind.ACTIVITY_STATISTICS else len(FORMS[kind].fields)))
