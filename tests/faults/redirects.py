"""Redirects that go in circles, go inside, or leave the web."""

from __future__ import annotations

from .play import (
    Behaviour,
    Responder,
    article,
    bad_article,
    failing_feed,
    one_article,
    only_feed,
    page,
    redirect,
    sound,
)
from .site import Visit


async def endless(visit: Visit) -> None:
    await visit.send(status=302, headers=[("Location", f"/bad-1?step={visit.count}-{visit.path[-6:]}")])


async def everywhere(visit: Visit) -> None:
    step = int(visit.path.rpartition("=")[2]) if "=" in visit.path else 0
    await visit.send(status=302, headers=[("Location", f"/feed.xml?step={step + 1}")])


async def wants_a_cookie(visit: Visit) -> None:
    if "cookie" in visit.headers:
        await visit.send(article())
    else:
        await visit.send(status=302, headers=[("Location", visit.path), ("Set-Cookie", "seen=1")])


def refreshing(target: str, seconds: int = 0) -> Responder:
    """A page that holds nothing but a refresh; ``{port}`` becomes the site's port."""
    return page(
        f'<html><head><meta http-equiv="refresh" content="{seconds}; url={target}"></head><body>Moved.</body></html>'
    )


def refresh_to(location: str, reason: str) -> Behaviour:
    name = "refresh_to_" + location.replace("{port}", "port")
    return Behaviour(name, one_article(refreshing(location)), bad_article("failed", reason))


def to(location: str, reason: str) -> Behaviour:
    name = "redirect_to_" + location.replace("{port}", "port")
    return Behaviour(name, one_article(redirect(location)), bad_article("failed", reason))


BEHAVIOURS = (
    Behaviour(
        "redirect_moved",
        one_article(redirect("/new-1", 301), **{"new-1": sound}),
        bad_article("stored", None),
    ),
    Behaviour(
        "redirect_absolute_308",
        one_article(redirect("http://127.0.0.1:{port}/new-1", 308), **{"new-1": sound}),
        bad_article("stored", None),
    ),
    Behaviour(
        "redirect_loop",
        one_article(redirect("/loop"), loop=redirect("/bad-1")),
        bad_article("failed", "redirect_loop"),
    ),
    Behaviour(
        "redirect_to_itself", one_article(redirect("/bad-1#again")), bad_article("failed", "redirect_loop")
    ),
    Behaviour("redirect_without_end", only_feed(everywhere), failing_feed("too_many_redirects")),
    Behaviour("redirect_cookie_wall", one_article(wants_a_cookie), bad_article("failed", "redirect_loop")),
    Behaviour(
        "redirect_nowhere", one_article(page("", status=302)), bad_article("failed", "http_unexpected")
    ),
    Behaviour(
        "refresh_moved",
        one_article(refreshing("/new-1"), **{"new-1": refreshing("/new-2", 3), "new-2": sound}),
        bad_article("stored", None),
    ),
    Behaviour(
        "refresh_of_an_article_by_itself",
        one_article(page(article(head='<meta http-equiv="refresh" content="300; url=/">'))),
        bad_article("stored", None),
    ),
    Behaviour(
        "refresh_loop",
        one_article(refreshing("/loop"), loop=refreshing("/bad-1")),
        bad_article("failed", "redirect_loop"),
    ),
    Behaviour(
        "refresh_against_robots",
        one_article(
            refreshing("/private/1"),
            **{
                "private/1": sound,
                "robots.txt": page("User-agent: *\nDisallow: /private/", type="text/plain"),
            },
        ),
        bad_article("failed", "robots_disallowed"),
    ),
    refresh_to("http://169.254.169.254/latest/meta-data/", "address_not_public"),
    refresh_to("http://user:secret@127.0.0.1:{port}/good-2", "credentials_in_url"),
    to("http://127.0.0.1:9/", "address_not_public"),
    to("http://127.1:9/", "address_not_public"),
    to("http://2130706433:9/", "address_not_public"),
    to("http://0x7f000001:9/", "address_not_public"),
    to("http://0177.0.0.1:9/", "address_not_public"),
    to("http://localhost:9/", "address_not_public"),
    to("http://[::1]:9/", "address_not_public"),
    to("http://169.254.169.254/latest/meta-data/", "address_not_public"),
    to("http://[::ffff:10.0.0.1]/", "address_not_public"),
    to("http://[::ffff:a9fe:a9fe]/", "address_not_public"),
    to("http://[64:ff9b::7f00:1]/", "address_not_public"),
    to("http://[fe80::1]/", "address_not_public"),
    to("http://10.1.2.3/", "address_not_public"),
    to("http://0.0.0.0:9/", "address_not_public"),
    to("http://100.100.100.200/", "address_not_public"),
    to("file:///etc/passwd", "redirect_not_web"),
    to("ftp://127.0.0.1/x", "redirect_not_web"),
    to("javascript:alert(1)", "redirect_not_web"),
    to("http://user:secret@127.0.0.1:{port}/good-2", "credentials_in_url"),
)
