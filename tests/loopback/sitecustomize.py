"""On the path of a process and its children: every connection that leaves this machine is refused and written down.

Python imports this file by its name when it starts. `DREMPEL_REFUSED` names the file that keeps where it went to.
"""

import ipaddress
import os
import socket

HERE = {"localhost", "", None}


def _stays_here(address: object) -> bool:
    if not isinstance(address, tuple):
        return True  # a socket of the file system
    host = address[0].decode() if isinstance(address[0], bytes) else address[0]
    if host in HERE:
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse(address: object) -> None:
    with open(os.environ["DREMPEL_REFUSED"], "a", encoding="utf-8") as told:  # noqa: PTH123
        told.write(f"{address!r} by {os.getpid()}\n")
    raise ConnectionRefusedError(f"only this machine may be spoken to, not {address!r}")


class Loopback(socket.socket):
    def connect(self, address):
        return super().connect(address) if _stays_here(address) else _refuse(address)

    def connect_ex(self, address):
        return super().connect_ex(address) if _stays_here(address) else _refuse(address)

    def bind(self, address):
        # An address of all interfaces would let others in.
        own = isinstance(address, tuple) and address[0] in ("", "0.0.0.0", "::")
        return _refuse(address) if own or not _stays_here(address) else super().bind(address)

    def sendto(self, data, *rest):
        return super().sendto(data, *rest) if _stays_here(rest[-1]) else _refuse(rest[-1])


_found = socket.getaddrinfo


def _look_up(host, *more, **named):
    return _found(host, *more, **named) if _stays_here((host,)) else _refuse((host,))


if "DREMPEL_REFUSED" in os.environ:
    socket.socket = Loopback
    socket.getaddrinfo = _look_up
