"""Reading a complete chart: against parsing its TOML alone (the floor) and against jsonschema on the same chart."""

import json
import tomllib
from collections.abc import Callable
from statistics import median
from time import process_time

from jsonschema import Draft202012Validator

from seldinger.patient import chart, chart_schema, examples, load_record, read_record

TARGET_MS = 2.0
ROUNDS = 200


def main() -> None:
    """Print the median of each, warm, and the ratios."""
    path = examples()["synthetic-midgut"]
    text = path.read_text(encoding="utf-8")
    tree, made = tomllib.loads(text), chart(load_record(path))
    as_json = json.dumps(made)
    validator = Draft202012Validator(chart_schema())
    parse = timed(lambda: tomllib.loads(text))
    from_tree = timed(lambda: read_record(tree, file=path.name))
    from_json = timed(lambda: read_record(json.loads(as_json), file="c.json"))
    from_toml = timed(lambda: load_record(path))
    peer = timed(lambda: validator.is_valid(made), rounds=ROUNDS // 10)
    print(f"parse TOML alone (floor)          {parse:8.3f} ms")
    print(f"read parsed chart into a record   {from_tree:8.3f} ms   target {TARGET_MS} ms")
    print(f"read JSON into a record           {from_json:8.3f} ms")
    print(f"read TOML file into a record      {from_toml:8.3f} ms   {from_toml / parse:.2f} x the floor")
    print(f"jsonschema, validity only         {peer:8.3f} ms   {peer / from_tree:.1f} x ours")


def timed(run: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median processor time of a warm run [ms]."""
    run()
    return median(_once(run) for _ in range(rounds))


def _once(run: Callable[[], object]) -> float:
    start = process_time()
    run()
    return (process_time() - start) * 1000


if __name__ == "__main__":
    main()
