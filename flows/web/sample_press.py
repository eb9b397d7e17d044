"""The bundled sample press: fictional outlets from config/sample, served over real HTTP on loopback."""

import hashlib
import logging
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

from config.sample.landscape import (
    Outlet,
    Phrases,
    SampleArticle,
    SampleError,
    load_articles,
    load_outlets,
    load_phrases,
)

_log = logging.getLogger(__name__)
_log.addHandler(logging.NullHandler())

_FEEDS = {
    "rss": ("rss.xml.jinja", "application/rss+xml"),
    "atom": ("atom.xml.jinja", "application/atom+xml"),
    "sitemap": ("sitemap.xml.jinja", "application/xml"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a feed; two entries may lead to one article by different links."""

    id: str
    link: str
    article: SampleArticle


@dataclass(frozen=True, slots=True)
class Reply:
    """One finished HTTP answer."""

    status: int
    content_type: str
    body: bytes
    changed_at: datetime | None = None
    retry_after_seconds: int | None = None

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'


def _inline(paragraph: str) -> Markup:
    text = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", str(escape(paragraph)))
    # Safe: everything was escaped above, only our own two tags were put in.
    return Markup(re.sub(r"\*(.+?)\*", r"<em>\1</em>", text))  # noqa: S704


def _http_date(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def _templates(folder: Traversable) -> Environment:
    sources = {file.name: file.read_text("utf-8") for file in folder.joinpath("templates").iterdir()}
    made = Environment(loader=DictLoader(sources), autoescape=True, undefined=StrictUndefined)
    made.filters["http_date"] = _http_date
    return made


def feed_entries(outlet: Outlet, articles: tuple[SampleArticle, ...]) -> tuple[Entry, ...]:
    """What the outlet's feed lists, in order; second links of an article follow its first."""
    return tuple(
        Entry(
            article.slug + extra, f"http://{outlet.host}{article.path}{extra or outlet.link_suffix}", article
        )
        for article in articles
        for extra in ("", *article.also_listed)
    )


def render_outlet(
    folder: Traversable, outlet: Outlet, phrases: Phrases, templates: Environment
) -> dict[str, Reply]:
    """Every path the outlet answers; raises SampleError on a character its encoding lacks."""
    articles = load_articles(folder, outlet)
    root = f"http://{outlet.host}"
    common = {
        "outlet": outlet,
        "phrases": phrases,
        "url_root": f"{root}/",
        "feed_url": root + outlet.feed_path,
    }

    def page(template: str, kind: str, encoding: str, **more: Any) -> Reply:
        text = templates.get_template(template).render(common | more)
        try:
            body = text.encode(encoding)
        except UnicodeEncodeError as error:
            lost = text[error.start : error.end]
            raise SampleError(f"config/sample: {outlet.id}: {lost!r} does not exist in {encoding}") from error
        return Reply(200, f"{kind}; charset={encoding}", body)

    replies = {"/robots.txt": page("robots.txt.jinja", "text/plain", "utf-8")}
    if outlet.behaviour == "down":
        return replies
    open_articles = [article for article in articles if article.status == 200]
    shown = [a for a in open_articles if not a.path.startswith(outlet.disallow or ("\0",))]
    newest = max((article.changed for article in articles), default=datetime(2018, 1, 1, tzinfo=UTC))
    for article in articles:
        template = outlet.template if article.status == 200 else "gone.html.jinja"
        reply = page(
            template,
            "text/html",
            outlet.encoding,
            article=article,
            url=root + article.path,
            image=f"{root}/img/{article.slug}.jpg",
            blocks=[_inline(paragraph) for paragraph in article.paragraphs],
            related=[other for other in shown if other is not article][:3],
            date=phrases.say(article.published),
            modified_date=phrases.say(article.changed),
        )
        replies[article.path] = replace(reply, status=article.status, changed_at=article.changed)
    replies["/"] = replace(
        page("home.html.jinja", "text/html", outlet.encoding, related=shown), changed_at=newest
    )
    template, kind = _FEEDS[outlet.discovery]
    if outlet.behaviour == "broken_feed":
        template = "broken_feed.xml.jinja"
    feed = page(template, kind, outlet.feed_encoding, entries=feed_entries(outlet, articles), changed=newest)
    replies[outlet.feed_path] = replace(feed, changed_at=newest)
    return replies


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "SamplePress"
    sys_version = ""
    timeout = 30
    # One packet per answer: with separate head and body, delayed acknowledgements cost 40 ms each.
    wbufsize = -1
    disable_nagle_algorithm = True

    def __init__(self, *args: Any, answer: Callable[[str, str], Reply]) -> None:
        self._answer = answer
        super().__init__(*args)

    def do_GET(self) -> None:
        self._reply(with_body=True)

    def do_HEAD(self) -> None:
        self._reply(with_body=False)

    def log_message(self, format: str, *args: Any) -> None:
        _log.debug(format, *args)

    def _reply(self, *, with_body: bool) -> None:
        target = urlsplit(self.path)
        host = (target.netloc or self.headers.get("Host", "")).lower().partition(":")[0]
        reply = self._answer(host, target.path)
        unchanged = reply.status == 200 and self._has_copy_of(reply)
        self.send_response(304 if unchanged else reply.status)
        if reply.changed_at is not None:
            self.send_header("ETag", reply.etag)
            self.send_header("Last-Modified", _http_date(reply.changed_at))
            self.send_header("Cache-Control", "max-age=300")
        if reply.retry_after_seconds is not None:
            self.send_header("Retry-After", str(reply.retry_after_seconds))
        if not unchanged:
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if with_body and not unchanged:
            self.wfile.write(reply.body)

    def _has_copy_of(self, reply: Reply) -> bool:
        if reply.changed_at is None:
            return False
        if tags := self.headers.get("If-None-Match"):
            return reply.etag in {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        try:
            since = parsedate_to_datetime(self.headers.get("If-Modified-Since", ""))
        except ValueError:
            return False
        return reply.changed_at <= (since if since.tzinfo else since.replace(tzinfo=UTC))


class _Server(ThreadingHTTPServer):
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        _log.debug("request from %s ended early", client_address, exc_info=True)


class SamplePress:
    """All sample outlets behind one loopback port, told apart by the Host header; use it in a `with`."""

    def __init__(self, folder: Traversable | None = None) -> None:
        folder = folder or files("config").joinpath("sample")
        phrases = load_phrases(folder)
        templates = _templates(folder)
        self.outlets = load_outlets(folder)
        self._pages = {
            outlet.host: render_outlet(folder, outlet, phrases[outlet.language], templates)
            for outlet in self.outlets
        }
        self._down = {outlet.host for outlet in self.outlets if outlet.behaviour == "down"}
        self._notices = {outlet.host: phrases[outlet.language].notice for outlet in self.outlets}
        self._server: _Server | None = None

    @property
    def hosts(self) -> frozenset[str]:
        """Every .example host served here, the down and the broken one included."""
        return frozenset(self._pages)

    @property
    def address(self) -> tuple[str, int]:
        """(loopback address, port); only while the press runs."""
        if self._server is None:
            raise RuntimeError("the sample press is not running; enter it with `with` first")
        return "127.0.0.1", self._server.server_port

    def answer(self, host: str, path: str) -> Reply:
        """The answer for one host and path without query; 404 for what it does not know."""
        if (reply := self._pages.get(host, {}).get(path)) is not None:
            return reply
        text = self._notices.get(host, "No such host.")
        if host in self._down:
            return Reply(503, "text/plain; charset=utf-8", text.encode(), retry_after_seconds=3600)
        return Reply(404, "text/plain; charset=utf-8", text.encode())

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", 0), partial(_Handler, answer=self.answer))
        threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="sample-press", daemon=True
        ).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
