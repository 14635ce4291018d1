"""Whether an Office file points to content outside of it: templates, linked pictures and objects, other workbooks."""

from __future__ import annotations

import io
import re
import zipfile

RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']", re.I)
LINK = re.compile(rb"/hyperlink[\"']", re.I)  # opened by a person's click only
TEMPLATE = re.compile(rb"/attachedTemplate[\"']", re.I)
FAR_AWAY = re.compile(rb"\bTarget\s*=\s*[\"'](?:https?:|ftp:|\\\\|file:/+(?![/A-Za-z]*[A-Za-z](?::|%3A)))", re.I)
ZIP_SIGNATURE = b"PK\x03\x04"


def points_outside(content: bytes) -> bool:
    """Whether a package names a target outside of itself that an Office program would load. Nothing is loaded here."""
    if not content.startswith(ZIP_SIGNATURE):
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return any(
            is_loaded(link)
            for name in package.namelist()
            if name.endswith(".rels")
            for link in RELATIONSHIP.findall(package.read(name))
        )


def is_loaded(link: bytes) -> bool:
    """Whether an Office program would fetch the target. A template on the maker's own disk is what Word always names."""
    if not EXTERNAL.search(link) or LINK.search(link):
        return False
    return not TEMPLATE.search(link) or FAR_AWAY.search(link) is not None
