"""Two spellings side by side: which characters are only in one of them."""

from __future__ import annotations

from difflib import SequenceMatcher

from markupsafe import Markup, escape


def marked(text: str, other: str) -> Markup:
    """`text` with everything that `other` does not have marked; blanks are shown, since one cannot see them."""
    pieces = []
    for tag, start, end, _, _ in SequenceMatcher(None, text, other, autojunk=False).get_opcodes():
        if tag in ("delete", "replace"):
            pieces.append(Markup("<mark>{}</mark>").format(text[start:end].replace(" ", "␣").replace("\u3000", "␣␣")))
        else:
            pieces.append(escape(text[start:end]))
    return Markup("").join(pieces)
