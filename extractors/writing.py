"""How languages are written: which put no blanks between words, and which have no capitals."""

NO_BLANKS = frozenset({"ja", "zh"})
"""Languages that write no blanks between words."""
CJK = frozenset({"ja", "ko", "zh"})
"""Languages of Han characters, kana and Hangul: no capitals, and particles joined to the words before them."""
