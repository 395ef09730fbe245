"""The sheet as one HTML file: no script, no network, prints on A4; every value carries its pointer into report.json."""

from functools import cache
from html import escape as escape_all
from importlib import resources
from typing import Any

from seldinger.report import back, follow, plans
from seldinger.report.blocks import Block, Cell, Front, Row, Sheet
from seldinger.report.place import Line, Report
from seldinger.report.sheet import sheet

SECTION = ' class="section"'
PARTS = {"dissent": back.dissent, "plan": plans.block, "follow-up": follow.block}


def page(report: dict[str, Any]) -> str:
    """Return the sheet as a self-contained page."""
    from markupsafe import Markup

    made = sheet(report)
    title = "".join(run.text for run in (*made.name, *made.day))
    template = _environment().get_template("page.html")
    return str(template.render(title=title, style=Markup(stylesheet()), body=Markup(article(made))))


def fragment(report: dict[str, Any]) -> str:
    """Return the sheet as an article to be set into another page, which brings ``stylesheet()`` itself."""
    return article(sheet(report))


def part(report: dict[str, Any], name: str) -> str:
    """Return one part as it stands behind page one, whole: dissent, plan or follow-up; nothing outside the scope."""
    place = Report(report)
    return "" if place["scope"].get("in") is False else block(PARTS[name](place))


@cache
def stylesheet() -> str:
    """Return the style sheet of the article."""
    return resources.files(__package__).joinpath("sheet.css").read_text(encoding="utf-8")


@cache
def _environment() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(loader=PackageLoader(str(__package__), ""), autoescape=True, undefined=StrictUndefined)


def article(made: Sheet) -> str:
    """Return a sheet as an article: page one, the pages after, and the notice that stands on both."""
    foot = "".join(f"<p>{line(each)}</p>" for each in made.foot)
    back = "".join(block(each) for each in made.back)
    return (
        f'<article class="sheet"><div class="page">{_head(made)}{_front(made.front)}<footer>{foot}</footer></div>'
        f'<div class="page after"><h1 class="again">Sources and reasons: {line(made.name)}</h1>{back}'
        f"<footer>{foot}</footer></div></article>"
    )


def _head(made: Sheet) -> str:
    return (
        '<header><p class="kind">Transarterial treatment of neuroendocrine liver metastases · board sheet</p>'
        f'<p class="who">{line(made.name)}</p><p class="day">{line(made.day)}</p>'
        f'<h1 class="question">{line(made.question)}</h1></header>'
    )


def _front(front: Front) -> str:
    top, left, right = ("".join(block(each) for each in part) for part in (front.top, front.left, front.right))
    columns = f'<div class="columns"><div>{left}</div><div>{right}</div></div>' if left or right else ""
    return f"{top}{columns}{''.join(block(each) for each in front.bottom)}"


def block(one: Block) -> str:
    """Return a block as a section: a list, a table, or blank lines to fill in."""
    title = f'<h2 id="{one.id}-title">{escape(one.title)}</h2>' if one.title else ""
    label = f' aria-labelledby="{one.id}-title"' if one.title else ""
    body = _list(one) if len(one.widths) == 1 else _table(one)
    note = f'<p class="note">{line(one.note)}</p>' if one.note else ""
    figures = "".join(f"<figure>{each.svg}</figure>" for each in one.figures)
    blanks = "".join(f"<p>{escape(each)}</p>" for each in one.boxes)
    boxes = f'<div class="blanks">{blanks}</div>' if blanks else ""
    return f'<section id="{one.id}"{label}>{title}{body if one.rows else ""}{figures}{note}{boxes}</section>'


def _list(one: Block) -> str:
    items = [f"<li{SECTION if row.section else ''}>{line(row.cells[0])}</li>" for row in one.rows]
    return f"<ul>{''.join(items)}</ul>"


def _table(one: Block) -> str:
    total = one.width
    columns = "".join(f'<col width="{100 * width / total:.1f}%">' for width in one.widths)
    head = "".join(f'<th scope="col">{line(cell)}</th>' for cell in one.head)
    rows = "".join(_row(row, len(one.widths)) for row in one.rows)
    return f"<table><colgroup>{columns}</colgroup>{f'<thead><tr>{head}</tr></thead>' if head else ''}<tbody>{rows}</tbody></table>"


def _row(row: Row, columns: int) -> str:
    if row.section:
        return f'<tr class="section"><th colspan="{columns}" scope="colgroup">{line(row.cells[0])}</th></tr>'
    tones = row.tones or ("",) * columns
    return f"<tr>{''.join(_cell(cell, tone, first=i == 0) for i, (cell, tone) in enumerate(zip(row.cells, tones, strict=False)))}</tr>"


def _cell(cell: Cell, tone: str, *, first: bool) -> str:
    name = f' class="cell-{tone}"' if tone else ""
    return f'<th scope="row"{name}>{line(cell)}</th>' if first else f"<td{name}>{line(cell)}</td>"


def escape(text: str) -> str:
    """Return text as HTML text or attribute; most texts have nothing to escape, and to look for five letters is quick."""
    if "&" in text or "<" in text or ">" in text or '"' in text or "'" in text:
        return escape_all(text)
    return text


def line(runs: Line) -> str:
    """Return a line of runs, each escaped, each with its pointer."""
    parts: list[str] = []
    for text, inside, key, form, tone in runs:
        kind = f' class="{tone}"' if tone else ""
        if inside is not None:
            at = escape(inside.pointer(key))
            parts.append(f'<span{kind} data-pointer="{at}" data-form="{form}">{escape(text)}</span>')
        else:
            parts.append(f"<span{kind}>{escape(text)}</span>" if tone else escape(text))
    return "".join(parts)
