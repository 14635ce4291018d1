"""The looks of a form as named styles of Word, so that the office changes a typeface once for the whole form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from eventapp.documents.forms.layout import Look
from eventapp.documents.forms.looks import DRESSES, SONG, SUBSTITUTES, Dress
from eventapp.documents.forms.markup import W, at

ANSWER = "Answer"  # the character style of whatever a user has typed


IDS: Mapping[Look, str] = {look: look.name.capitalize() for look in Look}
IN_NARROW_CELLS = (Look.LABEL, Look.SMALL, Look.CENTERED, Look.LEFT)


def styles() -> Any:
    """The part word/styles.xml."""
    return W.styles(
        W.docDefaults(
            W.rPrDefault(
                W.rPr(_fonts(SONG), *_size(10.5), W.lang(at(val="en-US", eastAsia="zh-CN"))),
            ),
            W.pPrDefault(W.pPr()),
        ),
        W.style(W.name(at(val="Normal")), W.qFormat(), at(type="paragraph", default=1, styleId="Normal")),
        W.style(
            W.name(at(val="Default Paragraph Font")), at(type="character", default=1, styleId="DefaultParagraphFont")
        ),
        W.style(
            *(W.name(at(val="填写内容")), W.basedOn(at(val="DefaultParagraphFont")), W.qFormat()),
            at(type="character", customStyle=1, styleId=ANSWER),
        ),
        *(_style(look, dress) for look, dress in DRESSES.items()),
    )


def font_table() -> Any:
    """The part word/fontTable.xml: what to take where a typeface is missing."""
    return W.fonts(
        *(
            W.font(W.altName(at(val=other)), W.charset(at(val="86")), W.family(at(val="auto")), at(name=font))
            for font, other in SUBSTITUTES.items()
        )
    )


def _style(look: Look, dress: Dress) -> Any:
    return W.style(
        W.name(at(val=look.value)),
        W.basedOn(at(val="Normal")),
        W.qFormat(),
        W.pPr(*_paragraph(look, dress)),
        W.rPr(_fonts(dress.font), *([W.b()] if dress.bold else []), *_size(dress.size)),
        at(type="paragraph", customStyle=1, styleId=IDS[look]),
    )


def _paragraph(look: Look, dress: Dress) -> Iterator[Any]:
    """In the order that the schema wants."""
    if dress.keep_next:
        yield W.keepNext()
    if look in IN_NARROW_CELLS:
        yield W.wordWrap(at(val=0))  # a mail address may break anywhere instead of widening its column
    yield W.spacing(
        at(
            before=round(dress.before * 20),
            after=round(dress.after * 20),
            line=round(dress.line * 240),
            lineRule="auto",
        )
    )
    characters, width = dress.indent or dress.hanging, round((dress.indent or dress.hanging) * dress.size * 20)
    if dress.indent:
        yield W.ind(at(firstLineChars=characters * 100, firstLine=width))
    elif dress.hanging:
        yield W.ind(at(leftChars=characters * 100, left=width, hangingChars=characters * 100, hanging=width))
    yield W.jc(at(val=dress.align))


def _fonts(font: str) -> Any:
    # Word picks the typeface by script: without eastAsia Chinese would fall back to the default of the machine
    return W.rFonts(at(ascii=font, hAnsi=font, eastAsia=font, cs=font))


def _size(points: float) -> Iterator[Any]:
    yield W.sz(at(val=round(points * 2)))
    yield W.szCs(at(val=round(points * 2)))
