"""The words of an HTML text without its tags, with a line end after each paragraph that has none."""

from __future__ import annotations

from html.parser import HTMLParser

_BLOCKS = frozenset(
    (
        *("address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr"),
        *("li", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul"),
    )
)
_UNSEEN = frozenset(("script", "style"))


class _Stripper(HTMLParser):
    """Gathers the words; notes which line ends were added."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.added: list[int] = []
        self._length = 0
        self._unseen = 0
        self._owed = False
        self._begun = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._begun = True
        if tag in _UNSEEN:
            self._unseen += 1
        if tag in _BLOCKS:
            self._end_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        if tag in _BLOCKS:
            self._end_line()

    def handle_data(self, data: str) -> None:
        words = data.replace("\r\n", "\n").replace("\r", "\n")
        # A parser of HTML leaves out the spaces before the first tag.
        words = words if self._length or self._begun else words.lstrip(" \t\n\f")
        if words and not self._unseen:
            if "\n" not in words[: len(words) - len(words.lstrip())]:
                self.settle()
            self._owed = False
            self.parts.append(words)
            self._length += len(words)

    def settle(self) -> None:
        """Add the line end that a paragraph needs and that its own words do not bring."""
        if self._owed:
            self.added.append(self._length)
            self.parts.append("\n")
            self._length += 1
        self._owed = False

    def _end_line(self) -> None:
        self._owed = self._owed or bool(self._length and not self.parts[-1].endswith("\n"))


def words_of_html(html: str) -> tuple[str, tuple[int, ...]]:
    """The words of an HTML text, and the places of the line ends that are not in it."""
    stripper = _Stripper()
    stripper.feed(html)
    stripper.close()
    stripper.settle()
    return "".join(stripper.parts), tuple(stripper.added)
