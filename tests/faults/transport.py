"""Broken pipes: time, length, encoding, headers, TLS and connections."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from functools import cache

from .play import (
    STORED,
    Behaviour,
    Expected,
    article,
    bad_article,
    failing_feed,
    feed,
    one_article,
    only_feed,
    page,
    xml,
)
from .site import Visit

BOMB_BYTES = 1_000_000_000


@cache
def bomb(unpacked_bytes: int) -> bytes:
    """A gzip stream of zeros."""
    machine = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(1 << 20)
    pieces = [machine.compress(zeros) for _ in range(unpacked_bytes >> 20)]
    return b"".join(pieces) + machine.flush()


def prepare(behaviour: Behaviour) -> None:
    """Pack the bombs before the server runs: packing a gigabyte would hold up every other site."""
    if "bomb" in behaviour.name:
        bomb(BOMB_BYTES if "1_gb" in behaviour.name else 64_000_000)


async def slow_headers(visit: Visit) -> None:
    await visit.raw(b"HTTP/1.1 200 OK\r\n")
    for number in range(600):
        await visit.raw(f"X-{number}: y\r\n".encode())
        await asyncio.sleep(0.3)


async def silence(visit: Visit) -> None:
    await asyncio.sleep(600)


async def byte_by_byte(visit: Visit) -> None:
    await visit.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n")
    for _ in range(5000):
        await visit.raw(b"x")
        await asyncio.sleep(0.3)


async def stall(visit: Visit) -> None:
    await visit.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<html>")
    await asyncio.sleep(600)


async def reset_mid_body(visit: Visit) -> None:
    await visit.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<html><body>")
    await asyncio.sleep(0.05)
    visit.reset()


async def hang_up_at_once(visit: Visit) -> None:
    visit.reset()


async def short_body(visit: Visit) -> None:
    await visit.send(article(), length=100_000)
    visit.hang_up()


async def long_body(visit: Visit) -> None:
    body = article().encode()
    await visit.send(body + b"GET / HTTP/1.1\r\nsmuggled: yes\r\n\r\n", length=len(body))


async def chunked_garbage(visit: Visit) -> None:
    await visit.raw(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\nnonsense\r\n"
    )
    visit.hang_up()


async def endless_body(visit: Visit) -> None:
    await visit.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body>")
    block = b"endless words " * 5_000
    for _ in range(100_000):
        await visit.raw(block)
    visit.hang_up()


async def ten_thousand_headers(visit: Visit) -> None:
    lines = "".join(f"X-Header-{number}: {number}\r\n" for number in range(10_000))
    await visit.raw(f"HTTP/1.1 200 OK\r\n{lines}Content-Length: 0\r\n\r\n".encode())
    visit.hang_up()


async def huge_header(visit: Visit) -> None:
    await visit.raw(b"HTTP/1.1 200 OK\r\nX-Big: " + b"a" * 1_000_000 + b"\r\nContent-Length: 0\r\n\r\n")
    visit.hang_up()


async def no_http(visit: Visit) -> None:
    await visit.raw(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")
    visit.hang_up()


async def endless_continue(visit: Visit) -> None:
    for _ in range(20_000):
        await visit.raw(b"HTTP/1.1 100 Continue\r\n\r\n")
        await asyncio.sleep(0.01)


async def http_1_0(visit: Visit) -> None:
    await visit.raw(b"HTTP/1.0 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + article().encode())
    visit.hang_up()


async def gzip_bomb_small(visit: Visit) -> None:
    await visit.send(bomb(64_000_000), headers=[("Content-Encoding", "gzip")])


async def gzip_bomb(visit: Visit) -> None:
    await visit.send(bomb(BOMB_BYTES), headers=[("Content-Encoding", "gzip")])


async def raw_deflate(visit: Visit) -> None:
    machine = zlib.compressobj(wbits=-15)
    body = machine.compress(article().encode()) + machine.flush()
    await visit.send(body, headers=[("Content-Encoding", "deflate")])


async def two_gzip_members(visit: Visit) -> None:
    data = article().encode()
    body = gzip.compress(data[:200]) + gzip.compress(data[200:])
    await visit.send(body, headers=[("Content-Encoding", "gzip")])


def flaky(status: int, headers: tuple[tuple[str, str], ...] = ()):
    async def answer(visit: Visit) -> None:
        if visit.count == 1:
            await visit.send("not now", status=status, headers=headers)
        else:
            await visit.send(article())

    return answer


GZIP = [("Content-Encoding", "gzip")]
PACKED = gzip.compress(article().encode() * 20)

BEHAVIOURS = (
    Behaviour("sound", one_article(page(article())), bad_article("stored", None)),
    Behaviour("slow_headers", one_article(slow_headers), bad_article("failed", "total_timeout")),
    Behaviour("silence", one_article(silence), bad_article("failed", "read_timeout")),
    Behaviour("byte_by_byte", one_article(byte_by_byte), bad_article("failed", "total_timeout")),
    Behaviour("stall_mid_body", one_article(stall), bad_article("failed", "read_timeout")),
    Behaviour("reset_mid_body", one_article(reset_mid_body), bad_article("failed", "body_truncated")),
    Behaviour("hang_up_at_once", one_article(hang_up_at_once), bad_article("failed", "connection_reset")),
    Behaviour("content_length_too_long", one_article(short_body), bad_article("failed", "body_truncated")),
    Behaviour("content_length_too_short", one_article(long_body), bad_article("failed", "broken_response")),
    Behaviour("chunked_garbage", one_article(chunked_garbage), bad_article("failed", "broken_response")),
    Behaviour("endless_body", one_article(endless_body), bad_article("failed", "body_too_large")),
    Behaviour(
        "fifty_megabytes_announced",
        one_article(page("x", length=50_000_000)),
        bad_article("failed", "body_too_large"),
    ),
    Behaviour(
        "ten_thousand_headers", one_article(ten_thousand_headers), bad_article("failed", "headers_too_large")
    ),
    Behaviour("huge_header", one_article(huge_header), bad_article("failed", "headers_too_large")),
    Behaviour("not_http", one_article(no_http), bad_article("failed", "broken_response")),
    Behaviour("endless_continue", one_article(endless_continue), bad_article("failed", "total_timeout")),
    Behaviour("http_1_0_close", one_article(http_1_0), bad_article("stored", None)),
    Behaviour("gzip_bomb_64_mb", one_article(gzip_bomb_small), bad_article("failed", "decompression_bomb")),
    Behaviour(
        "gzip_bomb_1_gb", one_article(gzip_bomb), bad_article("failed", "decompression_bomb"), is_slow=True
    ),
    Behaviour(
        "gzip_bomb_feed",
        only_feed(xml(bomb(64_000_000), headers=GZIP)),
        failing_feed("decompression_bomb"),
    ),
    Behaviour(
        "gzip_cut_short",
        one_article(page(PACKED[:-40], headers=GZIP)),
        bad_article("failed", "body_truncated"),
    ),
    Behaviour(
        "gzip_in_name_only", one_article(page(article(), headers=GZIP)), bad_article("failed", "bad_encoding")
    ),
    Behaviour(
        "unasked_encoding",
        one_article(page(b"\x8b\x02\x80abc\x03", headers=[("Content-Encoding", "br")])),
        bad_article("failed", "bad_encoding"),
    ),
    Behaviour("raw_deflate", one_article(raw_deflate), bad_article("stored", None)),
    Behaviour("two_gzip_members", one_article(two_gzip_members), bad_article("stored", None)),
    Behaviour("tls_valid", one_article(page(article())), bad_article("stored", None), tls="valid"),
    Behaviour("tls_expired", one_article(page(article())), failing_feed("tls_invalid"), tls="expired"),
    Behaviour("tls_other_host", one_article(page(article())), failing_feed("tls_invalid"), tls="other_host"),
    Behaviour("tls_unknown_issuer", one_article(page(article())), failing_feed("tls_invalid"), tls="unknown"),
    Behaviour(
        "tls_to_a_plain_port",
        one_article(page(article())),
        failing_feed("tls_invalid"),
        url="https://127.0.0.1:{port}/feed.xml",
    ),
    Behaviour("503_then_200", one_article(flaky(503)), bad_article("stored", None)),
    Behaviour(
        "429_retry_after_then_200",
        one_article(flaky(429, (("Retry-After", "1"),))),
        bad_article("stored", None),
    ),
    Behaviour("429_without_retry_after", one_article(flaky(429)), bad_article("stored", None)),
    Behaviour(
        "429_for_an_hour",
        only_feed(page("slow down", status=429, headers=[("Retry-After", "3600")])),
        failing_feed("http_too_many_requests"),
    ),
    Behaviour(
        "503_until_a_date",
        only_feed(page("later", status=503, headers=[("Retry-After", "Fri, 31 Dec 2100 23:59:59 GMT")])),
        failing_feed("http_server_error"),
    ),
    Behaviour(
        "500_always", one_article(page("broken", status=500)), bad_article("failed", "http_server_error")
    ),
    Behaviour(
        "304_unasked",
        only_feed(page("", status=304)),
        failing_feed("not_modified_unasked"),
    ),
    Behaviour(
        "hidden_retry_after_nonsense",
        only_feed(page("x", status=429, headers=[("Retry-After", "soon, maybe")])),
        failing_feed("http_too_many_requests"),
    ),
)

__all__ = ["BEHAVIOURS", "STORED", "Expected", "feed"]
