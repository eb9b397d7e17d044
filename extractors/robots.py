"""robots.txt by RFC 9309: what a host answered, kept as bytes, and what it allows Podium to ask."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from protego import Protego

MAX_BODY_BYTES = 512_000
"""RFC 9309 2.5 asks for at least 500 KiB; what stands behind is not read."""
MAX_AGE = timedelta(days=1)
MAX_STALE_AGE = timedelta(days=30)
AGENT_NAME = "Podium"
_AGENT_FIELDS = frozenset(("user-agent", "useragent", "user agent"))
_TOKEN = re.compile(r"[A-Za-z_-]+")
RULES, ALLOW_ALL, UNREACHABLE = "rules", "allow_all", "unreachable"


@dataclass(frozen=True, slots=True)
class HostRules:
    """What one origin said about access. ``robots`` is ``rules``, ``allow_all`` or ``unreachable``.

    ``tdm_body`` is the body of /.well-known/tdmrep.json, None when there is none.
    """

    origin: str
    robots: str
    robots_status: int | None
    robots_body: bytes
    fetched_at: datetime
    tdm_body: bytes | None = None
    detail: str | None = None

    def fresh(self, now: datetime) -> bool:
        """Whether it may be used without asking again (a day; never for an unreachable robots.txt)."""
        return self.robots != UNREACHABLE and now - self.fetched_at < MAX_AGE

    def usable_while_unreachable(self, now: datetime) -> bool:
        """Whether an older copy may stand in while the host cannot be asked (RFC 9309 2.3.1.4)."""
        return self.robots != UNREACHABLE and now - self.fetched_at < MAX_STALE_AGE


def verdict_of_status(status: int) -> str:
    """``rules`` for 2xx, ``allow_all`` for other 4xx and for 3xx, ``unreachable`` for 5xx and 429.

    RFC 9309 lets a crawler go on after any 4xx; 429 is no "there are no rules", it is "not now".
    """
    if 200 <= status < 300:
        return RULES
    if status >= 500 or status == 429:
        return UNREACHABLE
    return ALLOW_ALL


class RobotsRules:
    """The parsed rules of one robots.txt for one product token."""

    __slots__ = ("_crawl_delay_seconds", "_parsed", "_token")

    def __init__(self, body: bytes, agent_name: str = AGENT_NAME) -> None:
        text = body[:MAX_BODY_BYTES].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
        self._token = agent_name
        self._parsed = Protego.parse("\n".join(_with_plain_names(text, agent_name)))
        self._crawl_delay_seconds = _seconds(self._parsed.crawl_delay(agent_name))

    def allows(self, url: str) -> bool:
        """Whether the rules let Podium ask ``url``; /robots.txt itself is always allowed."""
        if url.endswith("/robots.txt") and re.match(r"https?://[^/]+/robots\.txt$", url):
            return True
        try:
            return bool(self._parsed.can_fetch(url, self._token))
        except (ValueError, re.error, RecursionError):
            return False

    @property
    def crawl_delay_seconds(self) -> float | None:
        return self._crawl_delay_seconds

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Addresses after ``Sitemap:``, in file order, each once."""
        return tuple(dict.fromkeys(str(address) for address in self._parsed.sitemaps))


def _with_plain_names(text: str, agent_name: str) -> Iterator[str]:
    """The lines, user agents as ``*``, our own name or somebody else's.

    The parser takes ``Pod`` for Podium and ``Podium/1.0`` for somebody else; RFC 9309 compares product tokens.
    """
    for line in text.splitlines():
        field, colon, value = line.partition(":")
        if not colon or field.strip().lower() not in _AGENT_FIELDS:
            yield line
            continue
        value = value.partition("#")[0].strip()
        token = _TOKEN.match(value)
        is_ours = token is not None and token[0].lower() == agent_name.lower()
        yield f"User-agent: {'*' if value == '*' else agent_name if is_ours else 'another-robot'}"


def _seconds(value: object) -> float | None:
    if not isinstance(value, int | float) or not math.isfinite(value) or value <= 0:
        return None
    return float(value)
