"""The shipped model: roles and codes in one bundle, kept as arrays (.npz, never pickle) beside a readable .json."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.causes.features import Space
from textmine.causes.model_causes import Calibration, CauseModel
from textmine.errors import ConfigError
from textmine.passages.crf import Chain
from textmine.passages.model import RoleModel
from textmine.passages.network import Weights

FORMAT = 2
SHIPPED = Path(__file__).with_name("data") / "model"
_SMALL = 2e-3
"""Weights below this share of the largest are dropped: they decide nothing and cost space."""


@dataclass(frozen=True)
class Model:
    """Roles and codes, learned from annotated passages.

    Attributes
    ----------
    roles : RoleModel
        Passage → segments.
    causes : CauseModel
        Segments → codes.
    background : tuple of str
        Clauses of all codes, against which codes that a user adds are learned.
    manifest : dict
        Version, codebook, training files with their hashes, settings, held-out figures.
    """

    roles: RoleModel = field(repr=False)
    causes: CauseModel = field(repr=False)
    background: tuple[str, ...] = field(default=(), repr=False)
    manifest: dict[str, Any] = field(default_factory=dict)


def save_model(model: Model, path: Path) -> None:
    """Write ``<path>.npz`` and ``<path>.json``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    roles, causes = model.roles, model.causes
    arrays: dict[str, Any] = {
        "role_state": _half(roles.chain.state), "role_move": roles.chain.move,
        "role_start": roles.chain.start, "role_stop": roles.chain.stop,
        **_network(roles.network),
        "idf": causes.space.idf.astype(np.float32),
        "weights": _half(causes.weights), "bias": causes.bias,
        "whole_weights": _half(causes.whole_weights), "whole_bias": causes.whole_bias,
        "cal_bias": causes.calibration.bias, "cal_thresholds": causes.calibration.thresholds,
        "cal_blend": np.array([causes.calibration.instance, causes.calibration.whole]),
    }  # fmt: skip
    np.savez_compressed(path.with_suffix(".npz"), **arrays)
    about = {
        "format": FORMAT,
        "manifest": model.manifest,
        "codes": list(causes.codes),
        "longest": roles.longest,
        "background": list(model.background),
        "role_features": "\n".join(map(_escape, roles.vocabulary)),
        "cause_features": "\n".join(map(_escape, causes.space.vocabulary)),
    }
    path.with_suffix(".json").write_text(json.dumps(about, ensure_ascii=False, indent=0), encoding="utf-8")


def load_model(path: Path | None = None) -> Model:
    """Read a model; the shipped one by default, kept in memory after the first time.

    Raises
    ------
    ConfigError
        The files are missing, damaged, or of another format.
    """
    return _shipped() if path is None else _load(path)


@cache
def _shipped() -> Model:
    return _load(SHIPPED)


def _load(path: Path) -> Model:
    try:
        about = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        with np.load(path.with_suffix(".npz"), allow_pickle=False) as found:
            a = {name: found[name].astype(np.float64) for name in found.files}
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"the model cannot be read / 模型无法读取: {error}", where=str(path), hint="python -m textmine.causes.build"
        ) from error
    if about.get("format") != FORMAT:
        raise ConfigError(f"model format {about.get('format')!r}, expected {FORMAT}", where=str(path))
    if "role_state" not in a:
        raise ConfigError("the model has no roles / 模型缺少角色部分", where=str(path))
    chain = Chain(a["role_state"], a["role_move"], a["role_start"], a["role_stop"])
    network = Weights(*(a[f"net_{name}"] for name in Weights._fields)) if "net_words" in a else None
    roles = RoleModel(_vocabulary(about["role_features"]), chain, about["longest"], network)
    blend = a["cal_blend"]
    calibration = Calibration(float(blend[0]), float(blend[1]), a["cal_bias"], a["cal_thresholds"])
    causes = CauseModel(
        tuple(about["codes"]), Space(_vocabulary(about["cause_features"]), a["idf"]),
        a["weights"], a["bias"], a["whole_weights"], a["whole_bias"], calibration,
    )  # fmt: skip
    return Model(roles, causes, tuple(about["background"]), about["manifest"])


def _network(network: Weights | None) -> dict[str, Any]:
    if network is None:
        return {}
    found = {f"net_{name}": value for name, value in network._asdict().items()}
    return found | {"net_words": _half(network.words)}


def _half(weights: NDArray[np.float64]) -> NDArray[np.float16]:
    floor = _SMALL * float(np.abs(weights).max(initial=0.0))
    return np.where(np.abs(weights) < floor, 0.0, weights).astype(np.float16)


def _escape(feature: str) -> str:
    return feature.replace("\\", "\\\\").replace("\n", "\\n")


def _vocabulary(block: str) -> dict[str, int]:
    names = block.split("\n") if block else []
    return {n.replace("\\n", "\n").replace("\\\\", "\\") if "\\" in n else n: i for i, n in enumerate(names)}
