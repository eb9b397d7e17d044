"""How the collector behaves: every limit in one frozen record."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Event
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from extractors.robots import AGENT_NAME
from extractors.urls import DEFAULT_PORTS, host_of, is_web_url
from flows.web.recording import Recording

HostMap = Mapping[str, tuple[str, int]]
"""Host or host:port in a URL -> (address, port) to dial instead, as curl --connect-to does."""

NO_HOSTS: HostMap = MappingProxyType({})


class NotReadError(Exception):
    """Something a server sent took the process that read it with it."""


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """Limits of collecting; built from Settings. Times in seconds, sizes in bytes."""

    user_agent_contact: str | None = None
    """Mail address or web page of whoever runs Podium; without one only own hosts are asked."""
    allow_hosts: Collection[str] = ()
    """``host`` or ``host:port`` that may have a private address. Own hosts: no pause between requests."""
    host_map: HostMap = field(default_factory=lambda: NO_HOSTS)
    version: str = "0.1"
    budget_seconds: float | None = None
    per_host_concurrency: int = 2
    per_host_delay_seconds: float = 1.0
    total_concurrency: int = 16
    connect_timeout_seconds: float = 10.0
    read_timeout_seconds: float = 15.0
    total_timeout_seconds: float = 60.0
    max_body_bytes: int = 10_000_000
    max_held_bytes: int | None = None
    """Once the bodies of a batch are more than this together, what is left of it is not asked (``batch_full``)."""
    max_headers: int = 256
    max_header_line_bytes: int = 16_384
    max_redirects: int = 8
    max_attempts: int = 3
    retry_delay_seconds: float = 0.5
    max_retry_after_seconds: float = 30.0
    circuit_failures: int = 4
    """Temporary failures in a row after which a host is left alone for ``circuit_open_seconds``."""
    circuit_open_seconds: float = 300.0
    ask_rights_file: bool = True
    """Whether /.well-known/tdmrep.json is asked beside robots.txt."""
    recording: Recording | None = None
    """Answers from a recorded run in the place of the network."""
    elsewhere: Callable[..., Any] | None = None
    """``elsewhere(function, *arguments)`` calls in another process and raises NotReadError when that one was lost."""
    stop: Event | None = None
    """Once set, the time of the run is up: what is under way is broken off and told so."""
    ca_file: str | None = None
    """PEM file with further trusted issuers, for intranets with their own certificate authority."""

    @property
    def user_agent(self) -> str:
        """``Podium/<version> (+<contact>)``."""
        suffix = f" (+{self.user_agent_contact})" if self.user_agent_contact else ""
        return f"{AGENT_NAME}/{self.version}{suffix}"

    def is_own_host(self, host: str, port: int) -> bool:
        """Whether the host is allow-listed or mapped by name: private addresses are fine there."""
        names = (host, f"{host}:{port}", f"[{host}]", f"[{host}]:{port}")
        return self.dialled_instead(host, port) is not None or any(name in self.allow_hosts for name in names)

    def dialled_instead(self, host: str, port: int) -> tuple[str, int] | None:
        """Where the host map sends this host, if it names it."""
        return self.host_map.get(f"{host}:{port}") or self.host_map.get(host)


@lru_cache(maxsize=8192)
def host_and_port(url: str) -> tuple[str, int]:
    """Host (IDNA, lower case) and port of an http(s) URL."""
    parts = urlsplit(url)
    return host_of(url), parts.port or DEFAULT_PORTS[parts.scheme.lower()]


def key_of_host(url: str) -> tuple[str, int] | None:
    """Host and port of a web URL; None of anything else."""
    return host_and_port(url) if is_web_url(url) else None


def needs_contact(urls: Iterable[str], policy: FetchPolicy) -> bool:
    """Whether asking ``urls`` needs a contact in the user agent that the policy does not have."""
    if policy.user_agent_contact:
        return False
    return any(not policy.is_own_host(*host_and_port(url)) for url in urls if host_of(url))
