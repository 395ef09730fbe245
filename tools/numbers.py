"""No bare number in a comparison of a rule room: what two centres may set differently is a threshold with a source.

Zero is no limit: it says "none" or gives a sign. Rooms that also compute may read a flag (equality with one) and may
name the constant of an equation; the room that judges may not even do that.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from tools.tree import modules

RULE_ROOMS = ("selection", "planning", "followup")
_COMPUTING = ("planning", "followup")
_COUNTS = {"len", "count"}  # counting things in the program, not reading a patient's value
_NUMBERS = {"float", "int", "Decimal", "Fraction"}


def bare_numbers(root: Path) -> list[str]:
    """Return a line for each comparison with a number written into it (in the room that judges, also with its name)."""
    return [
        f"{path}:{line}: compares with {seen}; a limit belongs in knowledge/thresholds, with its source"
        for room in RULE_ROOMS
        for path, tree in modules(root, room)
        for line, seen in comparisons(tree, computing=room in _COMPUTING)
    ]


def comparisons(tree: ast.AST, *, computing: bool = False) -> Iterator[tuple[int, str]]:
    """Yield line and text of each number that is compared with, for a room that judges or one that also computes.

    >>> list(comparisons(ast.parse("LIMIT = 2\\nbilirubin > LIMIT\\nburden >= -75.0\\nlen(rows) > 1\\n0 < x")))
    [(2, 'LIMIT'), (3, '-75.0')]
    """
    bound = set() if computing else {name for node in ast.walk(tree) for name in _bound_to_number(node)}
    for node in ast.walk(tree):
        sides = _sides(node)
        if any(_is_count(side) for side in sides) or (computing and _reads_flag(node)):
            continue
        for side in sides:
            if _is_number(side) or (isinstance(side, ast.Name) and side.id in bound):
                yield side.lineno, ast.unparse(side)


def _sides(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Compare):
        return [side for each in (node.left, *node.comparators) for side in _members(each)]
    return [node.value] if isinstance(node, ast.MatchValue) else []


def _members(side: ast.expr) -> list[ast.expr]:
    return list(side.elts) if isinstance(side, ast.Tuple | ast.List | ast.Set) else [side]


def _is_count(side: ast.expr) -> bool:
    return isinstance(side, ast.Call) and _name(side.func) in _COUNTS


def _reads_flag(node: ast.AST) -> bool:
    if not isinstance(node, ast.Compare) or not all(isinstance(each, ast.Eq | ast.NotEq) for each in node.ops):
        return False
    return all(isinstance(each, ast.Constant) and each.value == 1 for each in node.comparators)


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _is_number(side: ast.expr) -> bool:
    """Return whether an expression is a number other than zero, written out."""
    if isinstance(side, ast.UnaryOp):
        return _is_number(side.operand)
    if isinstance(side, ast.BinOp):
        return _is_number(side.left) and _is_number(side.right)
    if isinstance(side, ast.Call) and _name(side.func) in _NUMBERS:
        return any(_is_number(argument) for argument in side.args)
    if not isinstance(side, ast.Constant) or isinstance(side.value, bool):
        return False
    return isinstance(side.value, int | float) and side.value != 0


def _bound_to_number(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Assign) and _is_number(node.value):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value and _is_number(node.value):
        return [node.target.id] if isinstance(node.target, ast.Name) else []
    return []
