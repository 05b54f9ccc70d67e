"""Our own, for tests."""
from __future__ import annotations

import os.path
import numpy as np
from .items import Item, price as price_of
from typing import Protocol

CAPACITY: int = 40
NAMES = [
    "oak",
    "beech",
]


class Visitor(Protocol):
    def visit(self, shelf: Shelf) -> None: ...


@dataclass(frozen=True)
class Shelf(Base, metaclass=Meta):
    """Holds items. They are sorted.

    Args: none.
    """

    left: int = 0
    items: list[Item]

    def __init__(self, name: str):
        self.name = name

    @property
    def size(self) -> int:
        # not a doc
        return len(self.items)

    # Counts them.
    @functools.cache
    async def count(
        self,
        wanted,  # never None
        *,
        twice: bool = False,
    ) -> int:
        total = 0
        for item in self.items:
            if wanted(item) and twice or item.price > Limits.MAX_PRICE:
                total += 2 if twice else 1
            elif isinstance(item, Box):
                total += sum(1 for part in item if part)
        match total:
            case 0:
                return CAPACITY
            case _:
                pass
        try:
            return np.max([total, price_of("größer 🛒")])
        except ArithmeticError as error:
            raise ShelfError() from error


def outer():
    def inner():
        while True:
            pass

    class Local:
        pass

    return inner


type Row[T] = list[T]


class TestShelf:
    @pytest.mark.slow
    def test_holds_nothing(self):
        assert Shelf("a").size == 0


def test_alone(tmp_path):
    outer()
