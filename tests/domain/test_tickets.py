import pytest

from eventapp.domain.tickets import (
    ForgedTicket,
    MalformedTicket,
    TicketClaim,
    TicketVerdict,
    UnknownTicketKey,
)


@pytest.mark.parametrize(("key_id", "serial"), [(0, bytes(8)), (65536, bytes(8)), (1, bytes(7)), (1, bytes(9))])
def test_claim_that_no_code_could_carry_cannot_be_made(key_id: int, serial: bytes):
    with pytest.raises(ValueError, match="key_id|serial"):
        TicketClaim(key_id=key_id, serial=serial)


def test_each_refusal_carries_its_verdict():
    verdicts = [refusal.verdict for refusal in (MalformedTicket, UnknownTicketKey, ForgedTicket)]

    assert verdicts == [TicketVerdict.MALFORMED, TicketVerdict.UNKNOWN_KEY, TicketVerdict.FORGED]
