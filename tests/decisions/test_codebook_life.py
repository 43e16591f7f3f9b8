"""The codebook changes while people code: what was said stays, and what holds now follows the recorded changes."""

import shutil

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from pipeline.codebook import changes
from pipeline.codebook.changes import Edited
from pipeline.decisions import Quote, SearchQuery, Store, Topic
from pipeline.errors import InvalidChange, InvalidDecision
from tests.decisions.invented import BOOK, NOON, add, held, say, suggest, transcript

MANY, ONE = "barrier", "view"
SPOKEN = transcript(said=(("R", "Een. Twee."),))
PEOPLE = ("ann", "bo")
HOLDS = ("accepted", "changed", "manual")


def begin(store):
    return store.codebook.record(Edited(codebook=BOOK), coder="", why="", at=NOON, base=0, on_file=True)


def change(store, operation, *about, **more):
    newest = store.codebook.newest()
    edited = operation(newest.codebook, *about, **more)
    return store.codebook.record(edited, coder="ann", why="because", at=NOON, base=newest.number)


def back_to(store, number):
    """Bring a version back, as the step does."""
    newest, mapping, used = store.codebook.newest(), store.codebook.mapping(), store.codebook.used_codes()
    then = store.codebook.all()[number - 1].codebook
    edited = changes.restore(newest.codebook, then, became=lambda key: mapping.given_in(*key, number), used=used)
    return store.codebook.record(edited, coder="bo", why="", at=NOON, base=newest.number, restores=number)


def give(store, fragment, dimension, code, *, coder="ann", action="added", done=False):
    said = [say(action, fragment, dimension, code, coder=coder)]
    store.ledger.record(said + ([say("reviewed", fragment, coder=coder)] if done else []))


def codes(store, *names):
    return [tuple(row[name] for name in names) for row in store.exports.rows("codes")]


@pytest.fixture
def ids(store):
    found = add(store, SPOKEN)
    begin(store)
    return found


def test_a_rename_is_followed_everywhere(store, ids):
    suggest(store, {(MANY, "housing")})
    give(store, ids[0], MANY, "housing", action="accepted", done=True)
    store.notes.write_memo("Over wonen.", Topic(dimension=MANY, code="housing"), coder="ann", at=NOON)
    quote = Quote(
        fragment_id=ids[0], interview="int_01", dimension=MANY, code="housing", coder="ann", at=NOON, text="x"
    )
    store.notes.release_quote(quote)
    version = change(store, changes.rename, MANY, "housing", "dwelling")
    assert [each.facts() for each in version.changes] == [
        {"kind": "rename", "dimension": MANY, "code": "housing", "into": "dwelling"}
    ]
    assert held(store, ids[0]) == {"barrier=dwelling": "accepted"}
    assert codes(store, "code", "code_given", "retired") == [("dwelling", "housing", False)]
    [example] = store.exports.training_examples(store.codebook.newest().codebook)
    assert example.codes == {ONE: (), MANY: ("dwelling",)}
    assert store.queries.frequencies("ann")[0].codes == {(MANY, "dwelling"): 1}
    assert [each.fragment_id for each in store.queries.search(SearchQuery(code=(MANY, "dwelling")), "ann").found] == [
        ids[0]
    ]
    assert {row["code"] for row in store.exports.rows("suggestions") if row["suggested"]} == {"dwelling"}
    assert [memo.topic.code for memo in store.notes.memos()] == ["dwelling"]
    assert [quote.code for quote in store.notes.quotes()] == ["dwelling"]
    first, *_ = store.exports.rows("decisions")
    assert (first["code"], first["code_given"]) == ("dwelling", "housing")
    assert store.ledger.history(ids[0])[0].code == "housing"


def test_merged_codes_hold_once_and_come_apart_again(store, ids):
    give(store, ids[0], MANY, "housing")
    give(store, ids[0], MANY, "mobility", done=True)
    change(store, changes.merge, MANY, ["housing"], "mobility")
    assert held(store, ids[0]) == {"barrier=mobility": "manual"}
    assert codes(store, "code", "code_given") == [("mobility", "mobility")]
    give(store, ids[1], MANY, "mobility", done=True)
    back_to(store, 1)
    assert held(store, ids[0]) == {"barrier=housing": "manual", "barrier=mobility": "manual"}
    assert held(store, ids[1]) == {"barrier=mobility": "manual"}


def test_a_code_taken_back_after_a_merge_is_gone_under_each_name(store, ids):
    give(store, ids[0], MANY, "housing")
    give(store, ids[0], MANY, "mobility")
    give(store, ids[0], MANY, "mobility", action="removed")
    change(store, changes.merge, MANY, ["housing"], "mobility")
    assert held(store, ids[0]) == {"barrier=mobility": "manual"}
    give(store, ids[0], MANY, "mobility", action="removed")
    assert held(store, ids[0]) == {}
    back_to(store, 1)
    assert held(store, ids[0]) == {}
    store.ledger.undo_last("ann", decided_at=NOON)
    assert held(store, ids[0]) == {"barrier=housing": "manual"}


def test_a_retired_code_keeps_its_verdicts_and_takes_no_new_ones(store, ids):
    suggest(store, {(MANY, "housing")})
    give(store, ids[0], MANY, "housing", action="accepted", done=True)
    change(store, changes.retire, MANY, "housing")
    assert codes(store, "code", "retired") == [("housing", True)]
    assert not any(row["suggested"] for row in store.exports.rows("suggestions"))
    assert store.suggestions.open_count() == 0
    with pytest.raises(InvalidDecision, match="retired"):
        give(store, ids[1], MANY, "housing")
    [example] = store.exports.training_examples(store.codebook.newest().codebook)
    assert example.codes == {ONE: (), MANY: ()}
    give(store, ids[0], MANY, "housing", action="removed")
    change(store, changes.retire, MANY, "housing", back=True)
    give(store, ids[1], MANY, "housing")


def test_what_a_model_of_before_a_change_suggests_is_not_shown(store, ids):
    change(store, changes.rename, MANY, "housing", "dwelling")
    change(store, changes.retire, MANY, "health")
    suggest(store, {(MANY, "housing"), (MANY, "health"), (MANY, "mobility")})
    assert {row["code"] for row in store.exports.rows("suggestions") if row["suggested"]} == {"mobility"}
    give(store, ids[0], MANY, "mobility", action="accepted", done=True)


def test_only_a_retired_code_where_there_is_room_for_one_teaches_nothing(store, ids):
    give(store, ids[0], ONE, "individual", done=True)
    change(store, changes.retire, ONE, "individual")
    [example] = store.exports.training_examples(store.codebook.newest().codebook)
    assert example.codes == {MANY: ()}


def test_a_verdict_under_a_code_of_before_is_refused(store, ids):
    change(store, changes.rename, MANY, "housing", "dwelling")
    with pytest.raises(InvalidDecision, match="'housing' is not in dimension"):
        give(store, ids[0], MANY, "housing")


def test_codes_go_along_when_a_fragment_is_cut_after_a_rename(store, ids):
    give(store, ids[0], MANY, "housing", done=True)
    give(store, ids[1], MANY, "mobility", done=True)
    change(store, changes.merge, MANY, ["housing"], "mobility")
    made = store.boundaries.merge(*ids, coder="ann", decided_at=NOON)
    assert held(store, made) == {"barrier=mobility": "manual"}
    assert codes(store, "fragment", "code", "code_given") == [(made, "mobility", "mobility")]


def test_codes_that_came_since_are_kept_retired_when_an_earlier_version_comes_back(store, ids):
    change(store, changes.add, MANY, {"id": "debts", "label": "schulden"})
    change(store, changes.add, MANY, {"id": "care", "label": "zorg"})
    give(store, ids[0], MANY, "debts", done=True)
    version = back_to(store, 1)
    assert version.codebook.dimension(MANY).code_ids == ("housing", "mobility", "health", "debts")
    assert version.codebook.retired == {(MANY, "debts")}
    assert codes(store, "code", "retired") == [("debts", True)]


def test_an_id_used_again_is_another_code(store, ids):
    give(store, ids[0], MANY, "housing", done=True)
    change(store, changes.rename, MANY, "housing", "dwelling")
    change(store, changes.add, MANY, {"id": "housing", "label": "huren"})
    give(store, ids[1], MANY, "housing", done=True)
    assert codes(store, "code", "code_given") == [("dwelling", "housing"), ("housing", "housing")]
    version = back_to(store, 1)
    assert version.codebook.retired == {(MANY, "housing_2")}
    assert codes(store, "code", "code_given") == [("housing", "housing"), ("housing_2", "housing")]


def test_what_would_lose_verdicts_is_refused(store, ids):
    give(store, ids[0], MANY, "housing")
    without = BOOK.model_copy(update={"dimensions": BOOK.dimensions[:1]})
    with pytest.raises(InvalidChange, match=r"'barrier.housing' is used"):
        store.codebook.record(Edited(codebook=without), coder="ann", why="", at=NOON, base=1)
    with pytest.raises(InvalidChange, match="room for one code or for many"):
        change(store, changes.edit_dimension, MANY, {"values": "one"})
    with pytest.raises(InvalidChange, match="meanwhile"):
        store.codebook.record(Edited(codebook=BOOK), coder="ann", why="", at=NOON, base=0)
    with pytest.raises(InvalidChange, match="drempel codebook merge barrier housing mobility"):
        change(store, changes.rename, MANY, "housing", "mobility")
    assert [each.number for each in store.codebook.all()] == [1]
    assert held(store, ids[0]) == {"barrier=housing": "manual"}


class Token:
    """A code as somebody gave it once, with its name under each version since."""

    def __init__(self, dimension, code, status, version):
        self.dimension, self.code, self.status, self.names = dimension, code, status, {version: code}

    def becomes(self, version, moves, restores):
        became = {old: new for of, old, new in moves if of == self.dimension}
        self.code = self.names.get(restores) or became.get(self.code, self.code)
        self.names[version] = self.code


def with_verdict(tokens, version, action, dimension, code, instead):
    """What is said of a code takes the place of all that was said of it before."""
    about = [(instead, "replaced")] if instead else []
    for name, status in (*about, (code, {"added": "manual"}.get(action, action))):
        tokens = [each for each in tokens if (each.dimension, each.code) != (dimension, name)]
        tokens.append(Token(dimension, name, status, version))
    return tokens


class Life(RuleBasedStateMachine):
    """Verdicts, undo, and every change of the codebook, in any order, beside a simple model of what must hold."""

    @initialize(blind=st.sampled_from([0.0, 1.0]))
    def begin(self, blind):
        self.folder = Life.made()
        self.store = Store.open(f"sqlite:///{self.folder}")
        self.ids = add(self.store, SPOKEN, blind_share=blind)
        begin(self.store)
        suggest(self.store, {(MANY, "housing"), (ONE, "individual")})
        # What happened: verdicts with their number, and versions with what they did.
        self.story, self.dead = [], set()

    def teardown(self):
        if hasattr(self, "store"):
            self.store.close()
            self.folder.unlink()

    def book(self):
        return self.store.codebook.newest().codebook

    def pick(self, data, dimension=None):
        keys = [key for key in self.book().keys if dimension in (None, key[0])]
        return data.draw(st.sampled_from(keys))

    @rule(
        data=st.data(),
        coder=st.sampled_from(PEOPLE),
        which=st.integers(0, 1),
        action=st.sampled_from(["added", "added", "accepted", "rejected", "removed", "changed"]),
    )
    def say(self, data, coder, which, action):
        dimension, code = self.pick(data)
        more = {}
        if action == "changed":
            more = {"instead_of": self.pick(data, dimension)[1]}
        try:
            [number] = self.store.ledger.record([say(action, self.ids[which], dimension, code, coder=coder, **more)])
        except InvalidDecision:
            return
        self.story.append(("said", number, coder, which, action, dimension, code, more.get("instead_of")))

    @rule(coder=st.sampled_from(PEOPLE), which=st.integers(0, 1), action=st.sampled_from(["reviewed", "reopened"]))
    def finish(self, coder, which, action):
        try:
            [number] = self.store.ledger.record([say(action, self.ids[which], coder=coder)])
        except InvalidDecision:
            return
        self.story.append(("said", number, coder, which, action, None, None, None))

    @rule(coder=st.sampled_from(PEOPLE), data=st.data())
    def undo(self, coder, data):
        mine = [each[1] for each in self.story if each[0] == "said" and each[2] == coder and each[1] not in self.dead]
        if mine:
            number = data.draw(st.sampled_from(mine))
            try:
                self.store.ledger.undo(number, coder, decided_at=NOON)
            except InvalidDecision:
                return
            self.dead.add(number)

    def changed(self, operation, *about, **more):
        try:
            version = change(self.store, operation, *about, **more)
        except InvalidChange:
            return
        self.story.append(("version", version.number, version.moves, None))

    @rule(data=st.data(), new=st.sampled_from(["a", "b", "housing", "individual"]))
    def rename(self, data, new):
        self.changed(changes.rename, *self.pick(data), new)

    @rule(data=st.data())
    def merge(self, data):
        dimension, into = self.pick(data)
        self.changed(changes.merge, dimension, [self.pick(data, dimension)[1]], into)

    @rule(data=st.data(), back=st.booleans())
    def retire(self, data, back):
        self.changed(changes.retire, *self.pick(data), back=back)

    @rule(dimension=st.sampled_from([ONE, MANY]), code=st.sampled_from(["a", "b", "housing"]))
    def add(self, dimension, code):
        self.changed(changes.add, dimension, {"id": code, "label": code})

    @precondition(lambda self: len(self.store.codebook.all()) > 1)
    @rule(data=st.data())
    def restore(self, data):
        number = data.draw(st.integers(1, self.store.codebook.newest().number - 1))
        try:
            version = back_to(self.store, number)
        except InvalidChange:
            return
        self.story.append(("version", version.number, version.moves, number))

    def tokens(self):
        """Per coder and fragment what was said and still counts, and whether it is finished."""
        at = {(coder, which): [] for coder in PEOPLE for which in (0, 1)}
        done, version = dict.fromkeys(at, False), 1
        for kind, number, *rest in self.story:
            if kind == "version":
                version = number
                for token in (token for every in at.values() for token in every):
                    token.becomes(version, *rest)
            elif number not in self.dead:
                coder, which, action, *_ = rest
                if action in ("reviewed", "reopened"):
                    done[coder, which] = action == "reviewed"
                else:
                    at[coder, which] = with_verdict(at[coder, which], version, *rest[2:])
        return at, done

    @invariant()
    def holds(self):
        if not hasattr(self, "store"):
            return
        assert self.store.maintenance.check() == []
        book = self.book()
        tokens, done = self.tokens()
        should = {
            (coder, which): {(each.dimension, each.code) for each in every if each.status in HOLDS}
            for (coder, which), every in tokens.items()
        }
        for (coder, which), codes_there in should.items():
            assert set(held(self.store, self.ids[which], coder)) == {"=".join(each) for each in codes_there}
            assert codes_there <= set(book.keys)
        rows = list(self.store.exports.rows("codes"))
        published = {(row["coder"], self.ids.index(row["fragment"]), row["dimension"], row["code"]) for row in rows}
        assert len(rows) == len(published)
        assert published == {
            (*pair, *code) for pair, codes_there in should.items() if done[pair] for code in codes_there
        }
        assert all(row["retired"] == ((row["dimension"], row["code"]) in book.retired) for row in rows)
        self.trains(book, should, rows)
        self.says_what_was_said()

    def says_what_was_said(self):
        """The ledger names the codes of the day."""
        rows = {row["number"]: row for row in self.store.exports.rows("decisions")}
        for _, number, *_, code, instead in (each for each in self.story if each[0] == "said"):
            assert (rows[number]["code_given"], rows[number]["instead_of_given"]) == (code, instead)

    def trains(self, book, should, rows):
        """The training set is what holds of the final verdict, without retired codes."""
        final = {self.ids.index(row["fragment"]): row["coder"] for row in rows if row["final"]}
        examples = {
            self.ids.index(each.passage.fragment_id): each for each in self.store.exports.training_examples(book)
        }
        assert final.keys() <= examples.keys()
        for which, coder in final.items():
            learnt = {(of, code) for of, codes_there in examples[which].codes.items() for code in codes_there}
            assert learnt == should[coder, which] - book.retired


@pytest.fixture(scope="module")
def life(empty_file, tmp_path_factory):
    folder = tmp_path_factory.mktemp("life")
    counter = iter(range(10**9))

    def made():
        path = folder / f"{next(counter)}.sqlite"
        shutil.copyfile(empty_file.removeprefix("sqlite:///"), path)
        return path

    Life.made = staticmethod(made)
    return Life


@pytest.mark.slow
@pytest.mark.parametrize("lives", [30, pytest.param(300, marks=pytest.mark.slow)])
def test_any_life_of_a_codebook_keeps_what_was_said(life, lives):
    run_state_machine_as_test(
        life,
        settings=settings(
            max_examples=lives, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
