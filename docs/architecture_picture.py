"""Draws the picture of docs/architecture.md: `python docs/architecture_picture.py > docs/architecture.svg`."""

import sys

STYLE = """
  .page { fill: #ffffff } .box { fill: #f3f5f8; stroke: #4a5a70 }
  .joins { fill: none; stroke: #8a97a8; stroke-dasharray: 5 4 }
  text { font: 14px system-ui, sans-serif; fill: #16202e; text-anchor: middle } .name { font-weight: 600 }
  .small { font-size: 12px; fill: #45536a }
  .arrow { stroke: #4a5a70; stroke-width: 1.5; fill: none } .head { fill: #4a5a70 }
  @media (prefers-color-scheme: dark) {
    .page { fill: #12171f } .box { fill: #1e2733; stroke: #9fb0c6 } .joins { stroke: #6c7a8d }
    text { fill: #e8edf4 } .small { fill: #b4c0d0 } .arrow { stroke: #9fb0c6 } .head { fill: #9fb0c6 }
  }
"""

# left, top, width, name, the line below it
BOXES = (
    (15, 40, 115, "data/inbox", "files"),
    (185, 40, 125, "transcripts", "file to turns"),
    (390, 40, 130, "fragments", "turns to fragments"),
    (600, 40, 300, "decisions", "the store and its ledger"),
    (955, 40, 115, "results", "Parquet, report"),
    (600, 190, 125, "suggestions", "the model"),
    (775, 190, 125, "review", "the desk"),
)
HEIGHT = 58
# from x, y to x, y, the words beside it and where they stand
ARROWS = (
    (130, 69, 185, 69, "bytes", 155, 60),
    (310, 69, 390, 69, "Transcript", 346, 60),
    (520, 69, 600, 69, "Fragments", 556, 60),
    (900, 69, 955, 69, "rows", 925, 60),
    (625, 98, 625, 190, "codes", 602, 140),
    (690, 190, 690, 98, "suggestions", 728, 140),
    (800, 98, 800, 190, "fragments", 832, 125),
    (875, 190, 875, 98, "verdicts", 902, 160),
)
JOINS = (
    (15, 290, 1055, "steps: one module per verb combines the rooms; cli calls them, flows runs them on a schedule"),
    (15, 340, 1055, "records, codebook, errors: what every room imports"),
)


def box(left: int, top: int, width: int, name: str, below: str) -> str:
    """A box with its name and a line below it."""
    middle = left + width // 2
    return (
        f'<rect class="box" x="{left}" y="{top}" width="{width}" height="{HEIGHT}" rx="6"/>'
        f'<text class="name" x="{middle}" y="{top + 25}">{name}</text>'
        f'<text class="small" x="{middle}" y="{top + 44}">{below}</text>'
    )


def arrow(x: int, y: int, to_x: int, to_y: int, words: str, at_x: int, at_y: int) -> str:
    """An arrow with words beside it."""
    line = f'<path class="arrow" marker-end="url(#head)" d="M{x} {y}L{to_x} {to_y}"/>'
    return f'{line}<text class="small" x="{at_x}" y="{at_y}">{words}</text>'


def joins(left: int, top: int, width: int, words: str) -> str:
    """A wide dashed box for what all rooms share."""
    return (
        f'<rect class="joins" x="{left}" y="{top}" width="{width}" height="36" rx="6"/>'
        f'<text class="small" x="{left + width // 2}" y="{top + 23}">{words}</text>'
    )


def picture() -> str:
    """The whole picture, readable on a light and on a dark page."""
    head = '<marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1085 392" role="img" aria-labelledby="title">',
        '<title id="title">How a transcript and a verdict go through the rooms of drempel</title>',
        f"<style>{STYLE}</style>",
        f'<defs>{head}<path class="head" d="M0 0L8 4L0 8z"/></marker></defs>',
        '<rect class="page" width="1085" height="392"/>',
        *(box(*each) for each in BOXES),
        *(arrow(*each) for each in ARROWS),
        *(joins(*each) for each in JOINS),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.stdout.write(picture())
