"""No bare number in a comparison of a rule room: what two centres may set differently is a threshold with a source."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tools.tree import modules

RULE_ROOMS = ("selection", "planning", "followup")
_SIGN_ROOMS = ("planning", "followup")  # rooms that also compute: there zero is a sign, not a cut-off


def bare_numbers(root: Path) -> list[str]:
    """Return a line for each comparison with a number written into it, or with a name bound to one in that file."""
    return [
        f"{path}:{line}: compares with {seen}; a limit belongs in knowledge/thresholds, with its source"
        for room in RULE_ROOMS
        for path, tree in modules(root, room)
        for line, seen in comparisons(tree, zero=room in _SIGN_ROOMS)
    ]


def comparisons(tree: ast.AST, *, zero: bool = False) -> Iterator[tuple[int, str]]:
    """Yield line and number text of each offending comparison; counting things with len() is not one.

    >>> list(comparisons(ast.parse("LIMIT = 2\\nbilirubin > LIMIT\\nburden >= -75.0\\nlen(rows) > 1\\n0 < x")))
    [(2, 'LIMIT'), (3, '-75.0'), (5, '0')]
    """
    bound = {name for node in ast.walk(tree) for name in _bound_to_number(node)}
    for node in ast.walk(tree):
        sides = _sides(node)
        if not any(_is_len(side) for side in sides):
            for side in sides:
                if _is_number(side, zero=zero) or (isinstance(side, ast.Name) and side.id in bound):
                    yield node.lineno, ast.unparse(side)


def _sides(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Compare):
        return [side for each in (node.left, *node.comparators) for side in _members(each)]
    if isinstance(node, ast.MatchValue):
        return [node.value]
    return []


def _members(side: ast.expr) -> list[ast.expr]:
    return list(side.elts) if isinstance(side, ast.Tuple | ast.List | ast.Set) else [side]


def _is_len(side: ast.expr) -> bool:
    return isinstance(side, ast.Call) and isinstance(side.func, ast.Name) and side.func.id == "len"


def _is_number(side: ast.expr, *, zero: bool = False) -> bool:
    if isinstance(side, ast.UnaryOp):
        return _is_number(side.operand, zero=zero)
    if isinstance(side, ast.BinOp):
        return _is_number(side.left) and _is_number(side.right)
    if isinstance(side, ast.Call) and getattr(side.func, "id", "") in {"float", "int", "Decimal", "Fraction"}:
        return any(_is_number(argument) for argument in side.args)
    if not isinstance(side, ast.Constant) or isinstance(side.value, bool):
        return False
    return isinstance(side.value, int | float) and not (zero and side.value == 0)


def _bound_to_number(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Assign) and _is_number(node.value):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value and _is_number(node.value):
        return [node.target.id] if isinstance(node.target, ast.Name) else []
    return []
