"""Rules of the ledger, without SQL: the state that a coder's entries on a fragment amount to, and what may follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from pipeline.codebook import Codebook
from pipeline.messages import Message
from pipeline.records import Action, Decision

HELD_STATUSES = ("accepted", "changed", "manual")
"""The statuses under which a code holds; the others are `rejected`, `replaced` and `removed`."""

CodeKey = tuple[str, str]
"""A dimension and a code in it."""

Pair = tuple[int, int]
"""The numbers of a fragment and of a coder."""


class Said(Protocol):
    """What an entry says, as far as the state is concerned: a `Decision`, or a row of the ledger."""

    @property
    def action(self) -> Action | str: ...  # noqa: D102
    @property
    def dimension(self) -> str | None: ...  # noqa: D102
    @property
    def code(self) -> str | None: ...  # noqa: D102
    @property
    def instead_of(self) -> str | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Per code its status and the entry that gave it; `finished` is the entry that says the fragment is done."""

    codes: Mapping[CodeKey, tuple[str, int]] = field(default_factory=dict)
    finished: int | None = None

    def holds(self, given: CodeKey) -> bool:
        """Whether this code holds."""
        return given in self.codes and self.codes[given][0] in HELD_STATUSES

    def holding_in(self, dimension: str) -> list[str]:
        """The codes that hold in a dimension."""
        return [code for of, code in self.codes if of == dimension and self.holds((of, code))]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSuggestions:
    """What a model suggests for the fragment: `all` codes it scored, those that the desk shows, and whether blind."""

    all: frozenset[CodeKey] = frozenset()
    suggested: frozenset[CodeKey] = frozenset()
    blind: bool = False

    @property
    def must_answer(self) -> frozenset[CodeKey]:
        """The suggestions that a coder has to answer before the fragment is done; none where it is blind."""
        return frozenset() if self.blind else self.suggested

    def open(self, state: State) -> list[CodeKey]:
        """The shown suggestions that still wait for this coder's answer, in a stable order."""
        return [] if state.finished is not None else sorted(self.must_answer - state.codes.keys())


def apply(state: State, said: Said, number: int) -> State:
    """The state once this entry has been added."""
    return _EFFECTS[Action(said.action)](state, said, number)


def replay(entries: Iterable[tuple[int, Said]]) -> State:
    """The state that live entries come to, oldest first."""
    state = State()
    for number, said in entries:
        state = apply(state, said, number)
    return state


def refusal(state: State, decision: Decision, shown: ShownSuggestions, codebook: Codebook) -> str | None:
    """Why this cannot be said now, or None if it can."""
    for rule in _RULES[decision.action]:
        why = rule(state, decision, shown, codebook)
        if why:
            return why
    return None


def contradiction(state: State, codebook: Codebook) -> str | None:
    """What is impossible about a state, or None: an undo may not lead to one."""
    for dimension in codebook:
        if dimension.single and len(state.holding_in(dimension.id)) > 1:
            return Message(
                "two codes would hold in dimension %(dimension)s, which has room for one", dimension=repr(dimension.id)
            )
    return None


def _given(said: Said) -> CodeKey:
    return said.dimension or "", said.code or ""


def _with(status: str) -> Callable[[State, Said, int], State]:
    def effect(state: State, said: Said, number: int) -> State:
        return replace(state, codes={**state.codes, _given(said): (status, number)})

    return effect


def _change(state: State, said: Said, number: int) -> State:
    left = (said.dimension or "", said.instead_of or "")
    return replace(state, codes={**state.codes, left: ("replaced", number), _given(said): ("changed", number)})


def _finish(state: State, said: Said, number: int) -> State:
    return replace(state, finished=number)


def _reopen(state: State, said: Said, number: int) -> State:
    return replace(state, finished=None)


def _nothing(state: State, said: Said, number: int) -> State:
    return state


_EFFECTS: dict[Action, Callable[[State, Said, int], State]] = {
    Action.ACCEPTED: _with("accepted"),
    Action.REJECTED: _with("rejected"),
    Action.CHANGED: _change,
    Action.ADDED: _with("manual"),
    Action.REMOVED: _with("removed"),
    Action.REVIEWED: _finish,
    Action.REOPENED: _reopen,
    Action.UNDONE: _nothing,
}

Rule = Callable[[State, Decision, ShownSuggestions, Codebook], str | None]


def _in_codebook(state: State, decision: Decision, shown: ShownSuggestions, codebook: Codebook) -> str | None:
    return codebook.refusal(*_given(decision))


def _was_suggested(state: State, decision: Decision, shown: ShownSuggestions, codebook: Codebook) -> str | None:
    code = decision.instead_of if decision.action is Action.CHANGED else decision.code
    if (decision.dimension or "", code or "") in shown.all:
        return None
    return Message(
        "code %(code)s is not suggested for this fragment (any more); reload the page and look again", code=repr(code)
    )


def _is_new(state: State, decision: Decision, shown: ShownSuggestions, codebook: Codebook) -> str | None:
    if decision.code == decision.instead_of:
        return Message("code %(code)s cannot take its own place; accept it instead", code=repr(decision.code))
    return Message("code %(code)s holds already", code=repr(decision.code)) if state.holds(_given(decision)) else None


def _has_room(state: State, decision: Decision, shown: ShownSuggestions, codebook: Codebook) -> str | None:
    dimension, _ = _given(decision)
    others = [code for code in state.holding_in(dimension) if code != decision.instead_of]
    if codebook.dimension(dimension).single and others:
        return Message(
            "dimension %(dimension)s has room for one code, and %(code)s holds; remove it first",
            dimension=repr(dimension),
            code=repr(others[0]),
        )
    return None


def _held(state: State, decision: Decision, shown: ShownSuggestions, codebook: Codebook) -> str | None:
    return (
        None if state.holds(_given(decision)) else Message("code %(code)s does not hold here", code=repr(decision.code))
    )


def _all_answered(state: State, decision: Decision, shown: ShownSuggestions, codebook: Codebook) -> str | None:
    waiting = [] if decision.blind else shown.open(state)
    if not waiting:
        return None
    return Message(
        "%(count)s suggestion(s) still wait for an answer; accept, change or reject them first", count=len(waiting)
    )


def _not_finished(state: State, decision: Decision, shown: ShownSuggestions, codebook: Codebook) -> str | None:
    return Message("the fragment is finished already") if state.finished is not None else None


def _finished(state: State, decision: Decision, shown: ShownSuggestions, codebook: Codebook) -> str | None:
    return Message("the fragment is not finished") if state.finished is None else None


def _only_by_undo(state: State, decision: Decision, shown: ShownSuggestions, codebook: Codebook) -> str | None:
    return Message("an entry is undone by its number, not recorded")


_RULES: dict[Action, tuple[Rule, ...]] = {
    Action.ACCEPTED: (_in_codebook, _was_suggested, _is_new, _has_room),
    Action.REJECTED: (_was_suggested,),
    Action.CHANGED: (_in_codebook, _was_suggested, _is_new, _has_room),
    Action.ADDED: (_in_codebook, _is_new, _has_room),
    Action.REMOVED: (_held,),
    Action.REVIEWED: (_not_finished, _all_answered),
    Action.REOPENED: (_finished,),
    Action.UNDONE: (_only_by_undo,),
}
