"""seldinger y90: activity and vial without a chart; for comparison with a physicist's own calculation."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from seldinger.cli.app import app
from seldinger.cli.say import FIRST_YEAR, INPUT, LAST_YEAR, USAGE, print_json, stop

if TYPE_CHECKING:
    from datetime import datetime

    from seldinger.dosimetry import Plan, Split

y90 = typer.Typer(
    help="Y-90 activity and vial, from figures given here; not clinically validated.", no_args_is_help=True
)
app.add_typer(y90, name="y90")

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Product = Annotated[str, typer.Option(help="glass or resin.")]
SHOWN = 5  # slots printed on the terminal


@y90.command()
def activity(
    product: Product,
    shunt: Annotated[float | None, typer.Option(help="Lung shunt fraction, 0 to 1.")] = None,
    perfused_kg: Annotated[float | None, typer.Option(help="Perfused liver, tumour included [kg].")] = None,
    tumour_kg: Annotated[
        float | None, typer.Option(help="Tumour in it [kg]; with --ratio, the partition model.")
    ] = None,
    ratio: Annotated[float | None, typer.Option(help="Ratio of concentrations, tumour to normal liver.")] = None,
    lung_kg: Annotated[float | None, typer.Option(help="Lung mass [kg]; 1 kg is assumed without, and said so.")] = None,
    target_gy: Annotated[
        float | None, typer.Option(help="Dose wanted: perfused liver, or tumour with --ratio [Gy].")
    ] = None,
    normal_gy: Annotated[float | None, typer.Option(help="Limit on the normal liver [Gy].")] = None,
    lung_before_gy: Annotated[
        float | None, typer.Option(help="Lung dose of earlier sessions [Gy]; 0 when none.")
    ] = None,
    residual: Annotated[float | None, typer.Option(help="Fraction left in vial and lines.")] = None,
    as_json: Json = False,
) -> None:
    """Print the activity that limits and target allow, what binds it, and the dose to each compartment."""
    try:
        split = _split(product, shunt, perfused_kg, tumour_kg, ratio, lung_kg)
        found = _plan(split, product, target_gy, normal_gy, lung_before_gy, residual)
    except (ValueError, TypeError) as fault:
        stop(INPUT, str(fault))
    told = found.as_json()
    if as_json:
        print_json(told)
        return
    typer.echo(plan_line(told))
    for row in told["doses"] or []:
        typer.echo(f"  {row['name']}: {_gy(row)}")
    for check in told["checks"]:
        typer.echo(f"  {check['compartment']}, limit {check['limit_gy']:g} Gy over {check['over']}: {check['state']}")
    for datum in told["ask"]:
        typer.echo(f"  ask for: {datum}")
    basis = told["basis"]
    typer.echo(f"  {basis['k_says']}; half-life {basis['half_life_h']:g} h; status of the inputs: {basis['standing']}")
    for assumed in basis["assumptions"]:
        typer.echo(f"  assumed: {assumed}")
    typer.echo(f"  {basis['note']}")


def _split(
    product: str,
    shunt: float | None,
    perfused_kg: float | None,
    tumour_kg: float | None,
    ratio: float | None,
    lung_kg: float | None,
) -> "Split":
    from seldinger.dosimetry import ConcentrationRatio, LungShunt, Part, Split

    if perfused_kg is None:
        stop(USAGE, "--perfused-kg is missing: the mass of the perfused liver, tumour included")
    if (tumour_kg is None) != (ratio is None):
        stop(USAGE, "--tumour-kg and --ratio go together (partition model); leave both out for the mono-compartment")
    seen = None if shunt is None else LungShunt(fraction=shunt, method="as_given")
    if tumour_kg is None or ratio is None:
        parts: tuple[Part, ...] = (Part(name="perfused liver", role="perfused", kg=perfused_kg),)
    else:
        if not tumour_kg < perfused_kg:
            raise ValueError(f"tumour {tumour_kg!r} kg does not fit into {perfused_kg!r} kg of perfused liver")
        sick = Part(name="tumour", role="tumour", kg=tumour_kg, uptake=ConcentrationRatio(value=ratio))
        parts = (sick, Part(name="normal liver", role="normal", kg=perfused_kg - tumour_kg))
    return Split(parts=parts, shunt=seen, lung_kg=lung_kg, product=product)


def _plan(
    split: "Split",
    product: str,
    target_gy: float | None,
    normal_gy: float | None,
    lung_before_gy: float | None,
    residual: float | None,
) -> "Plan":
    from datetime import date

    from seldinger.dosimetry import EarlierSession, Target, activity_for, lung_limits, normal_liver_limits

    whole = split.parts[0].role == "perfused"
    target = None if target_gy is None else Target(on="perfused" if whole else "tumour", gy=target_gy)
    normal = () if whole else (*normal_liver_limits(product), *_own_limit(product, normal_gy))
    if target is None and not normal:
        stop(USAGE, "--target-gy or --normal-gy is missing: the lung alone must not set an activity")
    earlier = EarlierSession(on=date.min, product="not stated", lung_gy=lung_before_gy)
    given = None if lung_before_gy is None else (earlier,)
    return activity_for(split.dose_per_gbq(), (*lung_limits(), *normal), given=given, target=target, residual=residual)


def _own_limit(product: str, value: float | None) -> tuple[Any, ...]:
    from seldinger.dosimetry import Limit
    from seldinger.planning.masses import own_limit

    return () if value is None else (Limit(on="normal", source=own_limit(value), product=product),)


@y90.command()
def vial(
    product: Product,
    gbq: Annotated[float, typer.Option(help="Activity wanted at treatment [GBq].")],
    at: Annotated[list[str], typer.Option(help="A possible moment, e.g. 2026-11-03T10:00; repeat for more.")],
    zone: Annotated[str, typer.Option(help="Time zone of the moments, e.g. Europe/Berlin.")],
    minus: Annotated[float, typer.Option(help="Tolerance below, as a fraction.")] = 0.05,
    plus: Annotated[float, typer.Option(help="Tolerance above, as a fraction.")] = 0.05,
    residual: Annotated[float | None, typer.Option(help="Fraction left in vial and lines.")] = None,
    weeks: Annotated[int, typer.Option(help="Calibrations so many weeks back are looked at.", min=1, max=4)] = 2,
    calibrated: Annotated[
        str | None, typer.Option(help="Calibration moment confirmed by the maker, with offset.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Print which vial in which slot holds the activity wanted; not clinically validated."""
    from datetime import timedelta

    from seldinger.dosimetry import gbq as activity_of
    from seldinger.planning import vial_slots

    try:
        times = [_moment(each, zone) for each in at]
        confirmed = None if calibrated is None else _moment(calibrated, zone)
        found = vial_slots(
            activity_of(gbq),
            product,
            times,
            first=min(times) - timedelta(weeks=weeks),
            last=max(times),
            minus=minus,
            plus=plus,
            residual=residual,
            calibrated=confirmed,
        )
    except (ValueError, OverflowError) as fault:
        stop(INPUT, str(fault))
    if as_json:
        print_json(found)
        return
    typer.echo(found["says"])
    for slot in found["slots"][:SHOWN]:
        typer.echo(
            f"  {slot['labelled_gbq']:g} GBq of {slot['calibrated']}, given {slot['treated']}: "
            f"{slot['used_gbq']:.3f} GBq ({slot['off_target']:+.1%}), stays in the window for {slot['later_h']:.1f} h"
        )
        for caution in slot["cautions"]:
            typer.echo(f"    {caution}")
    if found["status"] == "on" and not found["slots"]:
        typer.echo("  no vial in any of these slots lies inside the window")


def _moment(text: str, zone: str) -> "datetime":
    """Return an aware moment; raises ValueError on anything else."""
    from datetime import datetime
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        where = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"time zone {zone!r} is not known; expected a name such as Europe/Berlin") from None
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a moment; expected one such as 2026-11-03T10:00") from None
    if not FIRST_YEAR <= when.year <= LAST_YEAR:
        raise ValueError(f"{text!r}: expected a year from {FIRST_YEAR} to {LAST_YEAR}")
    return when if when.tzinfo is not None else when.replace(tzinfo=where)


def method_line(told: dict[str, Any]) -> str:
    """Return one method of a plan as a line: its activity, or why there is none."""
    if told["plan"] is None:
        lacks = f"; needs {', '.join(told['ask'])}" if told["ask"] else ""
        return f"{told['method']}: {told['state']}{lacks}{'; ' + told['why'] if told['why'] else ''}"
    why = f" ({told['why']})" if told["why"] else ""
    return f"{told['method']}: {told['state']}{why}; {plan_line(told['plan'])}"


def plan_line(told: dict[str, Any]) -> str:
    """Return the activity of a plan and what binds it, in a line."""
    if told["delivered_gbq"] is None:
        return f"activity not computable; needs {', '.join(told['ask']) or 'a target or a limit'}"
    bound = f", bound by: {told['binding']}" if told["binding"] else ""
    doses = "; ".join(f"{row['name']} {_gy(row)}" for row in told["doses"] or [])
    return f"{told['delivered_gbq']:.2f} GBq delivered{bound}; {doses}; {told['basis']['standing']}"


def _gy(row: dict[str, Any]) -> str:
    return f"not computable, ask for {', '.join(row['ask'])}" if row["gy"] is None else f"{row['gy']:.1f} Gy"
