"""Whoever is turned away early still gets the answer: what they send on is read past, as a browser needs."""

import socket
from contextlib import suppress
from urllib.parse import urlsplit

from pipeline.review.middleware import SMALL_BODY

AMPLE = 32 * 1024 * 1024
"""More than a socket's buffers hold: who does not read it breaks the connection."""


def send(address, path, size, *, chunked=False):
    """The answer, asked for as browsers do: everything is sent before anything is read."""
    place = urlsplit(address)
    length = "transfer-encoding: chunked" if chunked else f"content-length: {size}"
    head = (
        f"POST {path} HTTP/1.1\r\nhost: {place.netloc}\r\n{length}\r\n"
        "content-type: application/x-www-form-urlencoded\r\nconnection: close\r\n\r\n"
    )
    body = b"x" * size
    with socket.create_connection((place.hostname, place.port), timeout=60) as wire:
        wire.sendall(head.encode())
        wire.sendall(b"%x\r\n%b\r\n0\r\n\r\n" % (size, body) if chunked else body)
        answer = b""
        while part := wire.recv(65536):
            answer += part
    return answer.decode()


def test_too_much_is_answered_not_broken_off(address):
    assert AMPLE > SMALL_BODY
    assert send(address, "/who", AMPLE).startswith("HTTP/1.1 413 ")


def test_a_body_without_a_length_is_cut_off_before_sign_in(address):
    """No browser sends one: the answer may be lost where the other end still writes."""
    with suppress(ConnectionError):
        assert send(address, "/who", AMPLE, chunked=True).startswith("HTTP/1.1 413 ")
    assert send(address, "/who", 10).startswith("HTTP/1.1 "), "the desk goes on"


def test_who_has_no_name_yet_is_asked_for_one_whatever_they_bring(address):
    answer = send(address, "/manage/inbox", AMPLE)
    assert answer.startswith("HTTP/1.1 303 ")
    assert "/who?back=" in answer
