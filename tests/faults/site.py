"""Servers that misbehave on purpose: one listening socket per site, raw bytes, real TLS."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field

Responder = Callable[["Visit"], Awaitable[None]]


@dataclass(slots=True)
class Visit:
    """One request and the means to answer it in any way; ``count`` is how often this path was asked, from 1."""

    path: str
    headers: Mapping[str, str]
    count: int
    port: int
    writer: asyncio.StreamWriter
    keep_open: bool = True

    async def raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.writer.write(data)
        await self.writer.drain()

    async def send(
        self,
        body: bytes | str = b"",
        *,
        status: int = 200,
        type: str | None = "text/html; charset=utf-8",
        headers: Iterable[tuple[str, str]] = (),
        length: int | None = None,
    ) -> None:
        """A well-formed answer, except that ``length`` may lie."""
        data = body.encode() if isinstance(body, str) else body
        lines = [f"HTTP/1.1 {status} Status"]
        if type:
            lines.append(f"Content-Type: {type}")
        lines += [f"{name}: {value}" for name, value in headers]
        if status != 304:
            lines.append(f"Content-Length: {len(data) if length is None else length}")
        await self.raw("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + data)

    def hang_up(self) -> None:
        """Close after this answer."""
        self.keep_open = False

    def reset(self) -> None:
        """Break the connection off with RST."""
        self.keep_open = False
        raw = self.writer.get_extra_info("socket")
        if raw is not None:
            with contextlib.suppress(OSError):
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


@dataclass(slots=True)
class Site:
    """Routes of one origin. ``fallback`` answers every other path, 404 without one."""

    routes: dict[str, Responder]
    fallback: Responder | None = None
    tls: ssl.SSLContext | None = None
    hits: Counter[str] = field(default_factory=Counter)
    open_now: int = 0
    most_open: int = 0
    started: list[float] = field(default_factory=list)


class FaultServer:
    """All sites of a test in one thread; a context manager."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fault-server", daemon=True)
        self._servers: list[asyncio.Server] = []

    def __enter__(self) -> FaultServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        async def stop() -> None:
            for server in self._servers:
                server.close()
            others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def add(self, site: Site) -> int:
        """Serve ``site`` on a port of its own."""

        async def start() -> int:
            port = 0

            async def on_connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                await _converse(site, port, reader, writer)

            server = await asyncio.start_server(on_connect, "127.0.0.1", 0, ssl=site.tls, limit=1 << 20)
            port = int(server.sockets[0].getsockname()[1])
            self._servers.append(server)
            return port

        return asyncio.run_coroutine_threadsafe(start(), self._loop).result(10)


def closed_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _converse(
    site: Site, port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    try:
        keep_open = True
        while keep_open:
            first = await reader.readexactly(1)
            if first == b"\x16":
                writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
                return
            head = first + await reader.readuntil(b"\r\n\r\n")
            request_line, *lines = head.decode("latin-1").split("\r\n")
            path = request_line.split(" ")[1]
            headers = {
                name.lower(): value.strip()
                for name, _, value in (line.partition(":") for line in lines)
                if name
            }
            site.hits[path] += 1
            site.open_now += 1
            site.most_open = max(site.most_open, site.open_now)
            site.started.append(asyncio.get_running_loop().time())
            visit = Visit(path, headers, site.hits[path], port, writer)
            responder = site.routes.get(path) or site.routes.get(path.partition("?")[0]) or site.fallback
            try:
                if responder is None:
                    await visit.send("nothing here", status=404, type="text/plain")
                else:
                    await responder(visit)
            finally:
                site.open_now -= 1
            keep_open = visit.keep_open
    except (
        asyncio.IncompleteReadError,
        asyncio.LimitOverrunError,
        asyncio.CancelledError,
        OSError,
        ssl.SSLError,
    ):
        pass
    finally:
        with contextlib.suppress(OSError, ssl.SSLError, RuntimeError):
            writer.close()
