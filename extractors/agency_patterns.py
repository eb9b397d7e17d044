"""Signs of agencies that say more together than each: who stands beside which word, in what kind of place."""

from collections.abc import Mapping

_ENDS = ("sign.after.stop", "sign.after.question", "sign.after.comma", "sign.after.line", "sign.after.semicolon", "sign.after.bracket",
         "sign.after.close", "sign.after.slash", "sign.after.bar", "sign.after.dash")  # fmt: skip
_DOES = (
    "made.after.touching",
    "work.after.touching",
    "done.after.touching",
    "made.after.near",
    "for.after.touching",
)
_TASKS = ("pitch.before.sentence", "pitch.after.sentence", "campaign.before.sentence", "campaign.after.sentence",
          "asset.before.sentence", "asset.after.sentence", "part.before.sentence", "part.after.sentence")  # fmt: skip
TOGETHER: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "credit": (("sign.before.colon",), _ENDS),
    "credit_of_part": (("sign.before.colon",), ("part.before.touching", "house.before.touching", "creative.before.touching",
                       "media.before.touching", "pr.before.touching", "production.before.touching")),
    "agent": (("by.before.touching",), _ENDS),
    "agent_of_work": (("by.before.touching",), ("made.before.near", "done.before.near", "work.before.near")),
    "subject": (("sentence.start", "sign.before.comma", "sign.before.semicolon", "and.before.touching"), _DOES),
    "listed": (("sign.before.comma", "and.before.touching", "sign.after.comma", "and.after.touching"),
               ("name_agency.before.touching", "name_agency_guessed.before.touching", "name_agency.after.touching",
                "name_agency_guessed.after.touching", "name_agency.before.near", "name_agency.after.near")),
    "framed": (("by.before.touching", "moves.before.touching", "done.before.touching", "part.before.touching"),
               ("made.after.touching", "done.after.touching", "work.after.touching")),
    "apposed": (("sign.after.comma", "sign.after.bracket", "sign.after.dash"), ("house.after.near", "house.after.touching")),
    "hired": (("hires.before.touching", "hires.before.near"), _TASKS),
    "winner": (("wins.after.touching", "wins.after.near", "wins.before.touching", "wins.before.near"), _TASKS),
    "staff": (("adjob.before.touching", "adjob.before.near", "adjob.after.touching", "adjob.after.near"),
              ("name_person.before.sentence", "name_person.after.sentence")),
    "maker": (("house.before.touching", "house.before.near"),
              ("made.after.touching", "made.after.near", "done.before.clause", "moves.before.clause", "by.before.near")),
    "headline_pair": (("zone.first",), ("name_brand.before.near", "name_brand_guessed.before.near", "name_brand.after.near",
                                        "name_brand_guessed.after.near"), ("and.before.touching", "and.after.touching",
                                        "with.before.touching", "with.after.touching")),
}  # fmt: skip
"""Patterns that say more than their parts: one sign of every group has to be there."""

_LIKE_PERSON = ("form.person", "is.person", "holds.person")
_BESIDE_MAKING = (
    "made.after.touching",
    "made.after.near",
    "done.after.touching",
    "wins.after.touching",
    "work.after.touching",
)
FORM_TOGETHER: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "person.craft": (_LIKE_PERSON, ("craft.before.touching", "craft.before.near", "craft.after.touching", "craft.after.near")),
    "person.says": (_LIKE_PERSON, ("say.before.touching", "say.before.near", "say.after.touching", "say.after.near")),
    "person.job": (_LIKE_PERSON, ("job.before.touching", "job.before.near", "job.after.touching", "job.after.near",
                                  "adjob.before.touching", "adjob.before.near", "adjob.after.touching", "adjob.after.near")),
    "person.made": (_LIKE_PERSON, _BESIDE_MAKING),
    "opening.made": (("form.words_1",), ("sentence.start",), _BESIDE_MAKING),
    "opening.answer": (("sign.before.question",), ("form.words_1",)),
    "opening.only": (("form.words_1",), ("sentence.start",), ("sign.after.letter",)),
    "trade.by": (("form.trade", "form.sign", "form.name_end"), ("by.before.touching", "by.before.near", "moves.before.touching",
                                                                 "moves.before.near", "made.after.touching", "made.after.near")),
    "particle.made": (("ending.subject", "ending.topic"), ("made.after.touching", "made.after.near", "done.after.near", "wins.after.near")),
    "brand.place": (("opens.brand", "opens.brand_guessed"), ("form.place_last",)),
    "house.longer": (("opens.agency", "closes.agency"), ("form.place_last", "form.trade", "form.name_end", "form.sign")),
    "two_words.craft": (("form.two_names",), ("craft.before.touching", "craft.before.near")),
}  # fmt: skip
"""The like, with the form of the name."""
