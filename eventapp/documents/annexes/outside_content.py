"""Whether an Office file points to content outside of it: templates, linked pictures and objects, other workbooks."""

from __future__ import annotations

import io
import re
import zipfile

RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']", re.I)
HARMLESS = re.compile(rb"/(?:hyperlink)[\"']", re.I)  # opened by a person's click only
ZIP_SIGNATURE = b"PK\x03\x04"


def points_outside(content: bytes) -> bool:
    """Whether a package names a target outside of itself that an Office program would load. Nothing is loaded here."""
    if not content.startswith(ZIP_SIGNATURE):
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return any(
            EXTERNAL.search(link) and not HARMLESS.search(link)
            for name in package.namelist()
            if name.endswith(".rels")
            for link in RELATIONSHIP.findall(package.read(name))
        )
