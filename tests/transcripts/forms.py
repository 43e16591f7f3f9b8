"""One conversation in every form that drempel reads: the suffix, and who writes it."""

from __future__ import annotations

from html import escape

from tests.transcripts.talks import Writer
from tests.transcripts.written_documents import (
    TEXTEDIT,
    WORDPAD,
    lines,
    rich_text,
    rows_of,
    unicode_letter,
    windows_letter,
    word_line_breaks,
    word_paragraphs,
    word_table,
    word_teams,
    word_teams_of_old,
    workbook,
    writer_paragraphs,
    writer_table,
)
from tests.transcripts.written_recordings import (
    amberscript,
    elan,
    praat,
    rolling_captions,
    subtitles,
    teams_captions,
    webvtt_of,
    whisper,
    whisperx,
    whisperx_by_word,
)

BOM = "\ufeff"

FORMS: dict[str, tuple[str, Writer]] = {
    "text": (".txt", lines("{speaker}: {words}")),
    "text, a blank line between turns": (".txt", lines("{speaker}: {words}\n")),
    "text, words under the label": (".txt", lines("{speaker}:\n{words}\n")),
    "text, Windows newlines, UTF-16": (".txt", lines("{speaker}:\t{words}", "utf-16", "\r\n")),
    "text, time in square brackets": (".txt", lines("[{long}] {speaker}: {words}")),
    "text, time in round brackets": (".txt", lines("({short}) {speaker}: {words}")),
    "text, time after the name": (".txt", lines("{speaker} [{long}]: {words}")),
    "text, time above, as Amberscript": (".txt", lines("{long}\n{speaker}: {words}\n")),
    "text, time after the words, as f4": (".txt", lines("{speaker}: {words} #{ends}-5#")),
    "text, name and time above, as Otter": (".txt", lines("{speaker}  {short}\n{words}\n")),
    "markdown": (".md", lines("**{speaker}:** {words}\n")),
    "markdown with times": (".md", lines("**[{long}] {speaker}:** {words}  ")),
    "Word, paragraphs": (".docx", word_paragraphs),
    "Word, line breaks": (".docx", word_line_breaks),
    "Word, a table": (".docx", word_table),
    "Word by Teams": (".docx", word_teams),
    "Word by Teams of old": (".docx", word_teams_of_old),
    "LibreOffice, paragraphs": (".odt", writer_paragraphs),
    "LibreOffice, a table": (".odt", writer_table),
    "rich text by WordPad": (".rtf", rich_text(WORDPAD, unicode_letter, "\\par\r\n")),
    "rich text by TextEdit": (".rtf", rich_text(TEXTEDIT, windows_letter, "\\\n")),
    "WebVTT, voice tags": (".vtt", webvtt_of(lambda s, w, _: f"<v {s}>{escape(w, quote=False)}")),
    "WebVTT by Zoom": (".vtt", webvtt_of(lambda s, w, _: f"{s}: {escape(w, quote=False)}")),
    "WebVTT, a name where it changes": (
        ".vtt",
        webvtt_of(lambda s, w, first: f"{s}: {escape(w, quote=False)}" if first else escape(w, quote=False)),
    ),
    "WebVTT by Teams": (".vtt", teams_captions),
    "WebVTT by YouTube": (".vtt", rolling_captions),
    "SubRip": (".srt", subtitles),
    "CSV": (".csv", rows_of(("speaker", "text"))),
    "CSV without header": (".csv", rows_of(None)),
    "CSV by a Dutch Excel": (".csv", rows_of(("Begin", "Einde", "Spreker", "Tekst"), ";", "utf-8-sig")),
    "Excel": (".xlsx", workbook),
    "WhisperX": (".json", whisperx),
    "WhisperX, speakers by word": (".json", whisperx_by_word),
    "Whisper": (".json", whisper),
    "Amberscript": (".json", amberscript),
    "ELAN, participants": (".eaf", elan("PARTICIPANT")),
    "ELAN, layers": (".eaf", elan("TIER_ID")),
    "Praat, long, UTF-8": (".TextGrid", praat("long", "utf-8")),
    "Praat, long, UTF-16 big-endian": (
        ".TextGrid",
        lambda talk: BOM.encode("utf-16-be") + praat("long", "utf-16-be")(talk),
    ),
    "Praat, short, UTF-16 little-endian": (".TextGrid", praat("short", "utf-16")),
    "Praat, short, UTF-8": (".textgrid", praat("short", "utf-8")),
}
