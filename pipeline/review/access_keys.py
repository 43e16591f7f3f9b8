"""Access keys: sign-in with a personal key, and a throttle on wrong keys.

As long as nobody ever had a key, and the desk answers on this machine alone, a name is enough: for all accounts of
this machine.
"""

from __future__ import annotations

import hmac
import secrets
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from fastapi import Request

from pipeline.decisions import Coder, Store
from pipeline.review.session import Session

LONGEST_NAME = 40
DRAWN = 24
"""Bytes of chance in a key: nobody guesses it, so its hash needs to be neither slow nor salted."""
TRIES = 5
"""Wrong keys in a row for a name from one address before it has to wait."""
WAIT = timedelta(minutes=1)


def name_of(given: str) -> str:
    """The name that was meant, without spaces to spare; empty when it cannot be a name."""
    name = " ".join(given.split())
    return name if len(name) <= LONGEST_NAME and name.isprintable() else ""


def give_key(store: Store, name: str, *, since: datetime) -> str:
    """A new key for a coder, in place of an older one; it can be told this once, for only its hash is kept."""
    key = secrets.token_urlsafe(DRAWN)
    store.coders.add(name, key=key, since=since)
    return key


@dataclass(slots=True)
class Throttle:
    """Count wrong keys per address and name, and make who gave them wait after too many.

    Behind a proxy everybody may come from one address: whoever guesses there holds up only the name that he guesses,
    and whoever has the right key never waits.
    """

    clock: Callable[[], datetime]
    _wrong: dict[tuple[str, str], list[datetime]] = field(default_factory=lambda: defaultdict(list))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def waits(self, address: tuple[str, str]) -> bool:
        """Whether this address and name have to wait before they are tried again."""
        now = self.clock()
        with self._lock:
            # Old tries of everybody are dropped, so that what is kept stays small.
            recent = {who: [at for at in tries if now - at < WAIT] for who, tries in self._wrong.items()}
            self._wrong = defaultdict(list, {who: tries for who, tries in recent.items() if tries})
            return len(self._wrong.get(address, ())) >= TRIES

    def note(self, address: tuple[str, str]) -> None:
        """A wrong key came from this address, for this name."""
        now = self.clock()
        with self._lock:
            self._wrong[address].append(now)


class Keys:
    """Check keys and sessions against the store at each request."""

    def __init__(self, store: Store, *, clock: Callable[[], datetime], always: bool = False) -> None:
        self._store, self._always = store, always
        self.throttle = Throttle(clock)

    def asked(self) -> bool:
        """Whether a name needs a key: once anybody had one, or when the desk is open to other machines."""
        return self._needed(self._store.coders.all())

    def is_valid(self, name: str, key: str) -> bool:
        """Whether this is the key of the coder of this name."""
        # The store compares hashes of long random keys: how long that takes tells nothing about a key.
        known = self._store.coders.for_key(key) or ""
        return hmac.compare_digest(known.encode(), name.encode()) and bool(known)

    def validated_session(self, visitor: Session) -> Session:
        """The visitor, without the name when its session has ended: signed out, too old, or its key has changed."""
        if not visitor.coder:
            return visitor
        needs_key = self._needed(self._store.coders.all())
        name = self._store.coders.signed_in(visitor.id, at=self.throttle.clock(), needs_key=needs_key)
        return visitor if name == visitor.coder else replace(visitor, coder="", began="")

    def _needed(self, coders: list[Coder]) -> bool:
        # A key that was taken away counts: else the desk would open to everybody once the last one is gone.
        return self._always or any(each.has_key or each.left_at is not None for each in coders)


def keys_of(request: Request) -> Keys:
    """The keys of the desk that got this request."""
    keys: Keys = request.app.state.keys
    return keys
