"""Copy the front-end parts and fonts that are served or printed from node_modules into static/vendor.

Run after `npm ci --ignore-scripts`, with any Python and from any folder; only the standard library is used.
A file that is already there unchanged is left alone, so a second run costs nothing.
"""

from __future__ import annotations

import filecmp
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "node_modules"
TARGET = ROOT / "static" / "vendor"

# What is served, and under which name. The zxing reader is an ES module that imports "../share.js",
# so the two keep their places to each other.
PARTS = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    "event-calendar.min.css": "@event-calendar/build/dist/event-calendar.min.css",
    "event-calendar.min.js": "@event-calendar/build/dist/event-calendar.min.js",
    "chart.umd.min.js": "chart.js/dist/chart.umd.min.js",
    "zxing/share.js": "zxing-wasm/dist/es/share.js",
    "zxing/reader/index.js": "zxing-wasm/dist/es/reader/index.js",
    "zxing/reader/zxing_reader.wasm": "zxing-wasm/dist/reader/zxing_reader.wasm",
    "fonts/NotoSerifSC-Regular.ttf": "@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf",
    "fonts/NotoSerifSC-Bold.ttf": "@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf",
    "fonts/NotoSansSC-Regular.ttf": "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
    "fonts/NotoSansSC-Bold.ttf": "@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf",
    "fonts/LICENSE-NotoSerifSC.txt": "@expo-google-fonts/noto-serif-sc/LICENSE_FONT",
    "fonts/LICENSE-NotoSansSC.txt": "@expo-google-fonts/noto-sans-sc/LICENSE_FONT",
    "licenses/htmx.txt": "htmx.org/LICENSE",
    "licenses/chart.txt": "chart.js/LICENSE.md",
    "licenses/zxing-wasm.txt": "zxing-wasm/LICENSE",
}


def copy_part(source: Path, target: Path) -> bool:
    """Bring `target` up to date with `source`; return whether it had to be written."""
    # copy2 keeps the time of change, so the shallow comparison needs no reading of 40 MB of fonts
    if target.is_file() and filecmp.cmp(source, target, shallow=True):
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.part")
    shutil.copy2(source, unfinished)
    unfinished.replace(target)
    return True


def remove_strangers(target: Path) -> int:
    """Delete files of an earlier set of parts, so that nothing stale is ever served; return how many."""
    wanted = {target / name for name in PARTS}
    strangers = [path for path in target.rglob("*") if path.is_file() and path not in wanted]
    for path in strangers:
        path.unlink()
    return len(strangers)


def main(source: Path = SOURCE, target: Path = TARGET) -> int:
    """Copy everything; return the exit code for the shell."""
    missing = [part for part in PARTS.values() if not (source / part).is_file()]
    if missing:
        print("Missing, run `npm ci --ignore-scripts` first:", *missing, sep="\n  ", file=sys.stderr)
        return 1
    written = sum([copy_part(source / part, target / name) for name, part in PARTS.items()])
    removed = remove_strangers(target)
    print(f"static/vendor: {len(PARTS)} files, {written} written, {removed} removed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
