"""Who has a contract with a national committee is its domestic partner; with a federation or unlisted body nothing is said."""

from types import SimpleNamespace
from typing import Any

import pytest

from extractors.facts.status_by_holder import status_by_holder


class _Case:
    def __init__(self, kinds: dict[str, str]) -> None:
        entities = {name: SimpleNamespace(kind=kind) for name, kind in kinds.items()}
        self.material = SimpleNamespace(entities=entities)
        self.campaigns = [SimpleNamespace(key="c1")]

    def stated(self, campaign: Any, field: str, value: str, *_: object) -> tuple[str, str, str]:
        return campaign.key, field, value


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("noc", ["domestic_partner"]),
        ("team", ["domestic_partner"]),
        ("federation", []),
        ("ioc", []),
        (None, []),
    ],
)
def test_only_a_listed_committee_or_team_makes_a_domestic_partner(
    kind: str | None, expected: list[str]
) -> None:
    case: Any = _Case({"holder": kind} if kind else {})
    fact: Any = SimpleNamespace(
        field="rights_holder", campaign="c1", value="holder", span=SimpleNamespace(start=0, stop=6)
    )
    assert [value for _, _, value in map(tuple, status_by_holder(case, [fact]))] == expected
