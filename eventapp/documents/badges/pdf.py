"""Badges on paper: PDF pages set by typst from drawing orders; a picture of one side for the screen."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eventapp.documents.badges.drawing import Drawer, Look
from eventapp.documents.badges.widths import families_in
from eventapp.domain.badge_fields import Badge
from eventapp.domain.badge_runs import crop_marks, trimmed
from eventapp.domain.badge_sheets import Box, Duplex, Page, Sheet, imposed, own_sheet
from eventapp.domain.badges import BLEED, LINE_GAP, Design, Side
from eventapp.domain.refusals import Fault

if TYPE_CHECKING:
    from eventapp.domain.badge_runs import Missing

TEMPLATE = Path(__file__).with_name("badge.typ")
PRINTED_PPI = 25.4


@dataclass
class Press:
    """Ready to print badges of some designs on one kind of sheet; `pictures` are JPEG or PNG by design and side."""

    designs: Sequence[Design]
    sheet: Sheet
    fonts: Path
    pictures: Mapping[tuple[int, Side], bytes] = field(default_factory=dict)
    duplex: Duplex = Duplex.LONG_EDGE
    has_crop_marks: bool = True
    title: str = ""

    def __post_init__(self) -> None:
        self.files = {name_of(*place): content for place, content in self.pictures.items()}
        looks = [
            Look(design, {side: name_of(number, side) for side in Side if (number, side) in self.pictures})
            for number, design in enumerate(self.designs)
        ]
        self.drawer = Drawer(looks, self.fonts)
        self.has_back = self.sheet.has_back and any(look.has_back for look in looks)

    def ready(self, badges: Sequence[Badge], missing: Missing) -> tuple[list[Badge], list[Fault]]:
        """Those badges that can be printed, and all faults by person, before paper is spent."""
        printable, faults = [], []
        for badge in badges:
            possible, found = self.drawer.ready(badge, missing)
            faults += found
            if possible:
                printable.append(possible)
        return printable, faults

    def write_pdf(self, badges: Sequence[Badge], *, start: int = 1) -> bytes:
        """All pages of these badges; `start` is the first free place of the first sheet. The same gives the same bytes."""
        duplex = self.duplex if self.has_back else None
        pages = [self.page(page, badges) for page in imposed(self.sheet, len(badges), start=start, duplex=duplex)]
        return self.compiled(self.sheet.paper, pages, format="pdf", timestamp=0, pdf_tags=False)

    def write_png(self, badge: Badge, side: Side, *, pixels_per_mm: float) -> bytes:
        """A picture of one side, as it will be printed."""
        design = self.designs[badge.design]
        paper = own_sheet(design.width, design.height)
        page = {"badges": [self.placed(badge, side, Box(0, 0, *paper.box), paper)], "marks": []}
        return self.compiled(paper.paper, [page], format="png", ppi=pixels_per_mm * PRINTED_PPI)

    def page(self, page: Page, badges: Sequence[Badge]) -> dict[str, Any]:
        """One side of one sheet as the painter wants it."""
        drawn, trims = [], []
        for each in page.placed:
            design = self.designs[badges[each.index].design]
            trim = trimmed(each.box, design.width, design.height)
            trims.append(trim)
            drawn.append(self.placed(badges[each.index], page.side, trim, self.sheet, is_turned=each.is_turned))
        marks = crop_marks(self.sheet, trims) if self.has_crop_marks else ()
        return {"badges": drawn, "marks": [(line.x, line.y, line.to_x, line.to_y) for line in marks]}

    def placed(self, badge: Badge, side: Side, trim: Box, sheet: Sheet, *, is_turned: bool = False) -> dict[str, Any]:
        bleed = (
            min(BLEED, (sheet.box[0] - trim.w + sheet.gap_x) / 2),
            min(BLEED, (sheet.box[1] - trim.h + sheet.gap_y) / 2),
        )
        return {
            "x": trim.x, "y": trim.y, "w": trim.w, "h": trim.h, "bleed": [max(0.0, each) for each in bleed],
            "turned": is_turned, "ops": self.drawer.side(badge, side),
        }  # fmt: skip

    def compiled(self, paper: tuple[float, float], pages: list[dict[str, Any]], **how: Any) -> bytes:
        import typst  # 80 MB, loaded by who prints and not by every start

        run = {
            "paper": paper, "pages": pages, "families": families_in(self.fonts), "line-gap": LINE_GAP,
            "title": self.title,
        }  # fmt: skip
        with tempfile.TemporaryDirectory() as folder:
            for name, content in self.files.items():
                Path(folder, name).write_bytes(content)
            main = Path(folder, "badge.typ")
            main.write_bytes(TEMPLATE.read_bytes())
            compiler = typst.Compiler(str(main), root=folder, font_paths=fonts_in(self.fonts))
            made = compiler.compile(sys_inputs={"data": json.dumps(run, ensure_ascii=False)}, **how)
        assert isinstance(made, bytes)  # several pages come as a list for pictures only
        return made


def name_of(number: int, side: Side) -> str:
    """The file of a picture beside the template; typst looks at the bytes for its kind, not at the name."""
    return f"{number}-{side}.picture"


@lru_cache(maxsize=2)
def fonts_in(folder: Path) -> Any:
    """The fonts of the folder and no others: a substitute would show Japanese shapes without a word."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
