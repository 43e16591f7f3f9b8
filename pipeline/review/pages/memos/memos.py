"""Topics of memos, who sees which memo, and search in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.codebook import Codebook
from pipeline.decisions import Memo, Topic
from pipeline.errors import InvalidDecision
from pipeline.records import Fragment
from pipeline.review.language import N_
from pipeline.review.text_marks import fold_accents
from pipeline.review.visibility import Visibility

LONGEST = 10_000
"""Characters of a memo."""
NOWHERE = N_("The desk does not know what this memo is about. Reload the page and try again.")


def topic_of(about: str, codebook: Codebook) -> Topic:
    """The topic in a form's words: `fragment int_01:90-262`, `interview int_01`, `code barrier.housing`, `study`.

    Raises:
        InvalidDecision: the words name nothing.
    """
    kind, _, name = about.partition(" ")
    dimension, _, code = name.partition(".")
    if kind == "fragment" and name:
        return Topic(interview=name.rpartition(":")[0], fragment_id=name)
    if kind == "interview" and name:
        return Topic(interview=name)
    if kind == "code" and (dimension, code) in codebook.keys:
        return Topic(dimension=dimension, code=code)
    if about == "study":
        return Topic()
    raise InvalidDecision(NOWHERE)


def about(topic: Topic) -> str:
    """The words by which a form names a topic; `topic_of` reads them."""
    if topic.fragment_id:
        return f"fragment {topic.fragment_id}"
    if topic.interview:
        return f"interview {topic.interview}"
    return f"code {topic.dimension}.{topic.code}" if topic.code else "study"


def visible(memos: Iterable[Memo], visibility: Visibility, coder: str) -> list[Memo]:
    """The memos that this coder may read.

    A memo of another on a hidden fragment may tell how that one coded it; so may one on an interview that waits for two
    coders.
    """
    every = list(memos)
    hidden = visibility.hidden_among(
        (each.topic.interview or "", each.topic.fragment_id)
        for each in every
        if each.topic.fragment_id and each.coder != coder
    )
    return [
        each
        for each in every
        if each.coder == coder
        or (each.topic.fragment_id not in hidden and each.topic.interview not in visibility.waiting_for_two)
    ]


def with_words(memos: Iterable[Memo], words: str) -> list[Memo]:
    """The memos with all these words, whatever their accents and capitals."""
    wanted = [fold_accents(word) for word in words.split()]
    return [each for each in memos if all(word in fold_accents(each.text) for word in wanted)]


def on_fragments(memos: Sequence[Memo], standing: Sequence[Fragment]) -> dict[str, list[Memo]]:
    """The memos to show at each fragment: its own, and those on words of it that were cut otherwise before."""
    known = {each.id for each in standing}
    own, others = dict[str, list[Memo]](), list[Memo]()
    for memo in memos:
        if memo.topic.fragment_id in known:
            own.setdefault(memo.topic.fragment_id, []).append(memo)
        elif memo.topic.fragment_id is not None:
            others.append(memo)
    for each in standing if others else ():
        here = [memo for memo in others if _overlaps(memo.topic, each)]
        if here:
            own[each.id] = sorted([*own.get(each.id, []), *here], key=lambda memo: memo.number)
    return own


def memos_on(memos: Sequence[Memo], fragment: Fragment) -> list[Memo]:
    """The memos to show at one fragment: fragments that stand do not overlap, so none of others is on its words."""
    return on_fragments([each for each in memos if _overlaps(each.topic, fragment)], [fragment]).get(fragment.id, [])


def on_codes(memos: Iterable[Memo]) -> dict[tuple[str, str], list[Memo]]:
    """The memos on codes, by dimension and code."""
    found: dict[tuple[str, str], list[Memo]] = {}
    for each in memos:
        if each.topic.dimension and each.topic.code:
            found.setdefault((each.topic.dimension, each.topic.code), []).append(each)
    return found


def _overlaps(topic: Topic, fragment: Fragment) -> bool:
    if topic.fragment_id is None:
        return False
    start, _, end = topic.fragment_id.rpartition(":")[2].partition("-")
    return int(start) < fragment.end and fragment.start < int(end)
