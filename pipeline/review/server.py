"""Start the web server: choose address and port, and tune the process for short response times."""

from __future__ import annotations

import gc
import socket
import sys
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from errno import EACCES, EADDRINUSE
from ipaddress import ip_address

import uvicorn
from fastapi import FastAPI

from pipeline.decisions import Store
from pipeline.errors import DepotUnusable, PortTaken, UnfitAddress
from pipeline.review.app import create_app
from pipeline.review.middleware import LOOPBACK
from pipeline.settings import Study
from pipeline.steps.shared.study_lock import fetch_remote_folders

TURNS = 0.0005
"""Seconds that other work goes on before it lets a page have its turn."""


@contextmanager
def tuned_for_latency() -> Iterator[None]:
    """While the desk is open, leave what is loaded out of every search for garbage, and let pages go first."""
    # What is loaded by now stays loaded: going over it for garbage takes longer than drawing a page.
    gc.collect()
    gc.freeze()
    usual = sys.getswitchinterval()
    # A page asks the store dozens of times, and each time stands in line behind figures that are made meanwhile.
    sys.setswitchinterval(TURNS)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
        gc.unfreeze()


HOST = "127.0.0.1"

TAKEN = (EADDRINUSE, EACCES) if sys.platform == "win32" else (EADDRINUSE,)
"""What the system says when another program listens at the port."""

EVERYWHERE = ("0.0.0.0", "::", "*", "")

NO_KEYS = (
    "the desk asks for keys here, and nobody has one. Make them first, one by one: `drempel review --add-coder NAME`"
)

NOT_ONE = "that is every address at once. Give the one that colleagues will type"

EXPOSED = (
    "Whoever reaches {address} can try to sign in, and what is read there travels unencrypted. "
    "Use it only on a network that you trust, behind a tunnel or a proxy with TLS."
)


def serve(
    study: Study,
    port: int | None = None,
    open_browser: bool = True,
    *,
    address: str = HOST,
    keys: bool = False,
    say: Callable[[str], None] = print,
    warn: Callable[[str], None] = print,
) -> None:
    """Run the desk until it is stopped; `say` gets its address once it can be visited.

    On another address than this machine's own, or behind a proxy, it opens only when coders have keys, asks for them
    always, and warns. `keys` asks for them also here.

    Raises:
        PortTaken: another program listens there.
        UnfitAddress: nobody has a key, or the address is not one of this machine.
        StoreUnusable: the study's store cannot be opened.
    """
    private, proxy = _is_private(address), study.settings.review.proxy
    if not private or proxy or keys:
        _refuse_unguarded(study, address)
    _fetch_remote_folders(study, warn)
    door = _listen(address, port or study.settings.review.port)
    try:
        name = f"[{address}]" if ":" in address else address
        hosts = LOOPBACK | {name.lower()}
        always = not private or bool(proxy) or keys
        app = create_app(study, clock=lambda: datetime.now(UTC), hosts=hosts, keys_always=always)
        link = f"http://{name}:{door.getsockname()[1]}/"
        say(f"The desk of {study.folder.name} is open at {link} (stop it with Ctrl+C)")
        if not private:
            warn(EXPOSED.format(address=link))
        if open_browser:
            webbrowser.open(link)
        config = server_config(app, proxy)
        with tuned_for_latency(), suppress(KeyboardInterrupt):  # how people stop it
            uvicorn.Server(config).run(sockets=[door])
    finally:
        door.close()


def server_config(app: FastAPI, proxy: str) -> uvicorn.Config:
    """The web server's configuration; it believes forwarded headers only from the proxy of the settings."""
    return uvicorn.Config(
        app,
        # No access log: addresses can hold what somebody searched for.
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=bool(proxy),
        forwarded_allow_ips=proxy or None,
    )


def _fetch_remote_folders(study: Study, warn: Callable[[str], None]) -> None:
    """Fetch results and models from remote storage; without it the desk opens with what is here."""
    try:
        fetch_remote_folders(study)
    except DepotUnusable as offline:
        warn(f"{offline} Until then the desk shows what was here last.")


def _is_private(address: str) -> bool:
    """Whether only this machine reaches the address."""
    if address.lower() == "localhost":
        return True
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _refuse_unguarded(study: Study, address: str) -> None:
    if address in EVERYWHERE:
        raise UnfitAddress(address or "an empty address", NOT_ONE)
    with Store.open(study.store_url, workspace=study.store_owner) as store:
        if not any(coder.has_key for coder in store.coders.all()):
            raise UnfitAddress(address, NO_KEYS)


def _listen(address: str, port: int) -> socket.socket:
    """Take the port before anything is promised: whoever comes at once finds the desk, or waits for it."""
    door: socket.socket | None = None
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
        door = socket.socket(family, kind, protocol)
        # On Windows SO_REUSEADDR would let two desks listen at the same port.
        door.setsockopt(socket.SOL_SOCKET, getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR), 1)
        door.bind(place)
    except OSError as error:
        if door:
            door.close()
        if error.errno in TAKEN:
            raise PortTaken(port) from error
        raise UnfitAddress(address, f"{error.strerror or error}. Give an address of this machine") from error
    door.listen()
    return door
