"""Pages that stand before articles, rights, robots, and discovery without an end."""

from __future__ import annotations

from itertools import count

from .play import (
    PARAGRAPH,
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
    redirect,
    sound,
    xml,
)
from .site import Site, Visit

_NUMBERS = count()
SOFT_404 = article(
    "Page not found",
    "We could not find what you were looking for. Try the search or go back to the front page.",
)
PAYWALL = article(
    "Inside the campaign",
    PARAGRAPH
    + "</p><div class='paywall-box'><p>Subscribe to continue reading. Already a subscriber? Log in.</p></div><p>",
    head='<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>',
)
CONSENT = article(
    "Bevor Sie fortfahren: Ihre Zustimmung",
    "Wir und unsere Partner verwenden Cookies und verarbeiten personenbezogene Daten. Mit einem Klick auf Alle akzeptieren "
    "geben Sie Ihre Einwilligung. Wer werbefrei lesen will, kann ein Abo abschließen. Details zum Datenschutz und zu Cookies "
    "stehen in den Einstellungen. Sie können Ihre Einwilligung jederzeit widerrufen.",
)
CHALLENGE = article("Just a moment...", "Enable JavaScript and cookies to continue")
DATABASE = article("Error establishing a database connection", "")
LOGIN = article("Log in", "Please log in.</p><form><input name=u><input type=password name=p></form><p>")

ROBOTS_ALL = "User-agent: *\nDisallow: /\n"
ROBOTS_OWN = "User-agent: *\nDisallow: /\n\nUser-agent: podium\nDisallow: /bad\nAllow: /\n"
ROBOTS_BIG = "User-agent: *\nDisallow: /bad-1\n" + "# filler\n" * 220_000 + "Disallow: /\n"


def robots(answer, *, path: str = "/bad-1"):
    routes = {"/feed.xml": xml(feed("/bad-1", "/good-2")), "/robots.txt": answer}
    return lambda: Site(routes, fallback=sound)


def text(body: str):
    return page(body, type="text/plain")


async def endless_index(visit: Visit) -> None:
    children = "".join(f"<sitemap><loc>/{next(_NUMBERS)}.xml</loc></sitemap>" for _ in range(30))
    await visit.send(f"<sitemapindex>{children}</sitemapindex>", type="application/xml")


async def endless_section(visit: Visit) -> None:
    step = int(visit.path.rpartition("=")[2]) if "=" in visit.path else 1
    links = "".join(
        f"<h2><a href='/2026/06/story-{step}-{n}'>The sponsor shows its new film number {n}</a></h2>"
        for n in range(5)
    )
    await visit.send(
        f"<html><head><link rel=next href='/section?page={step + 1}'></head><body><main>{links}"
        f"<a href='/section?page={step + 1}'>Next page with many more of our stories</a></main></body></html>"
    )


async def paged_feed(visit: Visit) -> None:
    step = int(visit.path.rpartition("=")[2]) if "=" in visit.path else 1
    await visit.send(
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><link rel="next" href="/feed.xml?page={step + 1}"/>'
        f'<entry><title>One</title><id>urn:{step}</id><link href="/good-{step}"/></entry></feed>',
        type="application/atom+xml",
    )


def sitemap(*paths: str) -> str:
    rows = "".join(
        f"<url><loc>{path}</loc><lastmod>2026-06-0{n}</lastmod></url>" for n, path in enumerate(paths, 1)
    )
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'


def index(*paths: str) -> str:
    rows = "".join(f"<sitemap><loc>{path}</loc></sitemap>" for path in paths)
    return f"<sitemapindex>{rows}</sitemapindex>"


def tree(**routes: str):
    return lambda: Site({f"/{name}.xml": xml(body) for name, body in routes.items()}, fallback=sound)


REFUSED = {"/bad-1": ("failed", "robots_disallowed"), "/good-2": STORED}
RESERVED = {"/bad-1": ("failed", "rights_reserved"), "/good-2": STORED}
STORY = {f"/2026/06/story-1-{n}": STORED for n in range(5)}

BEHAVIOURS = (
    Behaviour("soft_404", one_article(page(SOFT_404)), bad_article("rejected", "soft_404")),
    Behaviour("paywall", one_article(page(PAYWALL)), bad_article("rejected", "paywall")),
    Behaviour("consent_wall", one_article(page(CONSENT)), bad_article("rejected", "consent_wall")),
    Behaviour("challenge_page", one_article(page(CHALLENGE)), bad_article("rejected", "challenge_page")),
    Behaviour("error_page", one_article(page(DATABASE)), bad_article("rejected", "error_page")),
    Behaviour("login_page", one_article(page(LOGIN)), bad_article("rejected", "login_page")),
    Behaviour("robots_500", robots(page("", status=500)), failing_feed("robots_unreachable")),
    Behaviour("robots_404", robots(page("", status=404)), bad_article("stored", None)),
    Behaviour("robots_403", robots(page("", status=403)), bad_article("stored", None)),
    Behaviour("robots_disallow_all", robots(text(ROBOTS_ALL)), failing_feed("robots_disallowed")),
    Behaviour("robots_own_group", robots(text(ROBOTS_OWN)), Expected(entries=REFUSED)),
    Behaviour(
        "robots_wildcards", robots(text("User-agent: *\nDisallow: /*-1$\n")), Expected(entries=REFUSED)
    ),
    Behaviour(
        "robots_longest_match",
        robots(text("User-agent: *\nDisallow: /\nAllow: /good\nAllow: /feed.xml\n")),
        Expected(entries=REFUSED),
    ),
    Behaviour("robots_2_mb", robots(text(ROBOTS_BIG)), Expected(entries=REFUSED)),
    Behaviour(
        "robots_with_mark_and_cr",
        robots(page(b"\xef\xbb\xbfUser-agent: *\rDisallow: /bad-1\r", type="text/plain")),
        Expected(entries=REFUSED),
    ),
    Behaviour("robots_redirect_loop", robots(redirect("/robots.txt")), bad_article("stored", None)),
    Behaviour(
        "robots_is_binary",
        robots(page(bytes(range(256)) * 40, type="text/plain")),
        bad_article("stored", None),
    ),
    Behaviour(
        "robots_of_redirect_target",
        lambda: Site(
            {
                "/feed.xml": xml(feed("/bad-1", "/good-2")),
                "/bad-1": redirect("/hidden-1"),
                "/robots.txt": text("User-agent: *\nDisallow: /hidden"),
            },
            fallback=sound,
        ),
        Expected(entries=REFUSED),
    ),
    Behaviour(
        "tdm_header",
        one_article(page(article(), headers=[("tdm-reservation", "1")])),
        Expected(entries=RESERVED),
    ),
    Behaviour(
        "tdm_header_zero",
        one_article(page(article(), headers=[("tdm-reservation", "0")])),
        bad_article("stored", None),
    ),
    Behaviour(
        "tdm_meta",
        one_article(page(article(head='<meta name="tdm-reservation" content="1">'))),
        Expected(entries=RESERVED),
    ),
    Behaviour(
        "noai_meta",
        one_article(page(article(head='<meta content="index, noai" name="robots">'))),
        Expected(entries=RESERVED),
    ),
    Behaviour(
        "noai_header",
        one_article(page(article(), headers=[("X-Robots-Tag", "noai, noimageai")])),
        Expected(entries=RESERVED),
    ),
    Behaviour(
        "noai_for_another",
        one_article(page(article(), headers=[("X-Robots-Tag", "otherbot: noai")])),
        bad_article("stored", None),
    ),
    Behaviour(
        "noarchive",
        one_article(page(article(head='<meta name="robots" content="noarchive">'))),
        Expected(entries={"/bad-1": STORED, "/good-2": STORED}, kept_out_of_captures=("/bad-1",)),
    ),
    Behaviour(
        "tdmrep_file",
        lambda: Site(
            {
                "/feed.xml": xml(feed("/bad-1", "/good-2")),
                "/.well-known/tdmrep.json": page(
                    '[{"location": "/", "tdm-reservation": 0}, {"location": "/bad*", "tdm-reservation": 1}]',
                    type="application/json",
                ),
            },
            fallback=sound,
        ),
        Expected(entries=RESERVED),
    ),
    Behaviour(
        "tdmrep_nonsense",
        lambda: Site(
            {"/feed.xml": xml(feed("/good-2")), "/.well-known/tdmrep.json": page("[" * 100_000)},
            fallback=sound,
        ),
        Expected(entries={"/good-2": STORED}),
    ),
    Behaviour("feed_pages_without_end", only_feed(paged_feed), Expected(entries={"/good-1": STORED})),
    Behaviour(
        "section_pages_without_end",
        lambda: Site({"/section": endless_section}, fallback=sound),
        Expected(entries=STORY),
        kind="section",
        path="/section",
    ),
    Behaviour(
        "news_sitemap",
        tree(map=sitemap("/good-1", "/good-2")),
        Expected(entries={"/good-1": STORED, "/good-2": STORED}),
        kind="sitemap",
        path="/map.xml",
    ),
    Behaviour(
        "sitemap_loop",
        tree(
            map=index("/map.xml", "/two.xml"), two=index("/map.xml", "/three.xml"), three=sitemap("/good-1")
        ),
        Expected(entries={"/good-1": STORED}, rejected={"sitemap_loop": 2}),
        kind="sitemap",
        path="/map.xml",
    ),
    Behaviour(
        "sitemap_without_end",
        lambda: Site({}, fallback=endless_index),
        Expected("empty", rejected={"sitemap_too_large": 1}),
        kind="sitemap",
        path="/map.xml",
    ),
    Behaviour(
        "sitemap_child_missing",
        lambda: Site(
            {
                "/map.xml": xml(index("/gone.xml", "/two.xml")),
                "/two.xml": xml(sitemap("/good-1")),
                "/good-1": page(article()),
            }
        ),
        Expected(entries={"/good-1": STORED}, rejected={"http_not_found": 1}),
        kind="sitemap",
        path="/map.xml",
    ),
    Behaviour(
        "html_as_sitemap", tree(map=article()), failing_feed("not_a_sitemap"), kind="sitemap", path="/map.xml"
    ),
    Behaviour(
        "url_list",
        lambda: Site(
            {
                "/list.txt": text(
                    "# articles\nhttp://127.0.0.1:{port}/good-1\nnonsense\n\nhttp://127.0.0.1:{port}/good-1#x\n"
                )
            },
            fallback=sound,
        ),
        Expected(entries={"/good-1": STORED}, rejected={"url_line_unreadable": 1, "duplicate_entry": 1}),
        kind="urls",
        path="/list.txt",
    ),
)
