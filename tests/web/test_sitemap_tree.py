"""A tree of sitemaps fills no memory, however big its sitemaps are."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime
from typing import TypeVar, cast

from extractors.records import FetchedPage, FetchRequest, Purpose
from flows.web import sitemap_tree
from flows.web.collector import Collector
from flows.web.sitemap_tree import AT_ONCE, MAX_BYTES, read_sitemap_tree

T = TypeVar("T")
AT = datetime(2026, 11, 22, tzinfo=UTC)
N_CHILDREN = 12
CHILD_BYTES = MAX_BYTES // 5
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def _page(url: str, body: str) -> FetchedPage:
    request = FetchRequest(url, "blatt", Purpose.SITEMAP)
    return FetchedPage(request, url, 200, (("content-type", "text/xml"),), body.encode(), AT, 0.1)


class _Served:
    """A collector whose web is made up on the spot."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def fetch_many(self, requests: Sequence[FetchRequest]) -> AsyncIterator[FetchedPage]:
        for request in requests:
            self.asked.append(request.url)
            padding = " " * CHILD_BYTES
            yield _page(
                request.url, f"<urlset {NAMESPACE}><url><loc>{request.url}/a</loc></url>{padding}</urlset>"
            )

    async def read(self, reader: Callable[[FetchedPage], T], page: FetchedPage) -> T:
        return reader(page)


def test_a_tree_stops_at_its_bytes_and_says_what_it_left_out() -> None:
    named = "".join(
        f"<sitemap><loc>https://blatt.example/s{n}.xml</loc></sitemap>" for n in range(N_CHILDREN)
    )
    index = _page("https://blatt.example/index.xml", f"<sitemapindex {NAMESPACE}>{named}</sitemapindex>")
    served = _Served()
    tree = asyncio.run(read_sitemap_tree(cast(Collector, served), index))
    assert len(served.asked) == 8
    assert sum(len(page.body) for page in tree.pages) < MAX_BYTES + AT_ONCE * (CHILD_BYTES + 1000)
    assert len(tree.entries) == 8
    left = [item for item in tree.rejections if item.reason == "sitemap_too_large"]
    assert [item.detail for item in left] == ["4 sitemaps are left out: the others have 20,000,000 bytes"]
    assert sitemap_tree.MAX_SITEMAPS > N_CHILDREN
