"""Header, mark, document, bytes, in that order, and a label only while the bytes agree with it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.charset import better_charset, codec_of, decode

GERMAN = "Die Kampagne läuft über alle Kanäle – fürs Zürcher Büro, für „Größe“ und für Österreich. "
JAPANESE = "大会の公式スポンサーは、新しいキャンペーンをはじめました。テレビとデジタルで展開します。"
CHINESE = (
    "这个公司在今年的夏天开始了他们的新广告，我们可以看到它在中国和法国都有。这是一个大的活动，不是小的。"
)
RUSSIAN = "Компания начала новую рекламную кампанию в стране, где пройдут соревнования этого года."
KOREAN = "올림픽 후원사는 올해 여름에 새로운 캠페인을 시작했다고 밝혔다. 방송과 온라인에서 진행된다."
POLISH = "Łódź: nowa kampania sponsora ruszyła w żółtym mieście, mówi rzeczniczka spółki. "
CZECH = "Nová kampaň začíná v příštím týdnu, říká mluvčí společnosti. "
HUNGARIAN = "Az új kampány az őszi időszakban indul, és minden országban látható. "
TURKISH = "Yeni kampanya İstanbul'da başlıyor, şirket sözcüsü bunu dün açıkladı. "
FRENCH = "Le café célèbre l’été à Noël, où les élèves reçoivent des œuvres. "
NORDIC = "Sponsoren støtter løbet på Sjælland, och firar på våren vid Östersjön. "
GREEK = "Η νέα εκστρατεία του χορηγού ξεκινά στην Αθήνα την άνοιξη. "


def html(text: str, meta: str | None = None) -> str:
    tag = f'<meta charset="{meta}">' if meta else ""
    return f"<!doctype html><html><head>{tag}<title>x</title></head><body><p>{text * 4}</p></body></html>"


@pytest.mark.parametrize(
    ("text", "real", "label"),
    [
        (GERMAN, "cp1252", "utf-8"),
        (GERMAN, "cp1252", "iso-8859-1"),
        (GERMAN, "utf-8", "iso-8859-1"),
        (GERMAN, "utf-8", "windows-1252"),
        (GERMAN, "utf-16", "utf-8"),
        (JAPANESE, "shift_jis", "utf-8"),
        (JAPANESE, "shift_jis", "iso-8859-1"),
        (JAPANESE, "euc_jp", "iso-8859-1"),
        (JAPANESE, "shift_jis", "shift_jis"),
        (CHINESE, "gb18030", "iso-8859-1"),
        (CHINESE, "gb18030", "utf-8"),
        (CHINESE, "gb18030", "gb2312"),
        (RUSSIAN, "cp1251", "iso-8859-1"),
        (RUSSIAN, "koi8_r", "utf-8"),
        (KOREAN, "euc_kr", "windows-1252"),
        (KOREAN, "euc_kr", "no-such-charset"),
        (POLISH, "cp1250", "utf-8"),
        (POLISH, "iso8859_2", "utf-8"),
        (CZECH, "cp1250", "utf-8"),
        (HUNGARIAN, "cp1250", "utf-8"),
        (TURKISH, "cp1254", "utf-8"),
        (FRENCH, "cp1252", "utf-8"),
        (NORDIC, "cp1252", "utf-8"),
        (GREEK, "cp1253", "utf-8"),
    ],
)
@pytest.mark.parametrize("where", ["header", "meta"])
def test_mislabelled_text_is_read_right(text: str, real: str, label: str, where: str) -> None:
    page = html(text, label if where == "meta" else None)
    header = f"text/html; charset={label}" if where == "header" else "text/html"
    assert text in decode(page.encode(real), header).text


def test_order_of_evidence() -> None:
    assert decode(html(GERMAN, "cp1252").encode("cp1252"), "text/html; charset=cp1252").origin == "header"
    assert decode(html(GERMAN).encode("utf-8-sig"), "text/html").origin == "bom"
    assert decode(html(GERMAN, "cp1252").encode("cp1252"), "text/html").origin == "meta"
    assert decode(html(GERMAN).encode("cp1252"), "text/html").origin == "content"


def test_one_broken_byte_does_not_change_the_charset() -> None:
    body = html(GERMAN * 20).encode().replace(b"Kampagne", b"Kam\xffpagne", 1)
    found = decode(body, "text/html; charset=utf-8")
    assert found.charset == "utf-8"
    assert "Kanäle" in found.text


def test_label_that_agrees_is_left_alone() -> None:
    assert better_charset(html(GERMAN).encode("cp1252"), "iso-8859-1") is None
    assert better_charset(html(JAPANESE).encode("shift_jis"), "iso-8859-1") == "cp932"
    assert better_charset(html(GERMAN).encode(), "iso-8859-1") == "utf-8"
    assert better_charset(html("plain").encode(), "iso-8859-1") is None


@pytest.mark.parametrize("label", ["", None, "rot13", "hex", "punycode", "\x00", "x" * 40])
def test_labels_that_are_no_text_encoding(label: str | None) -> None:
    assert codec_of(label) is None


@given(
    st.binary(max_size=300),
    st.sampled_from([None, "text/html; charset=utf-8", "text/html; charset=shift_jis", "x; charset=utf-7"]),
)
def test_never_fails(body: bytes, content_type: str | None) -> None:
    assert isinstance(decode(body, content_type).text, str)
