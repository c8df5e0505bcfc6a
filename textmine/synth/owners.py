"""Who runs a synthetic project, and what a layout asks of the content."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from textmine.synth.words import words


@dataclass(frozen=True, slots=True)
class Traits:
    """What a layout asks of the content.

    Attributes
    ----------
    rows : tuple of int
        Least and most indicators.
    execution_row : bool
        The execution rate is printed as the first indicator instead of a weight in the funding block.
    split_target : bool
        Targets are split into nature, value and unit.
    level2 : bool
        Level 2 is filled; otherwise some of its cells stay blank.
    whole : bool
        A form of a whole department (部门整体支出): no project.
    """

    rows: tuple[int, int] = (5, 16)
    execution_row: bool = False
    split_target: bool = False
    level2: bool = True
    level1: bool = True
    whole: bool = False
    form_reason: bool = False
    goal_items: tuple[int, int] = (0, 4)
    decimals: int = 0
    target_style: str = "bracket"


@dataclass(frozen=True, slots=True)
class Owner:
    """A project and who runs it: stays the same over the years of a corpus."""

    sector: dict[str, Any]
    region: str
    department: str
    unit: str
    project: str


def make_owner(rng: Random) -> Owner:
    """Draw a unit and its project."""
    table = words()
    sector = rng.choice(table["sector"])
    region = rng.choice(table["regions"])
    unit = rng.choice([region + rng.choice(sector["units"]), rng.choice(sector["units"]), region + sector["bureau"]])
    project = rng.choice(sector["projects"])
    if rng.random() < 0.3:
        project = rng.choice([f"{region}{project}", f"{project}（一期）", f"{rng.choice(table['years'])}年度{project}"])
    return Owner(sector, region, region + sector["bureau"], unit, project)
