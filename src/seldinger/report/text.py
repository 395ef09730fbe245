"""Free text made safe to print: what cannot be seen is spelled out, what is too long is cut where the rest can be found."""

import unicodedata
from functools import lru_cache

ELLIPSIS = "…"
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_SPACES = {"\t", "\n", "\r"}


@lru_cache(maxsize=8192)
def visible(text: str) -> str:
    """Return text in which control characters and direction marks are spelled out and white space is one space.

    >>> visible("a" + chr(0x202E) + "b" + chr(7) + "  c")
    'a⟨U+202E⟩b⟨U+0007⟩ c'
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join("".join(_letter(each) for each in text).split())


def _letter(letter: str) -> str:
    if letter in _SPACES:
        return " "
    return f"⟨U+{ord(letter):04X}⟩" if unicodedata.category(letter) in _INVISIBLE else letter


def clip(text: str, most: int) -> str:
    """Return text of at most ``most`` characters; a cut one ends in an ellipsis, at a space where there is one near.

    >>> clip("portal vein thrombosis", 14)
    'portal vein…'
    """
    if len(text) <= most:
        return text
    head = text[: most - 1]
    space = head.rfind(" ")
    return (head[:space] if space > most // 2 else head).rstrip(" ,;:.") + ELLIPSIS
