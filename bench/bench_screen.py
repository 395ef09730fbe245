"""Screening a cohort for all five treatments: against a foreign CQL engine, and against merely decoding the file.

Run it as ``python bench/bench_screen.py [rows]``. The peer is npm cql-execution on the same five tables, exported as CQL and
translated by ms-cql-sdk; its start-up is not counted. The floor is polars reading the same Parquet file into memory.
Read the ratios of one run; the digits are those of whatever machine it is.
"""

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.cohort import cohort
from seldinger.logic import cql_library, variables_of
from seldinger.selection import PROFILES
from seldinger.selection.screen import answered, exactly, prepared, screen, tables

ROWS, PEER_ROWS, PARTS = 1_000_000, 2_000, 10
WANTED = {"peer": 1000, "decode": 3, "memory_gb": 4}
STRICTEST = PROFILES["strictest"]
NPM = Path(__file__).resolve().parent.parent / "tests" / "all" / "npm"
MEMORY = """
import resource, sys
import polars as pl
from seldinger.selection import PROFILES
from seldinger.selection.screen import answered, screen
found = screen(pl.scan_parquet(sys.argv[1] + "/*.parquet"), PROFILES["strictest"]).select(answered())
found.sink_parquet(sys.argv[1] + "/answers.out")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2)
"""


def seconds(work: Callable[[], object]) -> float:
    """Return the time of one call [s]."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def against_decoding(file: Path, rows: int) -> float:
    """Print screening and decoding in turn, and return the patients a second."""

    def screened() -> object:
        return screen(pl.scan_parquet(file), STRICTEST).select(answered()).collect()

    pairs = [(seconds(lambda: pl.read_parquet(file)), seconds(screened)) for _ in range(7)]
    decode, quick = (statistics.median(each) for each in zip(*pairs, strict=True))
    ratio = statistics.median(b / a for a, b in pairs)
    frame = pl.read_parquet(file)
    exact = seconds(lambda: exactly(frame, STRICTEST))
    print(f"{rows} patients, five treatments, {len(frame.columns)} columns")
    print(f"  decode the file        {decode:8.3f} s")
    print(f"  screen, three-valued   {quick:8.3f} s   {rows / quick:12,.0f} a second")
    print(f"  screen, exact          {exact:8.3f} s   {rows / exact:12,.0f} a second")
    print(f"  screen / decode        {ratio:8.2f}     wanted at most {WANTED['decode']}")
    return rows / quick


def peer_folder(where: Path) -> Path:
    """Return a folder in which node finds cql-execution, installed from the lock where it is not there yet."""
    if (NPM / "node_modules" / "cql-execution").is_dir():
        return NPM
    for name in ("package.json", "package-lock.json", "cql.mjs"):
        shutil.copy(NPM / name, where / name)
    subprocess.run(["npm", "ci", "--silent"], cwd=where, check=True)
    return where


def against_peer(ours: float, where: Path) -> None:
    """Print the throughput of the CQL engine on the same tables and patients."""
    if shutil.which("node") is None:
        print("  CQL engine: not measured, there is no node")
        return
    from cql_sdk.compiler.cql_to_elm import compile_text

    pages = list(tables(STRICTEST).values())
    spoken = {v.name for page in pages for row in page.rows for v in variables_of(row.when)}
    ready = prepared(cohort(PEER_ROWS, seed=2).lazy()).collect().select(pl.col(spoken & set(_columns())))
    (where / "elm.json").write_text(json.dumps(compile_text(cql_library(pages, library="Bench", version="1"))))
    node = ["node", str(peer_folder(where) / "cql.mjs"), str(where / "elm.json")]
    taken = []
    for count in (1, PEER_ROWS):
        rows = [json.dumps(dict.fromkeys(spoken) | row) for row in ready.head(count).iter_rows(named=True)]
        file = where / f"{count}.ndjson"
        file.write_text("\n".join(rows) + "\n")
        taken.append(seconds(lambda f=file: subprocess.run([*node, str(f)], check=True, capture_output=True)))
    theirs = (PEER_ROWS - 1) / (taken[1] - taken[0])
    print(f"  cql-execution          {taken[1]:8.3f} s   {theirs:12,.0f} a second ({PEER_ROWS} patients)")
    print(f"  three-valued / peer    {ours / theirs:8,.0f}     wanted at least {WANTED['peer']}")


def _columns() -> list[str]:
    return cohort(1).drop("fitness.other_mortality_risk").columns


def memory(where: Path) -> None:
    """Print the most memory that ten such files take when screened as one."""
    file = where / "cohort.parquet"
    for part in range(1, PARTS):
        shutil.copy(file, where / f"part{part}.parquet")
    done = subprocess.run([sys.executable, "-c", MEMORY, str(where)], check=True, capture_output=True, text=True)
    print(f"  memory at {PARTS} times the rows {float(done.stdout):5.2f} GB  wanted below {WANTED['memory_gb']}")


def main() -> None:
    """Print throughput, the two ratios, the exact mode beside them, and the memory at ten times the rows."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        cohort(rows).write_parquet(where / "cohort.parquet")
        ours = against_decoding(where / "cohort.parquet", rows)
        against_peer(ours, where)
        memory(where)


if __name__ == "__main__":
    main()
