"""Publishers' signals about text and data mining: TDMRep (W3C community report, 2024), noai and noarchive.

The strictest signal wins. A reservation means that the page is not read; ``noarchive`` that no copy is kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

ALLOWED = "allowed"
MAX_TDM_BODY_BYTES = 200_000
MAX_TDM_RULES = 2_000
_DIRECTIVE = re.compile(r"[a-z][a-z-]*", re.IGNORECASE)
_AGENT = re.compile(r"\*|[a-z][a-z0-9_.-]*")
_WITH_A_VALUE = frozenset(("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"))
"""Directives that are written with a colon, as names of robots are."""
_META = re.compile(rb"<meta\b[^<>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    rb"""([a-z:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""",
    re.IGNORECASE,
)
_HEAD_BYTES = 256_000


@dataclass(frozen=True, slots=True)
class Rights:
    """``signal`` names what was said and where, None when nothing was; ``reserved`` forbids reading the page."""

    signal: str | None = None
    reserved: bool = False

    @property
    def verdict(self) -> str:
        """``allowed`` or ``reserved:<signal>``, the form that FetchedPage and the ledger carry."""
        return f"reserved:{self.signal}" if self.signal else ALLOWED


NOTHING_SAID = Rights()


def may_keep_copy(verdict: str) -> bool:
    """Whether a page with this verdict may be written to the captures."""
    return verdict == ALLOWED


def rights_of_page(
    url: str,
    headers: Iterable[tuple[str, str]],
    body: bytes,
    tdm_body: bytes | None,
    agent_name: str,
) -> Rights:
    """The strictest of the host's TDM file, the response headers and the page's meta elements."""
    found = [
        rights_of_host(url, tdm_body),
        rights_of_headers(headers, agent_name),
        rights_of_markup(body, agent_name),
    ]
    return max(found, key=lambda rights: (rights.reserved, rights.signal is not None))


def rights_of_host(url: str, tdm_body: bytes | None) -> Rights:
    """What /.well-known/tdmrep.json reserves for ``url``: the longest matching location decides, 1 before 0."""
    if not tdm_body:
        return NOTHING_SAID
    try:
        rules = json.loads(tdm_body[:MAX_TDM_BODY_BYTES].decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return NOTHING_SAID
    path = _path_and_query(url)
    best, reserved = -1, False
    for rule in rules[:MAX_TDM_RULES] if isinstance(rules, list) else [rules]:
        if not isinstance(rule, dict) or not isinstance(rule.get("location"), str):
            continue
        location = rule["location"]
        said = rule.get("tdm-reservation")
        says_reserved = said is True or str(said).strip() in ("1", "1.0", "true")
        if _matches(location, path) and (len(location) > best or (len(location) == best and says_reserved)):
            best, reserved = len(location), says_reserved
    return Rights("tdmrep.json", True) if reserved else NOTHING_SAID


def rights_of_headers(headers: Iterable[tuple[str, str]], agent_name: str) -> Rights:
    """What ``tdm-reservation`` and ``X-Robots-Tag`` headers say."""
    result = NOTHING_SAID
    for name, value in headers:
        lowered = name.lower()
        if lowered == "tdm-reservation" and value.strip() == "1":
            return Rights("tdm-reservation header", True)
        if lowered == "x-robots-tag":
            result = _stricter(result, _from_words(_own_words(value, agent_name), "X-Robots-Tag"))
    return result


def rights_of_markup(body: bytes, agent_name: str) -> Rights:
    """What ``<meta name="tdm-reservation|robots|podium">`` say, searched in the first 256 KB."""
    head = body[:_HEAD_BYTES]
    if b"tdm-reservation" not in head.lower() and not re.search(rb"(?i)noai|noarchive", head):
        return NOTHING_SAID
    result = NOTHING_SAID
    for tag in _META.findall(_without_comments(head)):
        attributes = {
            name.lower(): (double or single or bare).decode("latin-1")
            for name, double, single, bare in _ATTRIBUTE.findall(tag)
        }
        name = attributes.get(b"name", "").strip().lower()
        content = attributes.get(b"content", "")
        if name == "tdm-reservation" and content.strip() == "1":
            return Rights("tdm-reservation meta", True)
        if name in ("robots", agent_name.lower()):
            result = _stricter(result, _from_words(content, "robots meta"))
    return result


def _without_comments(markup: bytes) -> bytes:
    # A pattern would look for every comment's end anew, and a page of open comments would hold up the run.
    kept, begin = [], 0
    while (start := markup.find(b"<!--", begin)) >= 0:
        kept.append(markup[begin:start])
        stop = markup.find(b"-->", start + 4)
        if stop < 0:
            begin = start + 4
            break
        begin = stop + 3
    kept.append(markup[begin:])
    return b"".join(kept)


def _stricter(one: Rights, other: Rights) -> Rights:
    return max(one, other, key=lambda rights: (rights.reserved, rights.signal is not None))


def _from_words(text: str, place: str) -> Rights:
    words = {word.lower() for word in _DIRECTIVE.findall(text)}
    if "noai" in words:
        return Rights(f"noai {place}", True)
    if "noarchive" in words:
        return Rights(f"noarchive {place}", False)
    return NOTHING_SAID


def _own_words(value: str, agent_name: str) -> str:
    """The directives of ``value`` that are for everybody or for us; a name before a colon holds until the next one."""
    own: list[str] = []
    is_ours = True
    for part in value.split(","):
        name, colon, rest = part.partition(":")
        name = name.strip().lower()
        if colon and _AGENT.fullmatch(name) and name not in _WITH_A_VALUE:
            is_ours, part = name in ("*", agent_name.lower()), rest
        if is_ours:
            own.append(part)
    return ",".join(own)


def _path_and_query(url: str) -> str:
    parts = urlsplit(url)
    return unquote(parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _matches(location: str, path: str) -> bool:
    anchored = location.endswith("$")
    pieces = unquote(location[:-1] if anchored else location).split("*")
    if not path.startswith(pieces[0]):
        return False
    position = len(pieces[0])
    for piece in pieces[1:-1]:
        found = path.find(piece, position)
        if found < 0:
            return False
        position = found + len(piece)
    if len(pieces) == 1:
        return not anchored or position == len(path)
    if anchored:
        return len(path) - len(pieces[-1]) >= position and path.endswith(pieces[-1])
    return path.find(pieces[-1], position) >= 0
