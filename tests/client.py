"""A client that speaks in endpoints and checks every page it gets: no page is fetched unchecked in any test."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

from flask import Flask, url_for
from werkzeug.test import TestResponse

PASSWORD = "correct horse battery"


class Page(HTMLParser):
    """What the checks need to know of one page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


class Client:
    """`client.get("events.show_event", edition="43")`; `client.post(..., data={...})` sends the CSRF token along."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.http = app.test_client()
        self.token = ""

    def get(self, endpoint: str, *, status: int = 200, **values: Any) -> TestResponse:
        return self.open(self.address(endpoint, values), status=status)

    def post(
        self, endpoint: str, *, status: int = 302, data: dict[str, Any] | None = None, json: Any = None, **values: Any
    ) -> TestResponse:
        address = self.address(endpoint, values)
        token = self.csrf_token()
        with self.app.app_context():
            if json is not None:
                answer = self.http.post(address, json=json, headers={"X-CSRFToken": token})
            else:
                answer = self.http.post(address, data={"csrf_token": token, **(data or {})})
        return self.checked(answer, status)

    def open(self, address: str, *, status: int = 200) -> TestResponse:
        with self.app.app_context():  # its own `g` and session: the test's context must not remember the last request
            answer = self.http.get(address)
        return self.checked(answer, status)

    def csrf_token(self) -> str:
        """A token of this session, taken from the sign-in page or the account page."""
        if not self.token:
            text = self.open(self.address("accounts.sign_in", {})).text
            found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text)
            assert found, "no form token on the sign-in page"
            self.token = found.group(1)
        return self.token

    def sign_in(self, login: str, password: str = PASSWORD) -> None:
        self.post("accounts.sign_in", data={"login": login, "password": password})
        self.token = ""  # signing in begins a new session, so the old token is dead

    def address(self, endpoint: str, values: dict[str, Any]) -> str:
        with self.app.test_request_context():
            return url_for(endpoint, **values)

    def checked(self, answer: TestResponse, status: int) -> TestResponse:
        assert answer.status_code == status, f"{answer.status_code}: {answer.text[:2000]}"
        if answer.mimetype == "text/html" and answer.text.lstrip().lower().startswith("<!doctype"):
            check_page(Page(answer.text))
        return answer


def check_page(page: Page) -> None:
    """What every page of ours keeps: one h1, a title, unique ids, labeled inputs, tokens, no inline code."""
    assert len(page.all("h1")) == 1, "one h1 a page"
    assert re.search(r"<title>\s*\S", page.text), "a title"
    assert page.all("html")[0].get("lang"), "a language"
    ids = Counter(attributes["id"] for _, attributes in page.tags if "id" in attributes)
    assert [name for name, times in ids.items() if times > 1] == []
    labeled = {attributes.get("for") for attributes in page.all("label")}
    for tag in ("input", "select", "textarea"):
        for field in page.all(tag):
            if field.get("type") not in ("hidden", "submit", "button"):
                named = field.get("id") in labeled or "aria-label" in field or "aria-labelledby" in field
                assert named or "<label" in page.text, f"label missing: {field}"
    posts = [form for form in page.all("form") if (form.get("method") or "").lower() == "post"]
    assert page.text.count('name="csrf_token"') >= len(posts), "a token in every form"
    for tag, attributes in page.tags:
        assert "style" not in attributes, f"inline style on {tag}"
        assert not [name for name in attributes if name.startswith("on")], f"inline code on {tag}"
        assert tag != "script" or attributes.get("src") or attributes.get("type") == "application/json", "inline script"
