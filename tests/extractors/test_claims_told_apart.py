"""What stands between quote marks in press articles without being a claim: ranks, rules, expressions, tags of a page."""

from __future__ import annotations

from datetime import date

import pytest

from tests.extractors.test_facts_cases import article, reader

TEXTS = {
    "de_rank": ("de", "Wallbrink verlängert\n\nDer Versicherer Wallbrink bleibt bis 2028 Sponsor der Olympischen Spiele. Er nennt sich weiter „Worldwide Olympic Partner“ und startet im Juni eine Kampagne mit dem Slogan „Wer wagt, fällt weich“.", ["Wer wagt, fällt weich"]),
    "de_rule": ("de", "Samsung wirbt mit Turnern\n\nSamsung, Sponsor der Olympischen Spiele, startet eine Kampagne. Ihr Slogan heißt „Noch ein Schritt“. Was Sportler dabei dürfen, sagt die „Regel 40“ der Olympischen Charta.", ["Noch ein Schritt"]),
    "en_expression": ("en", "Visa starts its Olympic campaign\n\nVisa, a sponsor of the Olympic Games, launched a campaign on Monday under the slogan \"Tap the track\". Planners speak of a \"Tokyo hangover\".", ["Tap the track"]),
    "en_long": ("en", "A baker's joke\n\nSamsung, sponsor of the Olympic Games in Paris, put up posters on Monday. The slogan of the campaign reads: \"Official phone of the longest queue for breakfast this city has ever seen. There, we said it.\"", ["Official phone of the longest queue for breakfast this city has ever seen. There, we said it"]),
    "nl_tags": ("nl", "Visa op de Spelen\n\nVisa, sponsor van de Olympische Spelen, begint in juni een campagne onder het motto 'Tik en ren'.\n\n#betalen #bier", ["Tik en ren"]),
    "it_rank": ("it", "Visa ai Giochi\n\nVisa, che dei Giochi olimpici è \"Main Sponsor Ufficiale\", lancia a giugno una campagna con lo slogan \"Tocca e corri\".", ["Tocca e corri"]),
    "ja_rank": ("ja", "アシックスが契約\n\nアシックスは東京2020大会の「ゴールドパートナー」となり、6月から新しいキャンペーンを始める。スローガンは「一歩目は、いつも重い」。", ["一歩目は、いつも重い"]),
    "ko_rank": ("ko", "삼성전자, 올림픽 캠페인\n\n올림픽 ‘월드와이드 파트너’인 삼성전자가 6월 파리 올림픽 캠페인을 시작한다. 슬로건은 ‘한 걸음 더 가까이’다.", ["한 걸음 더 가까이"]),
    "ko_original": ("ko", "삼성전자, 올림픽 캠페인\n\n올림픽 후원사 삼성전자가 6월 파리 올림픽 캠페인을 시작한다. 슬로건은 ‘Closer Every Step(한 걸음 더 가까이)’이다.", ["Closer Every Step"]),
    "zh_category": ("zh", "蒙牛的奥运\n\n蒙牛是国际奥委会全球合作伙伴，品类写的是“非酒精饮料”。6月，蒙牛推出奥运广告，口号是“多走一步”。", ["多走一步"]),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_claim_is_told_from_other_quoted_texts(name: str) -> None:
    language, text, claims = TEXTS[name]
    facts = reader().read(article({"text": text, "published": date(2024, 5, 20)}, language)).facts
    assert [f.value for f in facts if f.field == "claim" and f.status == "stated"] == claims
