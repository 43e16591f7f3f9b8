"""Rich text (.rtf), as Word, WordPad, TextEdit, LibreOffice and pandoc write it.

Read here and not by a library: those known keep deleted and hidden words, and lose where a table's cell ends.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.errors import UnreadableTranscript
from pipeline.messages import Message
from pipeline.transcripts.formats.documents.blocks import Block, Paragraph, Rows, as_reading
from pipeline.transcripts.turns import Reading

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL
)
_DEEPEST = 1000

DESTINATIONS = frozenset(
    b"fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr footerf "
    b"footnote annotation atnid atnauthor atntime atndate atnref atnparent atnicn fldinst themedata colorschememapping "
    b"datastore latentstyles listtable listoverridetable rsidtbl generator xmlnstbl filetbl revtbl bkmkstart bkmkend "
    b"nonshppict listtext pntext pnseclvl pntxta pntxtb pgptbl shpinst shprslt shppict sp tc xe template operator "
    b"datafield formfield ftnsep ftnsepc aftnsep docvar private userprops wgrffmtfilter mmathPr upr".split()
)
"""Groups that hold no words of the text."""

BOXES = frozenset((b"shptxt",))
"""Groups of words inside one of those: text boxes."""

SYMBOLS = {
    b"tab": "\t", b"line": "\n", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”",
    b"emdash": "—", b"endash": "–", b"bullet": "•", b"enspace": " ", b"emspace": " ", b"qmspace": " ",
}  # fmt: skip
SIGNS = {b"~": "\xa0", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\"}
CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What holds inside a group: whether words are read, how they look, and how they are coded."""

    is_skipped: bool = False
    in_box: bool = False
    is_bold: bool = False
    gone: frozenset[bytes] = frozenset()
    skip_after_unicode: int = 1
    encoding: str = ""


@dataclass(slots=True)
class _Story:
    """The paragraphs of the text, or of its text boxes: blocks that are done, and what is begun."""

    blocks: list[Block] = field(default_factory=list)
    runs: list[tuple[str, bool]] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    row: list[str] = field(default_factory=list)
    in_table: bool = False
    level: int = 0


def read_richtext(path: Path, contents: bytes) -> Reading:
    """Read the document's text, and its tables row by row, without deleted, struck-out and hidden words."""
    if not contents.startswith(b"{\\rtf"):
        raise UnreadableTranscript(path, Message("it is no rich text"))
    reader = _Reader(path)
    for token in _TOKEN.finditer(contents):
        reader.take(token)
        if reader.is_over:
            break
    return as_reading(path, reader.blocks())


class _Reader:
    """Reads one document, token by token."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stack: list[State] = []
        self._state = State()
        self._encoding = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._in_fonts = 0
        self._starred = False
        self._to_skip = 0
        self._bytes = bytearray()
        self._high = ""
        self._text, self._box = _Story(), _Story()
        self.is_over = False

    def blocks(self) -> list[Block]:
        """The blocks of the text, then those of text boxes that are not below a paragraph yet."""
        self._flush()
        for story in (self._text, self._box):
            _end_row(story)
            if story.runs:
                _end_paragraph(story)
        return [*self._text.blocks, *self._box.blocks]

    def take(self, token: re.Match[bytes]) -> None:
        """Take one token of the file."""
        word, number, coded, sign, brace, plain = token.groups()
        if coded is not None:
            self._put_byte(int(coded, 16))
        elif plain is not None:
            self._put_bytes(plain)
        elif brace is not None:
            self._group(brace)
        elif sign is not None:
            self._sign(sign)
        elif word is not None:
            self._word(word, int(number) if number is not None else None)

    def _group(self, brace: bytes) -> None:
        self._flush()
        self._to_skip = 0
        if brace == b"{":
            if len(self._stack) >= _DEEPEST:
                raise UnreadableTranscript(self._path, Message("its groups are nested far deeper than any document's"))
            self._stack.append(self._state)
        elif self._stack:
            self._state = self._stack.pop()
            if len(self._stack) < self._in_fonts:
                self._in_fonts = 0
            self.is_over = not self._stack

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._starred = True
        elif sign in b"\r\n":
            self._paragraph_end()
        elif sign in SIGNS:
            self._put(SIGNS[sign])

    def _word(self, word: bytes, number: int | None) -> None:
        starred, self._starred = self._starred, False
        if word == b"u" and number is not None:
            self._unicode(number)
            return
        self._flush()
        act = _ACTS.get(word)
        if act is not None:
            act(self, number)
        elif word in BOXES:
            self._state = replace(self._state, is_skipped=False, in_box=True)
        elif word in DESTINATIONS or starred:
            self._state = replace(self._state, is_skipped=True)
            self._in_fonts = len(self._stack) if word == b"fonttbl" else self._in_fonts
        elif word in SYMBOLS:
            self._put(SYMBOLS[word])

    def _unicode(self, number: int) -> None:
        unit = chr(number % 0x10000)
        self._flush(keep_high=True)
        if "\ud800" <= unit < "\udc00":
            self._high = unit
        else:
            pair = (self._high + unit).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            self._high = ""
            self._put(pair)
        self._to_skip = self._state.skip_after_unicode

    def _put_byte(self, byte: int) -> None:
        if self._to_skip:
            self._to_skip -= 1
        else:
            self._bytes.append(byte)

    def _put_bytes(self, plain: bytes) -> None:
        skipped = min(self._to_skip, len(plain))
        self._to_skip -= skipped
        self._bytes += plain[skipped:]

    def _flush(self, keep_high: bool = False) -> None:
        if self._bytes:
            told = bytes(self._bytes).decode(self._state.encoding or self._encoding, "replace")
            self._bytes.clear()
            self._put(told)
        if self._high and not keep_high:
            self._high = ""
            self._put("\ufffd")

    def _put(self, words: str) -> None:
        if self._bytes:
            self._flush(keep_high=True)
        if not self._state.is_skipped and not self._state.gone:
            self._story.runs.append((words, self._state.is_bold))

    @property
    def _story(self) -> _Story:
        return self._box if self._state.in_box else self._text

    def _paragraph_end(self) -> None:
        self._flush()
        if self._state.is_skipped or b"deleted" in self._state.gone:
            return
        story = self._story
        if story.in_table:
            _end_cell_paragraph(story)
            return
        _end_row(story)
        _end_paragraph(story)
        if story is self._text and self._box.blocks:
            story.blocks += self._box.blocks
            self._box.blocks = []

    # What control words do.

    def plain(self, _: int | None) -> None:
        """Words look as they do by default."""
        self._state = replace(self._state, is_bold=False, gone=frozenset(), encoding=self._fonts.get(self._font, ""))

    def paragraph_default(self, _: int | None) -> None:
        """A paragraph begins that is in no table and no heading."""
        self._story.in_table, self._story.level = False, 0

    def in_table(self, _: int | None) -> None:
        """The paragraph is in a table."""
        self._story.in_table = True

    def outline(self, number: int | None) -> None:
        """The paragraph is a heading."""
        self._story.level = number + 1 if number is not None and number < 9 else 0

    def end_cell(self, _: int | None) -> None:
        """A cell of a table ends."""
        if not self._state.is_skipped:
            _end_cell_paragraph(self._story)
            self._story.row.append("\n".join(self._story.cell).strip("\n"))
            self._story.cell = []

    def end_row(self, _: int | None) -> None:
        """A row of a table ends."""
        if not self._state.is_skipped:
            _end_table_row(self._story)

    def end_paragraph(self, _: int | None) -> None:
        """A paragraph ends."""
        self._paragraph_end()

    def bold(self, number: int | None) -> None:
        """Words are bold, or no longer."""
        self._state = replace(self._state, is_bold=number != 0)

    def skip_count(self, number: int | None) -> None:
        """How many bytes stand for a character that old programs do not know."""
        self._state = replace(self._state, skip_after_unicode=min(number or 0, 100))

    def code_page(self, number: int | None) -> None:
        """How bytes are coded in the whole document."""
        self._encoding = _known(f"cp{number}") or self._encoding

    def mac(self, _: int | None) -> None:
        """Bytes are coded as old Macs do."""
        self._encoding = "mac_roman"

    def default_font(self, number: int | None) -> None:
        """The font of words without one."""
        self._font = number or 0

    def font(self, number: int | None) -> None:
        """A font is defined, or chosen for the words that follow."""
        if self._in_fonts:
            self._font_defined = number or 0
        else:
            self._state = replace(self._state, encoding=self._fonts.get(number or 0, ""))

    def charset(self, number: int | None) -> None:
        """How bytes are coded in the font that is being defined."""
        if self._in_fonts and number in CHARSETS and number != 0:
            self._fonts[self._font_defined] = CHARSETS[number]

    _font_defined = 0


def _vanish(name: bytes) -> Callable[[_Reader, int | None], None]:
    def act(reader: _Reader, number: int | None) -> None:
        state = reader._state
        gone = state.gone - {name} if number == 0 else state.gone | {name}
        reader._state = replace(state, gone=gone)

    return act


def _unstrike(reader: _Reader, _: int | None) -> None:
    reader._state = replace(reader._state, gone=reader._state.gone - {b"strike", b"striked"})


_ACTS: dict[bytes, Callable[[_Reader, int | None], None]] = {
    b"par": _Reader.end_paragraph,
    b"sect": _Reader.end_paragraph,
    b"page": _Reader.end_paragraph,
    b"pard": _Reader.paragraph_default,
    b"plain": _Reader.plain,
    b"intbl": _Reader.in_table,
    b"trowd": _Reader.in_table,
    b"cell": _Reader.end_cell,
    b"nestcell": _Reader.end_cell,
    b"row": _Reader.end_row,
    b"outlinelevel": _Reader.outline,
    b"b": _Reader.bold,
    b"uc": _Reader.skip_count,
    b"ansicpg": _Reader.code_page,
    b"mac": _Reader.mac,
    b"deff": _Reader.default_font,
    b"f": _Reader.font,
    b"fcharset": _Reader.charset,
    **{name: _vanish(name) for name in (b"v", b"deleted", b"strike", b"striked", b"webhidden")},
    b"strikenone": _unstrike,
}


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return ""


def _end_paragraph(story: _Story) -> None:
    story.blocks.append(Paragraph(runs=tuple(story.runs), level=story.level))
    story.runs = []


def _end_cell_paragraph(story: _Story) -> None:
    story.cell.append("".join(words for words, _ in story.runs))
    story.runs = []


def _end_table_row(story: _Story) -> None:
    rows: Rows = [story.row]
    if story.blocks and isinstance(story.blocks[-1], list):
        story.blocks[-1].extend(rows)
    elif story.row:
        story.blocks.append(rows)
    story.row, story.in_table = [], False


def _end_row(story: _Story) -> None:
    """End a row that the file did not end itself."""
    if story.cell:
        story.row.append("\n".join(story.cell).strip("\n"))
        story.cell = []
    if story.row:
        _end_table_row(story)
