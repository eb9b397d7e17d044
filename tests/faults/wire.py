"""Answers that break or bend HTTP itself: lengths, status lines, headers, encodings, waiting times."""

from __future__ import annotations

import asyncio
import gzip
import zlib

from .play import (
    STORED,
    Behaviour,
    Expected,
    Responder,
    article,
    bad_article,
    failing_feed,
    feed,
    one_article,
    only_feed,
    page,
    sound,
    xml,
)
from .site import Visit
from .transport import bomb

BODY = article().encode()
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


def raw(answer: bytes) -> Responder:
    """A responder that sends bytes as they are and hangs up."""

    async def send(visit: Visit) -> None:
        await visit.raw(answer)
        visit.hang_up()

    return send


def chunked(body: bytes, after: bytes = b"0\r\n\r\n", head: bytes = b"") -> Responder:
    """A body in one chunk, then ``after``."""
    framed = f"{len(body):x}\r\n".encode() + body + b"\r\n"
    return raw(PLAIN + head + b"Transfer-Encoding: chunked\r\n\r\n" + framed + after)


async def chunks_without_end(visit: Visit) -> None:
    await visit.raw(PLAIN + b"Transfer-Encoding: chunked\r\n\r\n")
    block = b"2000\r\n" + b"x" * 0x2000 + b"\r\n"
    for _ in range(20_000):
        await visit.raw(block)
    visit.hang_up()


async def one_byte_chunks(visit: Visit) -> None:
    await visit.raw(PLAIN + b"Transfer-Encoding: chunked\r\n\r\n")
    for _ in range(5_000):
        await visit.raw(b"1\r\nx\r\n")
        await asyncio.sleep(0.3)


async def early_hints(visit: Visit) -> None:
    await visit.raw(b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n")
    await visit.send(BODY)


async def silent_after_headers(visit: Visit) -> None:
    await visit.raw(PLAIN + b"Content-Length: 900\r\n\r\n")
    await asyncio.sleep(600)


def asked_to_wait(value: str) -> Responder:
    return page("slow down", status=429, headers=[("Retry-After", value)])


def packed(body: bytes, encoding: str) -> Behaviour:
    name = f"encoding_{encoding.replace(', ', '_and_')}"
    answer = page(body, headers=[("Content-Encoding", encoding)])
    return Behaviour(name, one_article(answer), bad_article("failed", "bad_encoding"))


def refused(name: str, answer: bytes, reason: str = "broken_response") -> Behaviour:
    return Behaviour(name, one_article(raw(answer)), bad_article("failed", reason))


def taken(name: str, responder: Responder) -> Behaviour:
    return Behaviour(name, one_article(responder), bad_article("stored", None))


TWICE_PACKED = gzip.compress(gzip.compress(BODY))
DEFLATE_BOMB = zlib.compress(bytes(64_000_000), 9)

BEHAVIOURS = (
    refused("http_0_9", b"<html><body>" + BODY),
    refused("status_line_of_words", b"HTTP/1.1 abc OK\r\nContent-Length: 0\r\n\r\n"),
    refused("status_99999", b"HTTP/1.1 99999 X\r\nContent-Length: 0\r\n\r\n"),
    refused("negative_content_length", PLAIN + b"Content-Length: -5\r\n\r\n" + BODY),
    refused("content_length_of_words", PLAIN + b"Content-Length: many\r\n\r\n" + BODY),
    refused("two_content_lengths", PLAIN + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\n" + BODY),
    refused("chunk_of_negative_size", PLAIN + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nabc\r\n"),
    refused(
        "content_length_beyond_counting",
        PLAIN + b"Content-Length: " + b"9" * 17 + b"\r\n\r\n" + BODY,
        "body_too_large",
    ),
    refused("half_a_status_line", b"HTTP/1.", "connection_reset"),
    refused("headers_cut_off", PLAIN + b"X-Cut", "connection_reset"),
    refused(
        "cookie_of_100_kb", PLAIN + b"Set-Cookie: a=" + b"b" * 100_000 + b"\r\n\r\n", "headers_too_large"
    ),
    taken("no_reason_phrase", raw(b"HTTP/1.1 200\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + BODY)),
    taken(
        "two_hundred_cookies", page(BODY, headers=[("Set-Cookie", f"c{n}={'v' * 300}") for n in range(200)])
    ),
    taken("early_hints", early_hints),
    taken("chunked_trailers", chunked(BODY, b"0\r\nX-Checksum: abc\r\n\r\n")),
    taken("link_headers", page(BODY, headers=[("Link", "<javascript:alert(1)>; rel=canonical")])),
    Behaviour("chunks_without_end", one_article(chunks_without_end), bad_article("failed", "body_too_large")),
    Behaviour(
        "one_byte_chunks", one_article(one_byte_chunks), bad_article("failed", "total_timeout"), is_slow=True
    ),
    Behaviour(
        "silence_after_headers",
        one_article(silent_after_headers),
        bad_article("failed", "read_timeout"),
        is_slow=True,
    ),
    packed(b"\x1b\x03\x00abc", "br"),
    packed(b"\x28\xb5\x2f\xfd" + bytes(60), "zstd"),
    packed(TWICE_PACKED, "gzip, gzip"),
    packed(BODY, "deflate"),
    taken("encoding_in_capitals", page(gzip.compress(BODY), headers=[("Content-Encoding", "GZIP")])),
    taken("encoding_none", page(BODY, headers=[("Content-Encoding", "none")])),
    taken("encoding_that_is_a_charset", page(BODY, headers=[("Content-Encoding", "utf-8")])),
    taken("encoding_identity", page(BODY, headers=[("Content-Encoding", "identity")])),
    Behaviour(
        "deflate_bomb",
        one_article(page(DEFLATE_BOMB, headers=[("Content-Encoding", "deflate")])),
        bad_article("failed", "decompression_bomb"),
    ),
    Behaviour(
        "sitemap_bomb",
        only_feed(xml(bomb(64_000_000), type="application/gzip")),
        failing_feed("decompression_bomb"),
        kind="sitemap",
    ),
    Behaviour(
        "sitemap_bomb_in_a_bomb",
        only_feed(xml(gzip.compress(bomb(64_000_000)), headers=[("Content-Encoding", "gzip")])),
        failing_feed("decompression_bomb"),
        kind="sitemap",
    ),
    Behaviour(
        "robots_bomb",
        only_feed(
            xml(feed("/good-1")),
            **{"robots.txt": page(bomb(64_000_000), headers=[("Content-Encoding", "gzip")])},
        ),
        Expected(entries={"/good-1": STORED}),
    ),
    Behaviour(
        "304_for_a_page", one_article(page("", status=304)), bad_article("failed", "not_modified_unasked")
    ),
    Behaviour("204_for_a_page", one_article(page("", status=204)), bad_article("failed", "empty_body")),
    Behaviour(
        "300_without_choice", one_article(page("", status=300)), bad_article("failed", "http_unexpected")
    ),
    Behaviour("451_for_a_page", one_article(page("", status=451)), bad_article("failed", "http_legal")),
    Behaviour(
        "402_for_a_page", one_article(page("", status=402)), bad_article("failed", "http_payment_required")
    ),
    Behaviour("empty_200_feed", only_feed(xml(" \n")), failing_feed("empty_body")),
    *(
        Behaviour(
            f"retry_after_{name}", only_feed(asked_to_wait(value)), failing_feed("http_too_many_requests")
        )
        for name, value in {
            "for_ever": "1000000000",
            "beyond_numbers": "9" * 400,
            "in_the_past": "Fri, 31 Dec 1999 23:59:59 GMT",
            "year_99999": "Fri, 31 Dec 99999 23:59:59 GMT",
            "beyond_dates": "Mon, 99999999999999999999 Jan 2026 00:00:00 GMT",
            "superscript": "\u00b2",
            "negative": "-5",
            "empty": "",
        }.items()
    ),
    Behaviour(
        "etag_outside_ascii",
        only_feed(xml(feed("/good-1"), headers=[("ETag", '"\xe9\xff"'), ("Last-Modified", "\xe9")])),
        Expected(entries={"/good-1": STORED}),
    ),
    Behaviour(
        "redirect_outside_ascii",
        one_article(page("", status=302, headers=[("Location", "/caf\xe9-1")]), **{"caf%E9-1": sound}),
        bad_article("stored", None),
    ),
)
