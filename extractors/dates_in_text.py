"""Dates as texts write them, found by the patterns of cues/dates.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from config.cue_words import CueWords
from extractors.cues import same_length_lower
from extractors.entities.boundaries import fold_spelling
from extractors.feasts import feast_days, is_feast
from extractors.numbers_in_text import number_pattern, parse_number
from extractors.writing import CJK, NO_BLANKS

_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}
"""Season numbers of ISO 8601-2 (EDTF)."""
RELATIVE_DAYS = {
    "today": 0, "tomorrow": 1, "yesterday": -1, "day_after_tomorrow": 2, "day_before_yesterday": -2,
}  # fmt: skip
_RELATIVE_SPANS = (
    "next_week", "this_week", "last_week", "next_month", "this_month", "last_month", "next_year", "this_year",
    "last_year", "end_of_year", "start_of_year", "end_of_month", "after_next_week", "after_next_year",
    "before_last_week", "before_last_year",
)  # fmt: skip
_KINDS = (
    "range", "nth", "day", "weekday", "weekend", "distance", "before_games", "opening", "closing", "during", "week",
    "month", "season", "year",
)  # fmt: skip
_RANK = {
    "range": 0,
    "nth": 0,
    "feast": 1,
    "day": 1,
    "weekday": 2,
    "weekend": 2,
    "distance": 2,
    "before_games": 2,
    "week": 1,
    "month": 3,
    "season": 4,
    "relative": 5,
    "year": 6,
}


@dataclass(frozen=True, slots=True)
class Written:
    """A date as written at ``start:stop``; parts that are not written are None."""

    start: int
    stop: int
    kind: str
    """day, nth (weekday of a month), feast, month, weekday, week, season, year, relative, distance (from the day of
    publication) or before_games, which is also the opening and the closing of the Games."""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: int | None = None
    shift: str = ""
    """next, this, last, next_week, last_week, next_y ..., closing, or the name of a relative word."""
    part: str = ""
    """part_early ..., or paralympic."""
    amount: int | None = None
    ends: Written | None = None
    """The other end of a range that begins here."""
    days: tuple[date, ...] = ()
    """Of a feast: its days in the years known."""


def _alternatives(words: Mapping[str, int] | Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


class DateFinder:
    """Finds dates in one language; build once per language."""

    def __init__(self, cues: CueWords, language: str, plain: Mapping[int, str] | None = None) -> None:
        self._plain = plain or {}
        """Characters read as others (traditional Chinese as simplified); the patterns are written in the latter."""
        table = cues.get("dates", {}).get(language, {})
        self.language = language
        lower = {kind: tuple(word.lower() for word in words) for kind, words in table.items()}
        self._months = {
            w: int(k[6:])
            for k, words in lower.items()
            if k.startswith("month_") and k[6:].isdigit()
            for w in words
        }
        self._weekdays = {
            w: int(k[8:])
            for k, words in lower.items()
            if k.startswith("weekday_") and k[8:].isdigit()
            for w in words
        }
        self._seasons = {
            w: _SEASONS[k[7:]]
            for k, words in lower.items()
            if k.startswith("season_") and k[7:] in _SEASONS
            for w in words
        }
        self._parts = {
            w: k[5:]
            for k, words in lower.items()
            if k in ("part_early", "part_mid", "part_late")
            for w in words
        }
        self._fixed = {
            w: k for k, words in lower.items() if k in RELATIVE_DAYS or k in _RELATIVE_SPANS for w in words
        }
        self._fixed |= {w: k for k, words in lower.items() if re.fullmatch(r"on_\d\d_\d\d", k) for w in words}
        self._feasts = {
            w: feast_days(k, cues.get("dates", {}).get("any", {}))
            for k, words in lower.items()
            if is_feast(k, cues.get("dates", {}).get("any", {}))
            for w in words
        }
        self._eras = {w: int(k[4:]) for k, words in lower.items() if k.startswith("era_") for w in words}
        """Name of an era -> the year before its first."""
        self._paralympic = lower.get("paralympic", ())
        self._capital_months = "capital_months" in table.get("traits", ())
        self._tails = {
            name: f"(?:{_alternatives(lower[f'{name}_tails'])})?" if lower.get(f"{name}_tails") else ""
            for name in ("month", "weekday")
        }
        self._patterns = [
            (
                kind,
                re.compile(self._expand(pattern)),
                lower.get(f"{kind}_guard", ()),
                self._needs_digit(kind, pattern),
            )
            for kind in _KINDS
            for pattern in table.get(f"{kind}_patterns", ())
        ]
        # "年末" inside "2028年末" is the end of that year, not of this one.
        edge = {"ja": r"(?<!\d)", "zh": r"(?<!\d)"}.get(language, r"(?<!\w)")
        after = "" if language in CJK else r"(?!\w)"
        words = [*self._fixed, *self._feasts]
        self._words = re.compile(f"{edge}(?:{_alternatives(words)}){after}" if words else r"(?!)")

    def _expand(self, pattern: str) -> str:
        han = self.language in NO_BLANKS
        slots = {
            "d": r"(?:[0-3]?\d|[一二三四五六七八九十]{1,3})" if han else r"[0-3]?\d",
            "m": r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])" if han else r"(?:1[0-2]|0?[1-9])",
            "y": r"(?:19|20)\d\d"
            + (f"|(?:{_alternatives(self._eras)})(?:元|\\d{{1,3}})" if self._eras else ""),
            "yy": r"\d\d",
            "w": r"[1-5]?\d",
            "n": number_pattern(self.language),
            "month": _alternatives(self._months) or "(?!)",
            "weekday": _alternatives(self._weekdays) or "(?!)",
            "season": _alternatives(self._seasons) or "(?!)",
            "part": _alternatives(self._parts) or "(?!)",
        }

        used: dict[str, int] = {}

        def slot(match: re.Match[str]) -> str:
            name = match.group(1)
            body = slots.get(name.rstrip("12") or name) or slots[name]
            # Letters end a word there; a day number must not be part of a longer one.
            tail = r"(?!\d)" if name.rstrip("12") in ("y",) else ""
            tail = (
                self._tails.get(name.rstrip("12"), "") + r"(?![^\W\d_])"
                if name.rstrip("12") in ("month", "weekday", "season") and self._bounded
                else tail
            )
            # A slot may stand in two branches of one pattern; groups of a regular expression may not share a name.
            used[name] = used.get(name, 0) + 1
            return f"(?P<{name}{'_' * (used[name] - 1)}>{body}){tail}"

        body = re.sub(r"\{([a-z]+[12]?)\}", slot, pattern)
        return (r"(?<![\w])" if self._bounded else r"(?<!\d)") + f"(?:{body})"

    def _needs_digit(self, kind: str, pattern: str) -> bool:
        """Days, weeks and years are written in digits; Japanese and Chinese have numerals of their own for days."""
        if kind == "year":
            return True
        return (
            kind in ("day", "range", "week")
            and "<first>" not in pattern
            and self.language not in NO_BLANKS
            and ("{d" in pattern or "{w}" in pattern)
        )

    @property
    def _bounded(self) -> bool:
        return self.language not in CJK

    def find(self, text: str, start: int, stop: int) -> list[Written]:
        """Dates between ``start`` and ``stop`` of the article text, in order, without overlaps."""
        lowered = same_length_lower(
            fold_spelling(text[start:stop], full_width=not self._bounded).translate(self._plain)
        )
        found = [w for w in self._all(lowered, text[start:stop]) if w.stop > w.start]
        found.sort(key=lambda w: (_RANK[w.kind], w.start, -w.stop))
        taken: list[Written] = []
        for written in found:
            if all(written.stop <= other.start or written.start >= other.stop for other in taken):
                taken.append(written)
        taken.sort(key=lambda w: w.start)
        return [_moved(w, start) for w in _without_named_weekdays(taken)]

    def _all(self, lowered: str, original: str) -> Iterator[Written]:
        for match in self._words.finditer(lowered):
            days = self._feasts.get(match.group(0))
            if days is not None:
                yield Written(*match.span(), "feast", days=days)
                continue
            name = self._fixed[match.group(0)]
            if name.endswith("_of_year") and _YEAR_BEHIND.match(lowered, match.end()):
                continue
            if name.startswith("on_"):
                yield Written(*match.span(), "day", month=int(name[3:5]), day=int(name[6:8]))
            else:
                yield Written(*match.span(), "relative", shift=name)
        digits = _DIGIT.search(lowered) is not None
        for kind, pattern, guard, needs_digit in self._patterns:
            if needs_digit and not digits:
                continue
            if guard and not any(word in lowered for word in guard):
                continue
            for match in pattern.finditer(lowered):
                written = self._read(kind, match)
                if written is not None and not (self._capital_months and self._small(match, original)):
                    yield written

    @staticmethod
    def _small(match: re.Match[str], original: str) -> bool:
        """Month names that are also verbs count only with a capital letter."""
        groups = match.re.groupindex
        return any(
            match.group(name) and not original[match.start(name)].isupper()
            for name in ("month", "month1", "month2")
            if name in groups
        )

    def _read(self, kind: str, match: re.Match[str]) -> Written | None:
        groups = {name.rstrip("_"): value for name, value in match.groupdict().items() if value is not None}
        if kind == "range":
            first, second = self._parts_of(groups, "1"), self._parts_of(groups, "2")
            if not _possible(second.get("month"), second.get("day")):
                return None
            if second.get("month") is None:
                second["month"] = first.get("month")
            if first.get("month") is None and self._bounded:
                # "1. bis 21. Juli": one month for both; Japanese and Korean leave out the current month instead.
                first["month"] = second.get("month")
                if first.get("year") is None:
                    first["year"] = second.get("year")
            elif first.get("month") is None:
                pass
            elif (
                "next" not in groups
                and first.get("year") is None
                and (end_year := second.get("year")) is not None
            ):
                later = (first["month"] or 0) > (second.get("month") or 0)
                first["year"] = end_year - 1 if later else end_year
            if not _possible(first.get("month"), first.get("day")) or second.get("day") is None:
                return None
            middle = match.start("d2") if "d2" in match.re.groupindex else match.start()
            end = Written(
                middle, match.end(), "day", second.get("year"), second.get("month"), second.get("day")
            )
            return Written(
                match.start(),
                match.end(),
                "day",
                first.get("year"),
                first.get("month"),
                first.get("day"),
                ends=end,
            )
        parts = self._parts_of(groups, "")
        shift = next((name for name in groups if name in _SHIFTS), "")
        if kind in ("opening", "closing", "during"):
            part = "paralympic" if any(word in match.group(0) for word in self._paralympic) else ""
            last = Written(*match.span(), "before_games", shift="closing", part=part, amount=0)
            if "day_after" in groups:
                return replace(last, amount=1)
            return (
                last
                if kind == "closing"
                else replace(last, shift="unit_day", ends=last if kind == "during" else None)
            )
        if kind == "week":
            number = int(groups["w"]) if "w" in groups else None
            if number is not None and not 1 <= number <= 53:
                return None
            return Written(
                *match.span(), kind, parts.get("year"), parts.get("month"), parts.get("day"), amount=number
            )
        if kind == "nth":
            number = next((int(name[4:]) for name in groups if name.startswith("nth_")), None)
            weekday = self._weekdays[groups["weekday"]]
            return Written(*match.span(), kind, parts["year"], parts["month"], weekday=weekday, amount=number)
        if kind == "day":
            if "first" in groups:
                parts["day"] = 1
            if "last_day" in groups:
                parts["day"] = _LENGTHS[(parts.get("month") or 1) - 1]
            if parts.get("day") is None or not _possible(parts.get("month") or 1, parts["day"]):
                return None
        if kind == "weekend":
            return Written(*match.span(), "weekday", weekday=6, shift=shift)
        if kind in ("before_games", "distance"):
            unit = next((name for name in groups if name.startswith("unit_")), "")
            amount = parse_number(groups["n"], self.language) if "n" in groups else 1
            if amount is not None and kind == "distance" and "ago" in groups:
                amount = -amount
            return Written(*match.span(), kind, shift=unit, amount=amount) if amount is not None else None
        return Written(
            *match.span(),
            kind,
            parts.get("year"),
            parts.get("month"),
            parts.get("day"),
            self._weekdays.get(groups["weekday"]) if "weekday" in groups else None,
            self._seasons.get(groups["season"]) if "season" in groups else None,
            shift,
            self._parts.get(groups["part"], "") if "part" in groups else "",
        )

    def _year(self, text: str) -> int:
        for era, before in self._eras.items():
            if text.startswith(era):
                number = text[len(era) :]
                return before + (int(number) if number.isdecimal() else 1)
        return int(text)

    def _parts_of(self, groups: Mapping[str, str], suffix: str) -> dict[str, int | None]:
        month = groups.get(f"month{suffix}")
        number = groups.get(f"m{suffix}")
        year = groups.get(f"y{suffix}") or (f"20{groups['yy']}" if "yy" in groups else None)
        return {
            "year": self._year(year) if year else None,
            "month": self._months[month]
            if month
            else parse_number(number, self.language)
            if number
            else None,
            "day": parse_number(groups[f"d{suffix}"], self.language) if f"d{suffix}" in groups else None,
        }


_DIGIT = re.compile(r"\d")
_YEAR_BEHIND = re.compile(r"\s?(?:19|20)\d\d\b")

_SHIFTS = frozenset({
    "next", "this", "last", "next_week", "last_week", "after_next", "yesterday", "today", "next_y", "this_y", "last_y",
    "before_last_y", "after_next_y", "next_m", "this_m", "last_m",
})  # fmt: skip
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _possible(month: int | None, day: int | None) -> bool:
    """Whether month and day can stand in a calendar (29 February passes: the year is not known yet)."""
    if day is None or not 1 <= day <= 31:
        return False
    return month is None or (1 <= month <= 12 and day <= _LENGTHS[month - 1] + (month == 2))


def _moved(written: Written, by: int) -> Written:
    ends = (
        replace(written.ends, start=written.ends.start + by, stop=written.ends.stop + by)
        if written.ends
        else None
    )
    return replace(written, start=written.start + by, stop=written.stop + by, ends=ends)


def _without_named_weekdays(found: list[Written]) -> list[Written]:
    """A weekday right before a full date only names it; the date then begins with it."""
    kept: list[Written] = []
    for written in found:
        before = kept[-1] if kept else None
        if (
            before is not None
            and before.kind == "weekday"
            and written.kind == "day"
            and written.start - before.stop <= 6
        ):
            kept[-1] = replace(written, start=before.start)
            continue
        kept.append(written)
    return kept
