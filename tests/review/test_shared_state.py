"""What several requests use at once stays whole, whatever the order in which they get their turn."""

from datetime import UTC, datetime
from types import SimpleNamespace

from pipeline.review.access_keys import TRIES, Throttle
from pipeline.review.model_access import ModelAccess

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_a_wrong_key_is_counted_also_while_old_ones_are_dropped():
    throttle = Throttle(clock=lambda: NOON)

    def meanwhile():
        throttle.clock = lambda: NOON
        throttle.waits("elsewhere")
        return NOON

    for _ in range(TRIES):
        throttle.clock = meanwhile
        throttle.note("here")
    assert throttle.waits("here")


def test_a_ranked_list_that_another_request_uses_up_meanwhile_is_no_error(monkeypatch):
    models = ModelAccess(study=None, store=None)
    monkeypatch.setattr(ModelAccess, "model", lambda self: SimpleNamespace(id="m"))
    monkeypatch.setattr(ModelAccess, "_rank", lambda self, model, coder: [])
    models._ranked["jan", "m"] = ("a", "b")
    asked = []

    def waits(self, fragment, coder):
        asked.append(fragment)
        if len(asked) == 1:
            # Another window of the same coder, in the middle of the first.
            assert models.next_by_active_learning("jan", after=None) is None
        return False

    monkeypatch.setattr(ModelAccess, "_waits", waits)
    assert models.next_by_active_learning("jan", after=None) is None


def test_a_ranked_list_keeps_what_still_waits(monkeypatch):
    models = ModelAccess(study=None, store=None)
    monkeypatch.setattr(ModelAccess, "model", lambda self: SimpleNamespace(id="m"))
    models._ranked["jan", "m"] = ("a", "b", "c")
    monkeypatch.setattr(ModelAccess, "_waits", lambda self, fragment, coder: fragment != "a")
    assert models.next_by_active_learning("jan", after=None) == "b"
    assert models.next_by_active_learning("jan", after="b") == "c"
