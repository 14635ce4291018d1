"""A form as a Word document: a package of a few parts, the same bytes for the same form."""

from __future__ import annotations

from typing import Any

from lxml import etree

from eventapp.documents.forms.layout import Form
from eventapp.documents.forms.markup import W, at, twips
from eventapp.documents.forms.package import DECLARATION, PACKAGE, core_properties, pack
from eventapp.documents.forms.word_styles import font_table, styles
from eventapp.documents.forms.word_table import paragraph, table

A4 = (210, 297)  # mm
MARGINS = {False: (22, 22, 18, 22), True: (14, 12, 11, 12)}  # mm: top, right, bottom, left; by landscape
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KINDS = {"document": "document.main", "styles": "styles", "settings": "settings", "fontTable": "fontTable"}
RELATIONS = f"""<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/officeDocument" \
Target="word/document.xml"/><Relationship Id="r2" Type="{PACKAGE}/relationships/metadata/core-properties" \
Target="docProps/core.xml"/></Relationships>"""


def write_form(form: Form) -> bytes:
    """The bytes of the .docx."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": DECLARATION + RELATIONS,
        "docProps/core.xml": core_properties(form.name),
        "word/document.xml": _xml(_document(form)),
        "word/_rels/document.xml.rels": _relations(),
        "word/styles.xml": _xml(styles()),
        "word/settings.xml": _xml(_settings()),
        "word/fontTable.xml": _xml(font_table()),
    }
    return pack(parts)


def _document(form: Form) -> Any:
    lines = [paragraph(line) for line in form.above]
    below = [paragraph(line) for line in form.below]
    return W.document(W.body(*lines, *([table(form)] if form.rows else []), *below, _section(form.is_landscape)))


def _section(is_landscape: bool) -> Any:
    width, height = A4[::-1] if is_landscape else A4
    size = at(w=twips(width), h=twips(height), **({"orient": "landscape"} if is_landscape else {}))
    top, right, bottom, left = (twips(side) for side in MARGINS[is_landscape])
    margins = at(top=top, right=right, bottom=bottom, left=left, header=twips(8), footer=twips(8), gutter=0)
    return W.sectPr(W.pgSz(size), W.pgMar(margins))


def _settings() -> Any:
    modern = at(name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15)
    return W.settings(W.compat(W.compatSetting(modern)), W.themeFontLang(at(val="en-US", eastAsia="zh-CN")))


def _xml(root: Any) -> bytes:
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return found


def _content_types() -> str:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{word}.{kind}+xml"/>' for part, kind in KINDS.items()
    )
    return (
        f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        f"{parts}</Types>"
    )


def _relations() -> str:
    parts = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{part}" Target="{part}.xml"/>'
        for number, part in enumerate(("styles", "settings", "fontTable"), start=1)
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{parts}</Relationships>'
