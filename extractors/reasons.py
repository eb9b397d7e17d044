"""The closed vocabulary of reasons: why something was not fetched, not read or not stored, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from extractors.records import Grade

_COLLECTING = {
    "bad_url": "Not an http(s) address. Correct the address in the source list.",
    "credentials_in_url": "The address carries a user name or password. Use an address without them.",
    "address_not_public": "The host leads to a private, loopback or reserved address. If it is yours, name it in allow_hosts.",
    "no_contact": "No contact for the user agent. Set user_agent_contact (PODIUM_USER_AGENT_CONTACT) before asking the web.",
    "dns_not_found": "The host name does not exist. Check the spelling or whether the outlet has moved.",
    "dns_failed": "The name server gave no answer. Check the network; the next run tries again.",
    "connect_failed": "The host does not take connections. The next run tries again.",
    "connect_timeout": "The host did not take the connection in time. The next run tries again.",
    "read_timeout": "The host stopped sending. The next run tries again.",
    "total_timeout": "The answer took too long in total. Raise total_timeout_seconds if the outlet is always slow.",
    "connection_reset": "The connection broke off. The next run tries again.",
    "tls_invalid": "The certificate cannot be trusted (expired, wrong host or unknown issuer). Ask the outlet; it is never ignored.",
    "broken_response": "The answer breaks the rules of HTTP. Open the address in a browser to see whether it lives.",
    "headers_too_large": "The answer's headers exceed the limit. The host is broken or hostile.",
    "body_too_large": "The body exceeds max_body_bytes. Raise it if the document is wanted.",
    "decompression_bomb": "The compressed body unpacks far beyond the limit. The host is broken or hostile.",
    "body_truncated": "The body ended before its announced length. The next run tries again.",
    "bad_encoding": "The body's Content-Encoding cannot be unpacked.",
    "redirect_loop": "The redirects lead in a circle.",
    "too_many_redirects": "More redirects than the limit allows.",
    "redirect_not_web": "The redirect leaves http(s).",
    "http_unauthorised": "The host asks for a login (401, 407). Podium has none; look for a public feed.",
    "http_payment_required": "The host asks for payment (402).",
    "http_forbidden": "The host refuses (403). Ask the outlet for permission or use another feed.",
    "http_not_found": "Nothing is there (404). Look for the new address with `podium sources add`.",
    "http_gone": "The host says it is gone for good (410). Remove the source or find the new address.",
    "http_too_many_requests": "The host asks for less traffic (429). Podium waits; raise per_host_delay_seconds.",
    "http_legal": "Not available for legal reasons (451).",
    "http_client_error": "The host finds the request wrong (4xx).",
    "http_server_error": "The host has a fault (5xx). The next run tries again.",
    "http_unexpected": "A status that no page should have.",
    "not_modified_unasked": "The host says unchanged, but no earlier copy was named. The next run asks without conditions.",
    "empty_body": "The answer has no content.",
    "content_pdf": "A PDF document, not a page.",
    "content_image": "An image, not a page.",
    "content_video": "A video, not a page.",
    "content_audio": "A sound file, not a page.",
    "content_archive": "An archive file, not a page.",
    "content_binary": "Binary data, not a page.",
    "content_font": "A font, not a page.",
    "robots_disallowed": "robots.txt forbids this address to Podium. Ask the outlet for permission or use another feed.",
    "robots_unreachable": "robots.txt cannot be read, so nothing may be asked. The next run tries again.",
    "rights_reserved": "The publisher reserves text and data mining. Ask for a licence.",
    "host_circuit_open": "The host failed several times in a row and is left alone for a while.",
    "run_budget_exhausted": "The run's time was up before it came to this address. The next run goes on; raise run_budget_seconds.",
    "batch_full": "Left for the next batch of the same run: this one holds as many bytes as it may.",
    "gone_quiet": "It answers, but nothing new came for far longer than its rhythm. Look for the feed's new address.",
    "not_captured": "Only in a replay: the page was not kept (rights, retention), so it cannot be read again.",
    "not_due": "Not asked: its next try has not come yet.",
}

_DISCOVERY = {
    "feed_unreadable": "Not well formed and nothing could be saved from it. The detail names the line.",
    "html_instead_of_feed": "A web page was served where a feed was expected. Look for the feed with `podium sources add`.",
    "not_a_feed": "Readable, but neither RSS, Atom, RDF nor JSON Feed.",
    "not_a_sitemap": "Readable, but not a sitemap.",
    "sitemap_too_large": "The sitemap has more addresses than the limit; the newest are taken.",
    "sitemap_loop": "The sitemap index leads back to itself.",
    "sitemap_too_deep": "Sitemap indexes are nested deeper than the limit.",
    "entry_without_link": "The entry has no address.",
    "entry_link_not_web": "The entry's address is not http(s).",
    "duplicate_entry": "The same address stands twice in one feed.",
    "too_many_entries": "The feed offers more entries than the limit; the newest are taken.",
    "warc_unreadable": "The WARC file is damaged from the named record on.",
    "url_line_unreadable": "The line holds no http(s) address.",
}

_PAGES = {
    "paywall": "Only a teaser is free. Recorded, never stored as an article.",
    "consent_wall": "A consent page stands before the article. Recorded, never stored as an article.",
    "soft_404": "The page says that nothing is there, though its status is 200.",
    "error_page": "The page reports a fault of the host, though its status is 200.",
    "challenge_page": "A page that checks for browsers or robots stands before the article.",
    "login_page": "A login stands before the article.",
    "not_an_article": "A front page, section, listing or tool, not an article.",
    "undecodable": "The text cannot be decoded: neither header, mark, meta nor content name a usable encoding.",
}

_READING = {
    "no_text": "Too little text for an article: a picture, a player or a notice.",
    "not_html": "The body cannot be read as HTML.",
    "unreadable_page": "The page's markup defeats the extractor. Please report its address.",
    "internal_error": "A fault of Podium on this page; the log has the details. Please report it with the address.",
    "too_large": "The file is larger than max_body_bytes. Raise the setting if it is wanted.",
    "unreadable_file": "The file cannot be opened. Check its rights.",
    "binary_file": "The file holds no text. Give HTML, text or Markdown.",
    "front_matter": "The TOML head of the file has a mistake; the detail names it.",
}

_DECIDING = {
    "keyword_filter": "None of the source's keywords stands in title or summary.",
    "over_source_limit": "More new entries than max_articles_per_source in one run; the next run goes on.",
    "same_url": "Another source offered the same address in this run.",
    "same_article": "Another address of the same article came first in this run.",
    "older_capture": "An archive holds an older text of an article whose younger one is stored.",
    "same_text": "The same outlet has the same words under another address.",
    "new_article": "Stored for the first time.",
    "new_version": "Stored before, now with other words or another title.",
}

REASONS: Mapping[str, str] = MappingProxyType(
    {**_COLLECTING, **_DISCOVERY, **_PAGES, **_READING, **_DECIDING}
)
"""Word of the vocabulary -> one line that says what it means and what to do."""


_TEMPORARY_WORDS = """dns_failed connect_failed connect_timeout read_timeout total_timeout connection_reset
    body_truncated http_too_many_requests http_server_error robots_unreachable host_circuit_open
    run_budget_exhausted batch_full not_modified_unasked not_due"""
_HARD_WORDS = """bad_url credentials_in_url address_not_public no_contact redirect_not_web http_gone http_legal
    http_unauthorised http_payment_required robots_disallowed rights_reserved decompression_bomb
    headers_too_large"""
_TEMPORARY = frozenset(_TEMPORARY_WORDS.split())
_HARD = frozenset(_HARD_WORDS.split())


def grade_of(reason: str) -> Grade:
    """How bad a reason is: temporary is tried again soon, soft at the source's rhythm, hard rarely."""
    if reason in _TEMPORARY:
        return Grade.TEMPORARY
    return Grade.HARD if reason in _HARD else Grade.SOFT


def remedy(reason: str) -> str:
    """The line for ``reason``; a word outside the vocabulary is a bug and raises KeyError."""
    return REASONS[reason]
