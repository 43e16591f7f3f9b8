"""What tests share is made once, and made anew where making it failed."""

from uuid import uuid4

import pytest


def test_a_shared_folder_is_made_once_and_found_again(once):
    name, makers = str(uuid4()), []

    def make(folder):
        makers.append(folder)
        (folder / "made.txt").write_text("made", encoding="utf-8")

    first, second = once(name, make), once(name, make)
    assert first == second
    assert len(makers) == 1
    assert (first / "made.txt").read_text(encoding="utf-8") == "made"


def test_nothing_of_a_failed_attempt_is_taken_for_the_whole(once):
    name = str(uuid4())

    def fail(folder):
        (folder / "half.txt").write_text("half", encoding="utf-8")
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        once(name, fail)
    made = once(name, lambda folder: (folder / "whole.txt").write_text("whole", encoding="utf-8"))
    assert [each.name for each in made.iterdir()] == ["whole.txt"]
