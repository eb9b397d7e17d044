"""What a behaviour is: a site that plays it, and how a run over it must end."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .site import Responder, Site, Visit

STORED = ("stored", None)
PARAGRAPH = (
    "The sponsor presented a campaign that runs in four countries from spring until the closing ceremony. "
    "Posters, films and a travelling exhibition tell of volunteers who carry water, flags and timing gear. "
    "According to the agency the films were made without actors, and every scene shows a real working day. "
)


@dataclass(frozen=True, slots=True)
class Expected:
    """How a source and its entries must end. ``entries`` maps path to (disposition, reason or None)."""

    outcome: str = "ok"
    reason: str | None = None
    entries: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)
    rejected: Mapping[str, int] = field(default_factory=dict)
    """Reason -> number of items that never became an entry."""
    says: Mapping[str, str] = field(default_factory=dict)
    """Path -> words that the decoded page must hold."""
    kept_out_of_captures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One way of a server to behave. ``site`` makes a fresh one; ``second`` expects after a second run."""

    name: str
    site: Callable[[], Site]
    expected: Expected
    kind: str = "feed"
    path: str = "/feed.xml"
    second: Expected | None = None
    tls: str | None = None
    """valid, expired, other_host or unknown (a second authority)."""
    is_slow: bool = False
    """Left out of the short version."""
    url: str | None = None
    """Address to use instead of the site's own; ``{port}`` is its port."""


def article(title: str = "Campaign carries on", text: str = PARAGRAPH * 4, head: str = "") -> str:
    """A plain article page."""
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title>{head}</head>"
        f"<body><nav><a href=/>Home</a></nav><article><h1>{title}</h1><p>{text}</p></article></body></html>"
    )


def feed(*links: str, items: str = "", head: str = "") -> str:
    """An RSS 2.0 feed with an item per link, or with ``items`` as they are."""
    listed = "".join(
        f"<item><title>Item {number}</title><link>{link}</link><guid isPermaLink='false'>g{number}</guid>"
        f"<pubDate>Mon, {number % 27 + 1:02d} Jun 2026 08:00:00 GMT</pubDate></item>"
        for number, link in enumerate(links, 1)
    )
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>T</title>{head}{listed}{items}</channel></rss>'


def page(body: str | bytes, **options: object) -> Responder:
    """A responder that always sends ``body``; options as for Visit.send."""

    async def answer(visit: Visit) -> None:
        data = body.replace("{port}", str(visit.port)) if isinstance(body, str) else body
        await visit.send(data, **options)  # type: ignore[arg-type]

    return answer


def xml(body: str | bytes, **options: object) -> Responder:
    """A responder that sends a feed or sitemap."""
    return page(body, **{"type": "application/xml", **options})


async def sound(visit: Visit) -> None:
    """A good article whose words are its own."""
    words = f"This is the report at {visit.path}, of which there is one only. "
    await visit.send(article(f"Campaign report {visit.path}", words + PARAGRAPH * 4))


def redirect(location: str, status: int = 302) -> Responder:
    """A responder that sends elsewhere; ``{port}`` becomes the site's port."""

    async def answer(visit: Visit) -> None:
        await visit.send(status=status, headers=[("Location", location.replace("{port}", str(visit.port)))])

    return answer


def one_article(responder: Responder, **more: Responder) -> Callable[[], Site]:
    """A good feed with two articles: /bad-1 answers with ``responder``, /good-2 is sound."""
    routes = {"/feed.xml": xml(feed("/bad-1", "/good-2")), "/bad-1": responder, "/good-2": sound}
    return lambda: Site({**routes, **{f"/{name}": value for name, value in more.items()}})


def bad_article(disposition: str, reason: str | None) -> Expected:
    """/bad-1 ends as given and /good-2 is stored."""
    return Expected(entries={"/bad-1": (disposition, reason), "/good-2": STORED})


def only_feed(responder: Responder, **routes: Responder) -> Callable[[], Site]:
    """A site whose feed answers with ``responder``, every other path is a sound article."""
    return lambda: Site(
        {
            "/feed.xml": responder,
            "/robots.txt": page("", type="text/plain"),
            "/.well-known/tdmrep.json": page("", status=404),
        }
        | {f"/{name}": value for name, value in routes.items()},
        fallback=sound,
    )


def failing_feed(reason: str) -> Expected:
    """The source fails with this reason."""
    return Expected("failed", reason)


Contexts = Mapping[str, ssl.SSLContext]
