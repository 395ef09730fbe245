"""Variables: what they refuse; comparisons stand in test_conditions.py."""

import pytest

from seldinger.logic import Choice, Level, Quantity


def test_a_level_needs_words_and_a_quantity_a_range():
    with pytest.raises(ValueError, match="two or more different words"):
        Level("heat", "Heat", ("cold",))
    with pytest.raises(ValueError, match="must lie below"):
        Quantity("mass", "Mass", "g", low=3, high=3)
    with pytest.raises(ValueError, match="two or more different words"):
        Choice("hue", "Hue", ("red", "red"))
