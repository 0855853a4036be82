"""A look at a page as a browser reads it: whether what somebody typed stands there as text, or runs."""

from __future__ import annotations

from html.parser import HTMLParser

TYPED = "\"'><x-probe onclick=y>{{7919*7907}}"
"""It ends attributes and elements, opens one of its own, and asks a template to reckon."""
RECKONED = str(7919 * 7907)


class Looked(HTMLParser):
    """Reads a page as a browser does: what ran or was reckoned, and whether the text stands there as it was typed."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.shown = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "x-probe":
            self.faults.append("an element of the attacker")
        for name, value in attrs:
            self.shown |= TYPED in (value or "")
            if name.startswith("on"):
                self.faults.append(f"a handler: {name}")
            if name in ("href", "src", "action") and (value or "").strip().lower().startswith(("javascript:", "data:")):
                self.faults.append(f"{name} runs something")
        if tag == "script" and "src" not in dict(attrs):
            self.faults.append("a script in the page")
        self.handle_data(" ".join(value or "" for _, value in attrs))

    def handle_data(self, data: str) -> None:
        self.shown |= TYPED in data
        if RECKONED in data:
            self.faults.append("a template reckoned")

    def handle_comment(self, data: str) -> None:
        if "x-probe" in data:
            self.faults.append("it stands in a comment")


def test_what_runs_is_seen() -> None:
    """The eye itself: it finds each kind of fault, and text that is only text."""
    for page in (
        f"<p>{TYPED}</p>",
        f'<p title="{TYPED}">',
        f"<!-- {TYPED} -->",
        f"<p>{RECKONED}",
        "<script>x</script>",
    ):
        assert Looked(page).faults, page
    quiet = Looked("<p>&#34;&#39;&gt;&lt;x-probe onclick=y&gt;{{7919*7907}}</p>")
    assert quiet.shown and not quiet.faults
