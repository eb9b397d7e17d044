"""URLs as strings: a tidy clickable form, and the key under which five addresses of one article are one.

Nothing here asks the network; whether a host may be dialled is decided in ``flows.web``.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, unquote_to_bytes, urljoin, urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}

TRACKING_PREFIXES = (
    "utm_",
    "mtm_",
    "matomo_",
    "piwik_",
    "at_campaign",
    "at_medium",
    "hsa_",
    "vero_",
    "gad_",
    "fb_action_",
    "_x_tr_",
)
_TRACKING_NAMES = """fbclid pk_campaign pk_kwd pk_keyword pk_source pk_medium pk_content pk_vid fb_ref fb_source xing_share srsltid
    phpsessid jsessionid aspsessionid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid igshid igsh li_fat_id epik s_kwcid
    mc_cid mc_eid mkt_tok _hsenc _hsmi __hssc __hstc __hsfp hsctatracking oly_anon_id oly_enc_id rb_clickid
    wickedid xtor xtref wt_mc wt_zmc wtmc cmpid cmp_id ito ns_campaign ns_mchannel ns_source ns_linkname
    smid smtyp smprod emc ocid icid icmp intcmp intcid sc_campaign sc_channel sc_src sr_share
    spm scm _ga _gl ftag ftcamp taid sref sharetype share_type shareid __twitter_impression guccounter
    guce_referrer guce_referrer_sig usqp ceid_click trk trkcampaign zanpid dicbo obref obclid cx_testid
    cx_artpos nl_campaign newsletter_id sh_kit sfmc_sub sfmc_id"""
TRACKING_PARAMETERS = frozenset(_TRACKING_NAMES.split())
_FROM_ELSEWHERE = re.compile(r"(?i)(rss|feed|newsletter|homepage|share|social|email)\w*")
AMBIGUOUS_TRACKING = {
    "ref": _FROM_ELSEWHERE,
    "cmp": _FROM_ELSEWHERE,
    "cid": _FROM_ELSEWHERE,
    "ncid": _FROM_ELSEWHERE,
    "partner": _FROM_ELSEWHERE,
    "rss": re.compile(r"(?i)|1|true|yes"),
    "source": _FROM_ELSEWHERE,
    "from": _FROM_ELSEWHERE,
    "feature": re.compile(r"(?i)share\w*|emb\w*"),
}
VIEW_PARAMETERS = {
    "amp": re.compile(r"(?i)|1|true|amp"),
    "outputtype": re.compile(r"(?i)amp"),
    "output": re.compile(r"(?i)amp|print"),
    "print": re.compile(r"(?i)|1|true|yes|y|print"),
    "printable": re.compile(r"(?i)|1|true|yes"),
    "view": re.compile(r"(?i)print|amp"),
    "mode": re.compile(r"(?i)print"),
    "format": re.compile(r"(?i)amp|print"),
    "mobile": re.compile(r"(?i)1|true"),
}
VIEW_SEGMENTS = frozenset(
    ("amp", "print", "printview", "drucken", "druckversion", "imprimer", "imprimir", "stampa")
)
VIEW_HOST_PREFIXES = frozenset(("www", "m", "mobile", "amp", "mobil", "touch", "wap"))
SECOND_LEVEL = frozenset(("co", "com", "org", "net", "ac", "gov", "edu", "or", "ne", "gob"))

_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_PATH_SAFE = "/%:@!$&'()*+,;=~-._"
_QUERY_SAFE = "%:@!$'()*+,;=/?~-._[]{}|"
_TRIM = "".join(map(chr, range(0x21))) + "\x7f"
_LINE_BREAK = re.compile(r"[\t\r\n]")
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
MAX_URL_CHARS = 8_192
"""No server takes a longer address; it counts as none."""
_SESSION = re.compile(r"(?i);(?:jsessionid|phpsessid)=[^/;]*")
_ROUTE = re.compile(r"!?/?[^/!#].*", re.DOTALL)
"""A fragment that a site's scripts take for an address (``#!/news/1``, ``#/news/1``): it names an article of its own."""
_AMP_VIEWERS = ("google.", "bing.")
_AMP_CACHE = re.compile(r"^/(?:[a-z]/)?(?:s/)?([^/]+\.[^/]+)(/.*)?$")


def is_web_url(url: str) -> bool:
    """Whether ``url`` is an absolute http(s) URL with a host."""
    parts = _split(url)
    return parts is not None


def has_credentials(url: str) -> bool:
    """Whether the authority of ``url`` carries a user name or password."""
    if "@" not in url:
        return False
    try:
        return "@" in urlsplit(_clean(url)).netloc
    except ValueError:
        return "@" in url.split("?", 1)[0]


def without_credentials(url: str) -> str:
    """``url`` fit for a log or a table: user name and password are cut out."""
    if "@" not in url:
        return url
    head, marker, rest = url.partition("//")
    if not marker:
        return url
    stop = min((rest.find(mark) for mark in "/?#\\" if mark in rest), default=len(rest))
    authority, tail = rest[:stop], rest[stop:]
    return f"{head}//{authority.rpartition('@')[2]}{tail}"


def canonical_url(url: str) -> str:
    """Tidy, still clickable form of an http(s) URL (idempotent); anything else comes back trimmed.

    Lower-cases scheme and host (IDNA), drops credentials, default port, session ids, tracking parameters and a
    fragment that is no route, and normalises percent-encoding and dot segments.
    """
    parts = _split(url)
    if parts is None:
        return _clean(url)
    path = _normal_path(_SESSION.sub("", parts.path) if ";" in parts.path else parts.path)
    query = "&".join(pair for pair in _query_pairs(parts.query) if not _is_tracking(*_name_and_value(pair)))
    route = _route_of(parts)
    return f"{parts.scheme}://{_authority(parts)}{path}{'?' + query if query else ''}{route}"


def article_key(url: str) -> str:
    """The string that all addresses of one article share: no scheme, no www/m/amp host, no AMP or print view."""
    parts = _split(canonical_url(url))
    if parts is None:
        return _clean(url)
    unfolded = _out_of_amp_cache(parts)
    host = _without_view_prefix(unfolded.hostname or "")
    port = unfolded.port
    secure_or_default = port is None or port == DEFAULT_PORTS[unfolded.scheme]
    origin = host if secure_or_default else f"{host}:{port}"
    path = _without_view_segments(unfolded.path)
    pairs = sorted(pair for pair in _query_pairs(unfolded.query) if not _is_view(*_name_and_value(pair)))
    return f"{origin}{path}{'?' + '&'.join(pairs) if pairs else ''}{_route_of(unfolded)}"


def article_id_for(url: str) -> str:
    """Id of the article at ``url``: ``a`` and 16 hex digits, equal for all addresses with one ``article_key``."""
    return "a" + hashlib.sha256(article_key(url).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def absolute_url(base: str, href: str) -> str | None:
    """``href`` resolved against ``base`` when that gives an http(s) URL, else None (javascript:, data:, mailto:)."""
    try:
        joined = urljoin(base, _clean(href))
    except ValueError:
        return None
    return joined if _split(joined) is not None else None


def address_of_page(offered: str, final: str) -> str:
    """The address under which a page is known that ``offered`` led to: where redirects ended, if that is a page.

    The offered one when only a query was added, or when the redirect ended at a front page: nothing tells whose it is.
    """
    mine, theirs = _split(canonical_url(offered)), _split(canonical_url(final))
    if mine is None or theirs is None or mine.path == theirs.path:
        return canonical_url(offered)
    return canonical_url(final if _without_view_segments(theirs.path) != "/" else offered)


def trusted_canonical(page_url: str, href: str | None) -> str | None:
    """The page's own canonical link when it can be believed, tidied; None when it could merge other articles.

    Believed only on the same site, and never when it names the front page or a parent folder of the page.
    """
    if not href:
        return None
    target = absolute_url(page_url, href)
    if target is None or has_credentials(target):
        return None
    mine, theirs = _split(canonical_url(page_url)), _split(canonical_url(target))
    if mine is None or theirs is None:
        return None
    mine = _out_of_amp_cache(mine)
    if site_of(mine.hostname or "") != site_of(theirs.hostname or ""):
        return None
    own_path, their_path = _without_view_segments(mine.path), _without_view_segments(theirs.path)
    own_pairs = [pair for pair in _query_pairs(mine.query) if not _is_view(*_name_and_value(pair))]
    if their_path == "/" and not theirs.query and (own_path != "/" or own_pairs):
        return None
    if mine.fragment and not theirs.fragment and own_path == their_path:
        return None
    if own_path != their_path and own_path.startswith(their_path.rstrip("/") + "/") and not theirs.query:
        return None
    if own_path == their_path and not theirs.query and _identifies(own_pairs):
        return None
    return canonical_url(target)


@lru_cache(maxsize=8192)
def origin_of(url: str) -> str:
    """``scheme://host[:port]`` of an http(s) URL; the empty string for anything else."""
    parts = _split(url)
    return f"{parts.scheme}://{_authority(parts)}" if parts is not None else ""


def host_of(url: str) -> str:
    """Host of an http(s) URL in IDNA lower case, without brackets or port; the empty string for anything else."""
    parts = _split(url)
    return _idna(parts.hostname or "") if parts is not None else ""


def site_of(host: str) -> str:
    """The part of a host its owner registered, told from its shape: ``a.b.co.uk`` gives ``b.co.uk``."""
    if ":" in host or re.fullmatch(r"[\d.]+", host):
        return host
    labels = host.strip(".").split(".")
    keep = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND_LEVEL else 2
    return ".".join(labels[-keep:])


def _clean(url: str) -> str:
    # Half a character (a lone surrogate, out of JSON or a broken header) can be neither sent nor stored.
    return _HALF_CHARACTER.sub("\ufffd", _LINE_BREAK.sub("", url.strip(_TRIM)))


@lru_cache(maxsize=8192)
def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(_clean(url))
        if parts.scheme.lower() not in DEFAULT_PORTS or not parts.hostname or len(url) > MAX_URL_CHARS:
            return None
        _ = parts.port
    except ValueError:
        return None
    host = _idna(parts.hostname)
    if not host or any(character in host for character in " <>\\^`{|}%\"'"):
        return None
    return parts._replace(scheme=parts.scheme.lower())


def _idna(host: str) -> str:
    host = host.lower().rstrip(".")
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii").rstrip(".")
    except UnicodeError:
        return ""


def _authority(parts: SplitResult) -> str:
    host = _idna(parts.hostname or "")
    if ":" in host:
        host = f"[{host}]"
    if parts.port is None or parts.port == DEFAULT_PORTS[parts.scheme]:
        return host
    return f"{host}:{parts.port}"


def _route_of(parts: SplitResult) -> str:
    fragment = parts.fragment
    if not fragment or fragment[0] not in "!/" or not _ROUTE.fullmatch(fragment):
        return ""
    return f"#{_normal_percent(fragment, _QUERY_SAFE + '&')}"


def _normal_percent(text: str, safe: str) -> str:
    raw = text.encode("utf-8", "surrogatepass")

    def decide(match: re.Match[bytes]) -> bytes:
        value = int(match[1], 16)
        return bytes([value]) if value in _UNRESERVED else b"%" + match[1].upper()

    raw = _PERCENT.sub(decide, raw)
    raw = re.sub(rb"%(?![0-9A-F]{2})", b"%25", raw)
    return quote(raw, safe=safe)


def _normal_path(path: str) -> str:
    segments: list[str] = []
    normal = _normal_percent(path, _PATH_SAFE)
    pieces = normal.split("/")[1:] if normal.startswith("/") else normal.split("/")
    for index, piece in enumerate(pieces):
        last = index == len(pieces) - 1
        if piece in (".", ".."):
            if piece == ".." and segments:
                segments.pop()
            if last:
                segments.append("")
        else:
            segments.append(piece)
    return "/" + "/".join(segments)


def _query_pairs(query: str) -> list[str]:
    return [pair for pair in _normal_percent(query, _QUERY_SAFE + "&").split("&") if pair]


def _name_and_value(pair: str) -> tuple[str, str]:
    name, _, value = pair.partition("=")
    return _plain(name).lower(), _plain(value)


def _plain(text: str) -> str:
    return unquote_to_bytes(text.replace("+", " ")).decode("utf-8", "replace")


def _is_tracking(name: str, value: str) -> bool:
    if name in TRACKING_PARAMETERS or name.startswith(TRACKING_PREFIXES):
        return True
    pattern = AMBIGUOUS_TRACKING.get(name)
    return pattern is not None and pattern.fullmatch(value) is not None


def _is_view(name: str, value: str) -> bool:
    pattern = VIEW_PARAMETERS.get(name)
    return pattern is not None and pattern.fullmatch(value) is not None


def _without_view_prefix(host: str) -> str:
    while True:
        prefix, dot, rest = host.partition(".")
        labels = rest.split(".")
        is_suffix = len(labels) == 2 and len(labels[1]) == 2 and labels[0] in SECOND_LEVEL
        if not dot or prefix not in VIEW_HOST_PREFIXES or len(labels) < 2 or is_suffix:
            return host
        host = rest


def _tells_an_article(path: str) -> bool:
    return bool(re.search(r"\d|[^/]-[^/]|_", path))


def _without_view_segments(path: str) -> str:
    pieces = path.split("/")[1:]
    while pieces and pieces[-1] == "":
        pieces.pop()
    while pieces and pieces[-1].lower() in VIEW_SEGMENTS and _tells_an_article("/".join(pieces[:-1])):
        pieces.pop()
        while pieces and pieces[-1] == "":
            pieces.pop()
    while pieces and pieces[0].lower() in VIEW_SEGMENTS and _tells_an_article("/".join(pieces[1:])):
        pieces.pop(0)
    if pieces and _tells_an_article(pieces[-1]):
        pieces[-1] = re.sub(r"(?i)[.,](?:amp|print)(?=\.html?$)|\.amp$", "", pieces[-1])
    return "/" + "/".join(pieces)


def _out_of_amp_cache(parts: SplitResult) -> SplitResult:
    host = parts.hostname or ""
    is_viewer = site_of(host).startswith(_AMP_VIEWERS) and parts.path.startswith("/amp/s/")
    if not is_viewer and not host.endswith(".cdn.ampproject.org"):
        return parts
    match = _AMP_CACHE.match(parts.path.removeprefix("/amp") if is_viewer else parts.path)
    inner = _split(f"https://{match[1]}{match[2] or '/'}") if match else None
    return inner._replace(query=parts.query) if inner is not None else parts


def _identifies(pairs: list[str]) -> bool:
    return any(re.search(r"\d", _name_and_value(pair)[1]) for pair in pairs)
