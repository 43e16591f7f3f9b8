"""A small invented study: two interviews, a codebook with a dimension of each kind, and short ways to say things."""

import os
from datetime import UTC, datetime, timedelta

import pandas as pd
from sqlalchemy import create_engine

from pipeline.codebook import Codebook
from pipeline.decisions import SearchQuery
from pipeline.records import (
    Action,
    Decision,
    Fragment,
    HandCoded,
    Role,
    Transcript,
    Turn,
    fragment_id,
    sha256_of,
)

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

BOOK = Codebook.model_validate(
    {
        "study": "Verzonnen",
        "version": "1",
        "dimensions": [
            {
                "id": "view",
                "label": "Visie",
                "values": "one",
                "codes": [{"id": "individual", "label": "individueel"}, {"id": "structural", "label": "structureel"}],
            },
            {
                "id": "barrier",
                "label": "Drempel",
                "values": "many",
                "codes": [
                    {"id": "housing", "label": "huisvesting"},
                    {"id": "mobility", "label": "mobiliteit"},
                    {"id": "health", "label": "gezondheid"},
                ],
            },
        ],
    }
)

SAID = (
    ("I", "Hoe verliep het traject?"),
    ("R", "Hij vond geen woning. De huur is te duur hier. En dan begint het pas."),
    ("I", "En het vervoer?"),
    ("R", "De bus rijdt niet ’s nachts 🚌. Dus te voet, elke dag."),
)


def transcript(interview="int_01", said=SAID, *, label=": ") -> Transcript:
    """An interview with a line per turn."""
    text, turns = "", []
    for index, (speaker, words) in enumerate(said):
        start = len(text) + len(speaker + label)
        text += f"{speaker}{label}{words}\r\n"
        role = Role.INTERVIEWER if speaker == "I" else Role.RESPONDENT
        turns.append(Turn(index=index, speaker=speaker, role=role, start=start, end=start + len(words)))
    return Transcript(
        id=interview,
        text=text,
        sha256=sha256_of(text.encode()),
        source=f"{interview}.txt",
        format="txt",
        turns=tuple(turns),
        roles_from="labels",
        metadata={"role": "jobcoach", "organisation": "De Loods"},
    )


def cut(spoken: Transcript) -> list[Fragment]:
    """Its respondents' sentences as fragments."""
    found = []
    for turn in spoken.turns:
        if turn.role is Role.RESPONDENT:
            at = turn.start
            for sentence in spoken.words_of(turn).split(". "):
                end = min(at + len(sentence) + 1, turn.end)
                found.append(piece(spoken, at, end))
                at = end + 1
    return found


def piece(spoken: Transcript, start: int, end: int) -> Fragment:
    """A fragment of it."""
    turn = next(each for each in spoken.turns if each.start <= start and end <= each.end)
    return Fragment(
        transcript_id=spoken.id,
        turn=turn.index,
        speaker=turn.speaker,
        role=turn.role,
        start=start,
        end=end,
        text=spoken.text[start:end],
        boundary="rules",
    )


def add(store, spoken=None, *, blind_share=0.0, fragments=None):
    """Store an interview; returns the ids of its fragments."""
    spoken = spoken or transcript()
    fragments = cut(spoken) if fragments is None else fragments
    store.ledger.keep_codebook(BOOK)
    store.transcripts.add(spoken, fragments, blind_share=blind_share, seed=7, cut_by="rules 1", ingested_at=NOON)
    return [each.id for each in store.transcripts.fragments(spoken.id)]


def suggest(store, shown, *, interview="int_01", model="m1", only=None, drift_mark=None):
    """Save suggestions for every fragment (or `only` these): every code of the codebook, `shown` ones suggested."""
    rows = []
    for fragment in only or [each.id for each in store.transcripts.fragments(interview)]:
        for dimension in BOOK:
            codes = [*dimension.code_ids, *([""] if dimension.single else [])]
            for rank, code in enumerate(codes, start=1):
                rows.append(
                    {
                        "fragment_id": fragment,
                        "dimension": dimension.id,
                        "code": code,
                        "probability": round(1 / (rank + 1), 3),
                        "rank": rank,
                        "suggested": (dimension.id, code) in shown,
                    }
                )
    frame = pd.DataFrame(rows)
    return store.suggestions.save(interview, model, frame, suggested_at=NOON, drift_mark=drift_mark)


def say(action, fragment, dimension=None, code=None, *, coder="ann", after=0, **more) -> Decision:
    """A decision at so many seconds after noon."""
    return Decision(
        fragment_id=fragment,
        coder=coder,
        action=Action(action),
        decided_at=NOON + timedelta(seconds=after),
        codebook=BOOK.stamp,
        dimension=dimension,
        code=code,
        **{"blind": False, **more},
    )


def by_hand(spoken: Transcript, start: int, end: int, *, coder="ann", place="row 2", **codes) -> HandCoded:
    """A hand-coded row; dimensions that are not named are judged without code."""
    judged = {dimension: tuple(codes.get(dimension, ())) for dimension in BOOK.dimension_ids}
    return HandCoded(
        transcript_id=spoken.id,
        start=start,
        end=end,
        text=spoken.text[start:end],
        codes=judged,
        coder=coder,
        place=place,
    )


def held(store, fragment, coder="ann"):
    """The codes that hold, as `dimension=code` with their origin."""
    interview = fragment.rpartition(":")[0]
    verdict = next(each for each in store.ledger.verdicts(interview, coder) if each.fragment_id == fragment)
    return {f"{each.dimension}={each.code}": each.origin for each in verdict.codes}


def find(store, words, *, coder="nobody", **page):
    """What a search for these words finds, as a coder sees it who said nothing."""
    return list(store.queries.search(SearchQuery(words=words), coder, **page).found)


def id_of(spoken: Transcript, start: int, end: int) -> str:
    """The id of a fragment of it."""
    return fragment_id(spoken.id, start, end)


def by_another_hand(url, statement):
    """What the database says to a statement that drempel did not give; what it changes is changed."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            answer = connection.exec_driver_sql(statement)
            return answer.scalar() if answer.returns_rows else None
    finally:
        engine.dispose()


def end():
    """End a forked process that did its work: what the parent's libraries do at an exit is not for a copy of it."""
    os._exit(0)
