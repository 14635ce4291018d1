"""What an Office program would fetch from elsewhere when a file is opened."""

from __future__ import annotations

import pytest

from eventapp.documents.annexes.outside_content import is_loaded

LINK = (
    b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" '
    b'Target="%s" TargetMode="External"/>'
)


@pytest.mark.parametrize(
    "target", [b"http://example.net/x.dotm", b"file://server/x.dotm", b"file:///\\\\server\\x", b"\\\\server\\x"]
)
def test_a_template_elsewhere_would_be_fetched(target: bytes) -> None:
    assert is_loaded(LINK % (b"attachedTemplate", target))


@pytest.mark.parametrize("target", [b"file:///C:\\Users\\a\\Normal.dotm", b"file:///C:/Normal.dotm", b"Normal.dotm"])
def test_the_template_on_the_makers_own_disk_is_nothing_outside(target: bytes) -> None:
    assert not is_loaded(LINK % (b"attachedTemplate", target))


def test_a_linked_picture_is_fetched_and_a_hyperlink_is_not() -> None:
    assert is_loaded(LINK % (b"image", b"http://example.net/x.png"))
    assert not is_loaded(LINK % (b"hyperlink", b"http://example.net/"))
