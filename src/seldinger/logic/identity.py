"""Cache keys that stand for one object: hashing a whole tree costs more than using it."""

from typing import Generic, TypeVar

T = TypeVar("T")


class Same(Generic[T]):
    """A hashable key equal only to a key of the very same object, which it keeps alive."""

    __slots__ = ("it",)

    def __init__(self, it: T) -> None:
        self.it = it

    def __hash__(self) -> int:
        return id(self.it)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.it is other.it
