"""The page is made from the knowledge alone and says what it must."""

from seldinger.evidence.page import markdown, table


def test_the_page_says_what_it_must() -> None:
    text = markdown()
    for title in (
        "What to expect",
        "Comparisons that studies make",
        "The figures the reviews print",
        "What does not add up",
    ):
        assert f"## {title}" in text
    for figure in ("896 patients", "979 procedures", "50 patients", "125 patients"):
        assert figure in text
    assert "hierarchical predictive (ours)" in text and "REML with Hartung-Knapp" in text
    assert "nan" not in text.lower().replace("finance", "")


def test_a_cell_never_breaks_a_table() -> None:
    assert table(("a",), [("x|y\nz",)]) == "| a |\n|---|\n| x/y z |\n"
