"""One HTTP request and its answer, with every limit in place; redirects are handed back, never followed here."""

from __future__ import annotations

import asyncio
import socket
import ssl
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import aiohttp
from aiohttp import http_exceptions
from yarl import URL

from extractors.records import Purpose
from extractors.sniff import READABLE, Content, sniff
from flows.web.addresses import AddressNotPublicError, CheckedResolver
from flows.web.policy import FetchPolicy

_SNIFF_BYTES = 512
_PACKED_NAMES = (
    """gzip x-gzip deflate br zstd compress x-compress dcb dcz exi pack200-gzip bzip2 x-bzip2 xz lzma"""
)
_PACKED = frozenset(_PACKED_NAMES.split())
"""Codings that change the body (IANA, and some in use); other words, as in ``Content-Encoding: none``, name none."""
_ACCEPT = {
    Purpose.FEED: "application/rss+xml, application/atom+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1",
    Purpose.SITEMAP: "application/xml, text/xml;q=0.9, */*;q=0.1",
    Purpose.ROBOTS: "text/plain, */*;q=0.1",
    Purpose.RIGHTS: "application/json, */*;q=0.1",
}
_ACCEPT_PAGE = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"


class ExchangeFault(Exception):
    """A request that brought no usable answer; ``reason`` is a word of ``extractors.reasons``."""

    def __init__(self, reason: str, detail: str, *, status: int | None = None, wire_bytes: int = 0) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail
        self.status = status
        self.wire_bytes = wire_bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers and unpacked body of one response."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    wire_bytes: int

    def header(self, name: str) -> str | None:
        for key, value in self.headers:
            if key.lower() == name:
                return value
        return None


def open_session(policy: FetchPolicy) -> aiohttp.ClientSession:
    """A session without cookies, proxies from the environment, redirects or unpacking; TLS always verified."""
    connector = aiohttp.TCPConnector(
        resolver=CheckedResolver(policy),
        ssl=_trust(policy.ca_file),
        limit=0,
        ttl_dns_cache=300,
        keepalive_timeout=10,
    )
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        trust_env=False,
        headers={"User-Agent": policy.user_agent, "Accept-Encoding": "gzip, deflate"},
        timeout=aiohttp.ClientTimeout(
            total=None, sock_connect=policy.connect_timeout_seconds, sock_read=policy.read_timeout_seconds
        ),
        max_line_size=policy.max_header_line_bytes,
        max_field_size=policy.max_header_line_bytes,
        max_headers=policy.max_headers,
        read_bufsize=65_536,
    )


@lru_cache(maxsize=4)
def _trust(ca_file: str | None) -> ssl.SSLContext:
    """The system's trusted issuers and those of ``ca_file``; reading them costs 50 ms."""
    context = ssl.create_default_context()
    if ca_file:
        context.load_verify_locations(ca_file)
    return context


async def exchange(
    session: aiohttp.ClientSession,
    url: str,
    purpose: Purpose,
    conditions: dict[str, str],
    *,
    max_body_bytes: int,
    cut_long_body: bool = False,
) -> Answer:
    """Ask ``url`` once; names are resolved and checked here, literal addresses by the caller.

    A body over the limit is a fault, or cut off there with ``cut_long_body``.
    """
    headers = {"Accept": _ACCEPT.get(purpose, _ACCEPT_PAGE), **conditions}
    try:
        async with session.get(URL(url), allow_redirects=False, headers=headers) as response:
            return await _read(response, purpose, max_body_bytes, cut_long_body)
    except (aiohttp.ClientError, OSError, ValueError, http_exceptions.HttpProcessingError) as error:
        raise _as_fault(error) from error


async def _read(
    response: aiohttp.ClientResponse, purpose: Purpose, max_body_bytes: int, cut_long_body: bool
) -> Answer:
    headers = tuple(
        [
            (name, value if value.isascii() else _header_text(name, value))
            for name, value in response.headers.items()
        ]
    )
    status = response.status
    if status >= 300:
        response.release()
        return Answer(status, headers, b"", 0)
    announced = response.content_length
    if announced is not None and announced > max_body_bytes and not cut_long_body:
        response.close()
        raise ExchangeFault(
            "body_too_large", f"{announced} bytes announced, the limit is {max_body_bytes}", status=status
        )
    unpack = _unpacker(response.headers.get("Content-Encoding"))
    wire_bytes, body, is_known_kind = 0, bytearray(), False
    try:
        async for chunk in response.content.iter_any():
            wire_bytes += len(chunk)
            body += unpack(chunk, max_body_bytes + 1 - len(body))
            if len(body) > max_body_bytes:
                response.close()
                if cut_long_body:
                    break
                raise _too_large(wire_bytes, max_body_bytes, status)
            if not is_known_kind and len(body) >= _SNIFF_BYTES:
                is_known_kind = True
                _refuse_foreign(bytes(body[:2048]), headers, purpose, status, wire_bytes)
    except zlib.error as error:
        raise ExchangeFault("bad_encoding", str(error), status=status, wire_bytes=wire_bytes) from error
    if isinstance(unpack, _Inflater) and body and not unpack.is_complete and len(body) <= max_body_bytes:
        raise ExchangeFault(
            "body_truncated", "the packed body ends early", status=status, wire_bytes=wire_bytes
        )
    if not is_known_kind:
        _refuse_foreign(bytes(body), headers, purpose, status, wire_bytes)
    return Answer(status, headers, bytes(body[:max_body_bytes]), wire_bytes)


def _header_text(name: str, value: str) -> str:
    """``value`` as text that can be stored and sent; bytes outside UTF-8 count as latin-1, in an address as they are."""
    wire = value.encode("utf-8", "surrogateescape")
    if name.lower() == "location":
        return "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in wire)
    return value if wire.decode("utf-8", "ignore").encode() == wire else wire.decode("latin-1")


def _too_large(wire_bytes: int, max_body_bytes: int, status: int) -> ExchangeFault:
    if wire_bytes * 20 < max_body_bytes:
        detail = f"{wire_bytes} bytes unpack to more than {max_body_bytes}"
        return ExchangeFault("decompression_bomb", detail, status=status, wire_bytes=wire_bytes)
    return ExchangeFault(
        "body_too_large", f"more than {max_body_bytes} bytes", status=status, wire_bytes=wire_bytes
    )


def _refuse_foreign(
    head: bytes, headers: tuple[tuple[str, str], ...], purpose: Purpose, status: int, wire_bytes: int
) -> None:
    if purpose in (Purpose.ROBOTS, Purpose.RIGHTS):
        return
    declared = next((value for name, value in headers if name.lower() == "content-type"), None)
    kind = sniff(head, declared)
    if kind in READABLE or (kind is Content.GZIP and purpose is Purpose.SITEMAP):
        return
    word = "archive" if kind is Content.GZIP else kind.value
    detail = f"the body is {kind.value}, called {declared or 'nothing'} by the host"
    raise ExchangeFault(f"content_{word}", detail, status=status, wire_bytes=wire_bytes)


def _unpacker(encoding: str | None) -> Callable[[bytes, int], bytes]:
    """Function (chunk, room) -> at most ``room`` unpacked bytes; what does not fit is dropped with the response."""
    name = (encoding or "identity").strip().lower()
    if name in ("gzip", "x-gzip", "deflate"):
        return _Inflater(is_gzip=name != "deflate")
    if _PACKED.isdisjoint(part.strip() for part in name.split(",")):
        return lambda chunk, room: chunk[:room]
    raise ExchangeFault("bad_encoding", f"Content-Encoding {name[:60]!r} was never asked for")


class _Inflater:
    __slots__ = ("_is_gzip", "_machine", "_started")

    def __init__(self, is_gzip: bool) -> None:
        self._is_gzip = is_gzip
        self._started = False
        self._machine = zlib.decompressobj(16 + zlib.MAX_WBITS if is_gzip else zlib.MAX_WBITS)

    @property
    def is_complete(self) -> bool:
        """Whether the packed stream came to its own end."""
        return self._machine.eof

    def __call__(self, chunk: bytes, room: int) -> bytes:
        """At most ``room`` bytes of what ``chunk`` unpacks to."""
        if not self._started and chunk:
            self._started = True
            raw_deflate = not self._is_gzip and (chunk[0] & 0x0F) != 8
            if raw_deflate:
                self._machine = zlib.decompressobj(-zlib.MAX_WBITS)
        pieces = bytearray()
        while chunk and len(pieces) < room:
            pieces += self._machine.decompress(chunk, room - len(pieces))
            if not self._machine.eof:
                break
            chunk = self._machine.unused_data
            if not self._is_gzip or chunk[:2] != b"\x1f\x8b":
                break
            self._machine = zlib.decompressobj(16 + zlib.MAX_WBITS)
        return bytes(pieces)


def _as_fault(error: BaseException) -> ExchangeFault:
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    if isinstance(cause, AddressNotPublicError) or isinstance(error.__cause__, AddressNotPublicError):
        return ExchangeFault("address_not_public", str(cause))
    if isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_AGAIN:
        return ExchangeFault("dns_failed", _words(error))
    for kinds, reason in _FAULTS:
        if isinstance(error, kinds):
            return ExchangeFault(reason, _words(error))
    if isinstance(error, aiohttp.ClientResponseError):
        too_long = "more than" in str(error.message).lower() or "too many" in str(error.message).lower()
        return ExchangeFault(
            "headers_too_large" if too_long else "broken_response", " ".join(str(error.message).split())[:300]
        )
    if isinstance(error, ValueError):
        return ExchangeFault("bad_url", _words(error))
    return ExchangeFault("connection_reset", _words(error))


def _words(error: BaseException) -> str:
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return str(error.os_error)[:300]
    return " ".join((str(error) or type(error).__name__).split())[:300]


_FAULTS: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((aiohttp.ConnectionTimeoutError,), "connect_timeout"),
    ((aiohttp.SocketTimeoutError, aiohttp.ServerTimeoutError, asyncio.TimeoutError), "read_timeout"),
    ((aiohttp.ClientConnectorCertificateError, aiohttp.ClientConnectorSSLError, ssl.SSLError), "tls_invalid"),
    ((aiohttp.ClientConnectorDNSError,), "dns_not_found"),
    ((aiohttp.ClientConnectorError,), "connect_failed"),
    ((aiohttp.InvalidURL,), "bad_url"),
    ((aiohttp.ServerDisconnectedError, ConnectionResetError), "connection_reset"),
    ((aiohttp.ClientPayloadError,), "body_truncated"),
)
