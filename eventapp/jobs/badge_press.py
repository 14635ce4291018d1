"""Everything for printing badges brought together: designs, pictures from the archive, signed codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask import current_app

from eventapp.documents import archive
from eventapp.documents.badges.pdf import Press
from eventapp.documents.sealing import unseal
from eventapp.documents.tickets import sign_ticket
from eventapp.domain.badge_fields import Badge, conference_values
from eventapp.domain.badge_runs import PrintOptions
from eventapp.domain.badge_sheets import Sheet, sheet_for
from eventapp.domain.badges import Design, Side
from eventapp.domain.events import Edition
from eventapp.domain.tickets import TicketClaim
from eventapp.services import events
from eventapp.services.badge_people import Bearer, PrintedTicket
from eventapp.services.badge_wardrobe import Wardrobe
from eventapp.settings import Settings


@dataclass
class Codes:
    """The addresses in the QR codes of an edition's badges. Each key is fetched once."""

    edition: Edition
    settings: Settings
    keys: dict[int, bytes] = field(default_factory=dict)

    def address(self, ticket: PrintedTicket) -> str:
        """What the code of this ticket opens; it says that it is on paper, so that no changing part is asked for."""
        if ticket.key_id not in self.keys:
            sealed = events.get_key(self.edition, ticket.key_id).sealed_private_key
            self.keys[ticket.key_id] = unseal(sealed, secret_key=self.settings.secret_key)
        claim = TicketClaim(ticket.key_id, bytes.fromhex(ticket.serial))
        code = sign_ticket(claim, self.keys[ticket.key_id], printed=True)
        # without a request there is no host to take: the address is that of PUBLIC_URL
        path = current_app.url_map.bind("").build(
            "registration.open_ticket", {"edition": self.edition.slug, "code": code}
        )
        return self.settings.public_url.rstrip("/") + path


def sheet_of(options: PrintOptions, designs: Sequence[Design]) -> Sheet:
    """The paper of a run; it must take the largest of its designs."""
    width, height = max(each.width for each in designs), max(each.height for each in designs)
    return sheet_for(options.sheet, width, height)


def press_for(edition: Edition, wardrobe: Wardrobe, options: PrintOptions, settings: Settings) -> Press:
    """Set up for one run; raises `Refusal` when the paper is too small."""
    return Press(
        designs=wardrobe.designs, sheet=sheet_of(options, wardrobe.designs), fonts=settings.fonts_path,
        pictures=fetched(wardrobe.pictures, settings), duplex=options.duplex, has_crop_marks=options.has_crop_marks,
        title=edition.short_name,
    )  # fmt: skip


def fetched(pictures: Mapping[tuple[int, Side], str], settings: Settings) -> dict[tuple[int, Side], bytes]:
    """The bytes of background pictures; one that was lost leaves its side white."""
    found = {}
    for place, sha256 in pictures.items():
        try:
            found[place] = archive.fetch(settings.data_path / "files", sha256)
        except FileNotFoundError:
            continue
    return found


def badges_for(edition: Edition, bearers: Iterable[Bearer], wardrobe: Wardrobe, codes: Codes) -> list[Badge]:
    """These people as badges that are not numbered yet."""
    shared = conference_values(edition)
    return [badge_of(bearer, shared, wardrobe, codes) for bearer in bearers]


def badge_of(bearer: Bearer, shared: Mapping[str, str], wardrobe: Wardrobe, codes: Codes) -> Badge:
    look = wardrobe.look(bearer.class_code)
    return Badge(
        attendee_id=bearer.attendee_id,
        label=f"{bearer.name} · {bearer.unit_name}",
        values={**shared, **bearer.values, "class_name": look.name, "class_name_en": look.name_en},
        look=look,
        qr=codes.address(bearer.ticket) if bearer.ticket else "",
        design=wardrobe.design_of_class.get(look.code, 0),
        own=bearer.own,
    )


def numbered(badges: Iterable[Badge], numbers: Mapping[int, int]) -> list[Badge]:
    """The same badges with the numbers of the log."""
    return [replace(badge, print_number=numbers[badge.attendee_id]) for badge in badges]
