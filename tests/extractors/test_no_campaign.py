"""Markets of articles in which nobody advertises."""

from __future__ import annotations

import pytest

from tests.extractors.reading_cases import article, reader


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "The trade deal between the United States and China reaches Mexico next week. It launches in Canada.",
        ),
        (
            "de",
            "Das Handelsabkommen startet in Kanada und erreicht Mexiko. Die Premiere folgt in Österreich.",
        ),
    ],
)
def test_nobody_advertises(language: str, text: str) -> None:
    reading = reader().read(article(text, language))
    assert reading.markets
    assert not [m for m in reading.markets if m.role.startswith("campaign_market")]
