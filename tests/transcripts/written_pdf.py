"""A small PDF, written by hand: words at places on pages, in Helvetica, as any program may place them."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

Placed = tuple[float, float, str]
"""Words at a distance from the left and from the bottom of a page; `*` before them makes them bold."""


def pdf(pages: Sequence[Sequence[Placed]], size: float = 11) -> bytes:
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    for at, name in ((3, b"Helvetica"), (4, b"Helvetica-Bold")):
        assert len(objects) == at - 1
        objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/" + name + b"/Encoding/WinAnsiEncoding>>")
    kids = []
    for placed in pages:
        drawn = b"".join(_drawn(each, size) for each in placed)
        packed = zlib.compress(drawn)
        objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>>>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    return _numbered(objects)


def _drawn(placed: Placed, size: float) -> bytes:
    left, bottom, words = placed
    font, words = (b"F2", words[1:]) if words.startswith("*") else (b"F1", words)
    told = words.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /%s %g Tf %g %g Td (%s) Tj ET\n" % (font, size, left, bottom, told)


def _numbered(objects: Sequence[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), []
    for at, told in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (at, told)
    begins = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, begins)
    return bytes(out)


def lines(told: Sequence[str], left: float = 72, top: float = 760, step: float = 14) -> list[Placed]:
    return [(left, top - step * at, words) for at, words in enumerate(told) if words]
