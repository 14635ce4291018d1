import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.documents.sealing import BrokenSeal, seal, unseal
from eventapp.documents.tickets import (
    KeyPair,
    code_from_scan,
    is_certificate_signature,
    new_key,
    sign_certificate,
    sign_ticket,
    verify_ticket,
)
from eventapp.domain.tickets import (
    ForgedTicket,
    MalformedTicket,
    TicketClaim,
    TicketRefusal,
    UnknownTicketKey,
)

KEY = new_key()
CLAIM = TicketClaim(key_id=513, serial=bytes(range(8)))
CODE = sign_ticket(CLAIM, KEY.private)
ALPHABET = string.ascii_letters + string.digits + "-_"


def test_code_is_a_hundred_url_safe_characters_and_the_same_each_time():
    assert len(CODE) == 100
    assert set(CODE) <= set(ALPHABET)
    assert sign_ticket(CLAIM, KEY.private) == CODE


def test_genuine_code_gives_back_its_claim():
    assert verify_ticket(CODE, {513: KEY.public}) == CLAIM


@given(place=st.integers(0, 99), character=st.sampled_from(ALPHABET))
def test_code_with_any_other_character_is_refused(place: int, character: str):
    changed = CODE[:place] + character + CODE[place + 1 :]
    if changed != CODE:
        with pytest.raises(TicketRefusal):
            verify_ticket(changed, {513: KEY.public})


def test_code_signed_with_a_foreign_key_is_forged():
    with pytest.raises(ForgedTicket):
        verify_ticket(sign_ticket(CLAIM, new_key().private), {513: KEY.public})


def test_code_of_an_unknown_key_is_told_apart_from_a_forgery():
    with pytest.raises(UnknownTicketKey):
        verify_ticket(CODE, {1: KEY.public})


@pytest.mark.parametrize(
    "text",
    ["", "张三", CODE[:-1], CODE + "A", CODE[:-1] + "=", "A" * 100, CODE + "\n"],
    ids=["empty", "name", "short", "long", "padded", "nothing", "line break"],  # the key is new in every process
)
def test_text_of_another_shape_is_malformed(text: str):
    with pytest.raises(MalformedTicket):
        verify_ticket(text, {513: KEY.public})


@pytest.mark.parametrize(
    "scan",
    [
        CODE,
        f" {CODE}\r\n",
        f"https://example.test/t/{CODE}",
        f"https://example.test/43/t/{CODE}/?from=wx#top",
    ],
    ids=["code", "padded", "address", "address with more"],
)
def test_scan_may_be_the_code_or_an_address_that_ends_with_it(scan: str):
    assert code_from_scan(scan) == CODE


@given(st.text())
def test_whatever_is_scanned_ends_in_a_refusal_and_never_in_a_crash(scan: str):
    with pytest.raises(TicketRefusal):
        verify_ticket(code_from_scan(scan), {513: KEY.public})


def test_private_key_does_not_show_in_a_log_line():
    assert repr(KeyPair(public=b"p", private=b"secret")) == "KeyPair(public=b'p')"


def test_certificate_signature_belongs_to_one_number_and_one_content():
    signature = sign_certificate("第1号", b"digest", KEY.private)

    assert is_certificate_signature(signature, "第1号", b"digest", KEY.public)
    assert not is_certificate_signature(signature, "第2号", b"digest", KEY.public)
    assert not is_certificate_signature(signature, "第1号", b"other", KEY.public)
    assert not is_certificate_signature(signature, "第1号", b"digest", new_key().public)
    assert not is_certificate_signature("?" * 86, "第1号", b"digest", KEY.public)


def test_certificate_signature_has_one_spelling_only():
    signature = sign_certificate("第1号", b"digest", KEY.private)
    last = ALPHABET.index(signature[-1])
    same_bytes = [signature[:-1] + other for other in ALPHABET if ALPHABET.index(other) != last]

    assert not any(is_certificate_signature(other, "第1号", b"digest", KEY.public) for other in same_bytes)


def test_sealed_key_opens_only_with_the_same_secret_and_purpose():
    sealed = seal(KEY.private, secret_key="one", purpose="ticket key")

    assert unseal(sealed, secret_key="one", purpose="ticket key") == KEY.private
    for secret_key, purpose in [("two", "ticket key"), ("one", "other")]:
        with pytest.raises(BrokenSeal):
            unseal(sealed, secret_key=secret_key, purpose=purpose)


@pytest.mark.parametrize("damaged", [b"", b"short", bytes(60)])
def test_damaged_seal_is_refused(damaged: bytes):
    with pytest.raises(BrokenSeal):
        unseal(damaged, secret_key="one")


def test_sealing_twice_looks_different():
    assert seal(b"x", secret_key="one") != seal(b"x", secret_key="one")
