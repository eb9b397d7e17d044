"""Bytes to text: what the header says, then the byte order mark, then the document, then the bytes themselves.

A label is believed only while the bytes agree with it; mislabelled pages are common and mojibake is silent.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from extractors.sniff import charset_of

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ALIASES = """iso-8859-1:cp1252 latin1:cp1252 latin-1:cp1252 ascii:cp1252 us-ascii:cp1252 iso8859-1:cp1252
    windows-1252:cp1252 gb2312:gb18030 gbk:gb18030 gb_2312-80:gb18030 x-gbk:gb18030 shift_jis:cp932 shift-jis:cp932
    x-sjis:cp932 sjis:cp932 windows-31j:cp932 ms_kanji:cp932 ks_c_5601-1987:cp949 euc-kr:cp949 ksc5601:cp949
    big5:big5hkscs x-x-big5:big5hkscs tis-620:cp874 iso-8859-11:cp874 iso-8859-9:cp1254 utf8:utf-8 x-euc-jp:euc_jp
    unicode-1-1-utf-8:utf-8 utf-7:utf-8 x-user-defined:cp1252"""
_CODECS: Mapping[str, str] = dict(pair.split(":") for pair in _ALIASES.split())
_SINGLE_BYTE_WEST = frozenset(("cp1252", "iso8859-1", "iso8859-15", "cp1250", "iso8859-2", "cp1254"))
_WIDE = ("utf-16", "utf-32")
_META = re.compile(
    rb"""<meta\b[^<>]{0,500}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:+-]{1,40})""", re.IGNORECASE | re.DOTALL
)
_XML = re.compile(
    rb"""^\s*<\?xml\b[^<>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.:+-]{1,40})["']""", re.IGNORECASE
)
_CSS = re.compile(rb"""^@charset\s+"([A-Za-z0-9_.:+-]{1,40})";""", re.IGNORECASE)
_TAG = re.compile(rb"<[^<>]{0,5000}>")
_HEAD_BYTES = 4096
_SAMPLE_BYTES = 60_000

# Letters that make up a known share of any running text in the language, told from frequency lists.
_HAN_SIMPLIFIED = "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"
_HAN_TRADITIONAL = "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實"
_KANA = "".join(map(chr, range(0x3041, 0x30FF))) + "、。"
_HANGUL = "".join(map(chr, range(0xAC00, 0xD7A4)))
_CYRILLIC = "оеаинтсрвлкмдпуяыьгзбчй"
_GREEK = "αοιεστνηρπκμλίόάέήύώω"
_ARABIC = "اليمونرتبةعدسفهكقحج"
_HEBREW = "יוהלאתרבמשנדעחפקכם"
_THAI = "านรกอเงมยลวดทสตะปบคห"
_TYPICAL: tuple[tuple[str, str, float], ...] = (
    ("cp932", _KANA, 0.45),
    ("euc_jp", _KANA, 0.45),
    ("gb18030", _HAN_SIMPLIFIED, 0.35),
    ("big5hkscs", _HAN_TRADITIONAL, 0.35),
    ("cp949", _HANGUL, 0.9),
    ("cp1251", _CYRILLIC, 0.85),
    ("koi8_r", _CYRILLIC, 0.85),
    ("iso8859_5", _CYRILLIC, 0.85),
    ("cp1253", _GREEK, 0.8),
    ("cp1256", _ARABIC, 0.75),
    ("cp1255", _HEBREW, 0.8),
    ("cp874", _THAI, 0.5),
)
_DOUBLE_BYTE = frozenset(("cp932", "euc_jp", "gb18030", "big5hkscs", "cp949"))
_CENTRAL = ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čćđšž", "ăâîşţ")
_LATIN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("cp1252", ("äöüß", "àâçéèêëîïôùûœ", "áéíóúñü", "àèéìòù", "ãáâàéêíóôúç", "åäöøæ", "éëïóü")),
    ("cp1250", _CENTRAL),
    ("iso8859_2", _CENTRAL),
    ("cp1254", ("çğıöşüâîû",)),
)
"""The letters beyond ASCII of languages that are written in Latin ones, by the code pages they were written in."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the codec that gave it; ``origin`` is header, bom, meta, content or guess (with replacements)."""

    text: str
    charset: str
    origin: str


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Decode a page or feed; never fails, a last resort replaces what cannot be read."""
    marked = _marked(body)
    claims = (
        (charset_of(content_type), "header"),
        (marked, "bom"),
        (declared_charset(body), "meta"),
    )
    for label, origin in claims:
        codec = codec_of(label)
        if codec is None or (origin != "bom" and _is_contradicted(body, codec, marked)):
            continue
        text = _strictly(body, codec)
        if text is not None:
            return Decoded(text, codec, origin)
    return _from_content(body, [codec for label, _ in claims if (codec := codec_of(label))])


def declared_charset(body: bytes) -> str | None:
    """The charset that the document itself names: XML declaration or meta element in the first 4 KB."""
    head = body[:_HEAD_BYTES]
    match = _XML.search(head) or _META.search(head) or _CSS.search(head)
    return match[1].decode("ascii").lower() if match else None


def better_charset(body: bytes, label: str | None) -> str | None:
    """The codec the bytes are really in when they contradict the one that ``label`` names, else None."""
    codec = codec_of(label)
    if codec is None or not _is_contradicted(body, codec, _marked(body)):
        return None
    return "utf-8" if _strictly(body, "utf-8") is not None else _by_letters(body)


def codec_of(label: str | None) -> str | None:
    """Python's codec for a label of the web, widened as browsers do (latin-1 -> cp1252, gb2312 -> gb18030)."""
    if not label:
        return None
    name = label.strip().lower()
    try:
        info = codecs.lookup(_CODECS.get(name, name))
    except (LookupError, ValueError):
        return None
    is_text = getattr(info, "_is_text_encoding", True)
    return info.name if is_text and info.name not in ("idna", "punycode", "unicode_escape") else None


def _marked(body: bytes) -> str | None:
    return next((codec for mark, codec in _BOMS if body.startswith(mark)), None)


def _strictly(body: bytes, codec: str) -> str | None:
    try:
        return body.decode(codec).removeprefix("\ufeff")
    except (UnicodeError, ValueError):
        return None


def _is_contradicted(body: bytes, codec: str, marked: str | None) -> bool:
    if codec.startswith(_WIDE):
        # Whoever could read the label has read single bytes.
        return marked is None and b"\x00" not in body[:_HEAD_BYTES]
    if codec not in _SINGLE_BYTE_WEST:
        return False
    if marked is not None:
        return True
    if body.isascii():
        return False
    if _strictly(body, "utf-8") is not None:
        return True
    return _is_not_western(body) and _by_letters(body) is not None


def _visible(body: bytes) -> bytes:
    start = max(body.find(b"<body"), 0)
    return _TAG.sub(b" ", body[start : start + _SAMPLE_BYTES])


def _is_not_western(body: bytes) -> bool:
    visible = _visible(body)
    high = len(re.findall(rb"[\x80-\xff]", visible))
    in_runs = sum(
        len(run) for run in re.findall(rb"[\x80-\xff]{2,}|[\x80-\xff][\x30-\x7e](?=[\x80-\xff])", visible)
    )
    return high > 0 and in_runs > high // 2


def _by_letters(body: bytes) -> str | None:
    visible = _visible(body)
    best, best_score = None, 0.5
    # Single bytes of another script stand together; beside ASCII letters they are accents.
    high = len(re.findall(rb"[\x80-\xff]", visible))
    accents = len(re.findall(rb"(?<=[A-Za-z])[\x80-\xff]|[\x80-\xff](?=[A-Za-z])", visible))
    for codec, typical, usual_share in _TYPICAL:
        if codec not in _DOUBLE_BYTE and accents * 2 > high:
            continue
        text = visible.decode(codec, "replace")
        letters = Counter(character for character in text if character > "\x7f")
        total = sum(letters.values())
        if not total or letters["\ufffd"] * 50 > total:
            continue
        hits = sum(letters[character] for character in typical)
        score = min(hits / total / usual_share, 1.0) - letters["\ufffd"] / total
        if score > best_score:
            best, best_score = codec, score
    return best


_SIGN_IN_A_WORD = re.compile("[\xa2-\xa9\xac-\xb3\xb5\xb6\xb8\xb9\xbc-\xbe](?=[a-z])")


def _latin_page(body: bytes) -> str:
    """The code page in which most letters beyond ASCII belong to one language; the western one unless another is better."""
    visible = _visible(body)

    def share(codec: str, languages: tuple[str, ...]) -> float:
        text = visible.decode(codec, "replace").lower()
        letters = Counter(
            character
            for character in text
            if character > "\x7f" and (character.isalpha() or character < "\xa0" or character == "\ufffd")
        )
        total = sum(letters.values()) + len(_SIGN_IN_A_WORD.findall(text))
        return max(sum(letters[each] for each in set(known)) for known in languages) / total if total else 0.0

    shares = {codec: share(codec, languages) for codec, languages in _LATIN}
    best = max(shares, key=lambda codec: shares[codec])
    return best if shares[best] > shares["cp1252"] + 0.1 else "cp1252"


def _from_content(body: bytes, claimed: list[str]) -> Decoded:
    text = _strictly(body, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8", "content")
    if b"\x00" in body[:200]:
        for codec in ("utf-16-le", "utf-16-be"):
            wide = _strictly(body[: len(body) & ~1], codec)
            if wide is not None and sum(map(str.isascii, wide[:400])) > len(wide[:400]) * 0.7:
                return Decoded(wide, codec, "content")
    if "utf-8" in claimed or not claimed:
        lenient = body.decode("utf-8", "replace")
        broken = lenient.count("\ufffd")
        if broken * 20 < sum(character > "\x7f" for character in lenient):
            return Decoded(lenient, "utf-8", "guess")
    found = _by_letters(body) if _is_not_western(body) else None
    if found is not None:
        text = _strictly(body, found)
        return Decoded(body.decode(found, "replace"), found, "content" if text is not None else "guess")
    for codec in claimed:
        if codec not in ("utf-8", "utf-8-sig"):
            return Decoded(body.decode(codec, "replace"), codec, "guess")
    for codec in (_latin_page(body), "cp1252"):
        text = _strictly(body, codec)
        if text is not None:
            return Decoded(text, codec, "content")
    return Decoded(body.decode("latin-1"), "iso8859-1", "guess")
