# striprtf returns text that was deleted with tracked changes, and hidden text, as if it were ordinary text.
r"""Plain text of rich text that holds a tracked deletion (`\deleted`) and hidden text (`\v`).

Annotations and headers are left out, so one expects the same of what a reader of the document does not see either.
"""

from isolated import show

SCRIPT = r"""
from striprtf.striprtf import rtf_to_text

for rtf in (
    r"{\rtf1\ansi kept {\deleted deleted }kept}",
    r"{\rtf1\ansi kept {\v hidden }kept}",
    r"{\rtf1\ansi kept {\*\annotation remark}kept}",
):
    print(repr(rtf_to_text(rtf)))
"""
EXPECTED = """
'kept deleted kept'
'kept hidden kept'
'kept kept'
"""

if __name__ == "__main__":
    show(["striprtf==0.0.35"], SCRIPT, EXPECTED)
