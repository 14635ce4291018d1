"""Characters that no Office file can hold."""

from __future__ import annotations

import re

# XML 1.0, section 2.2: one of these makes the whole file unreadable. Nobody types them.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
