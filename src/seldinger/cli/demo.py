"""seldinger demo: the example charts, answered, as files to open."""

from pathlib import Path
from typing import Annotated

import typer

from seldinger.cli.app import app
from seldinger.cli.say import complain, write


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="The folder to write to.")] = Path("demo"),
) -> None:
    """Answer every example chart: a page, report.json and (with the pdf extra) a PDF each."""
    from seldinger.pathway import consult
    from seldinger.patient import examples, load_record
    from seldinger.report import page, paper, verdict_table

    reports = {}
    for name, path in examples().items():
        answer = consult(load_record(path))
        reports[name] = answer.report
        write(out / f"{name}.json", answer.to_json())
        write(out / f"{name}.html", page(answer.report))
        try:
            write(out / f"{name}.pdf", paper(answer.report))
        except ModuleNotFoundError:
            if len(reports) == 1:
                complain("no PDF: pip install 'seldinger[pdf]' adds it")
    typer.echo(verdict_table(reports))
    typer.echo(f"\nOpen {out / 'synthetic-midgut.html'} first; every chart has its page and report.json in {out}/.")
