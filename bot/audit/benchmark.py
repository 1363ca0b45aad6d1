"""The benchmark of asking volunteers: three policies on a made-up district, and ours under other conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from bot.audit.district import Scale, build_district
from bot.audit.measure import Figures, measure
from bot.audit.play import Conditions, best_of, ground_of, play
from bot.audit.policies import POLICIES
from bot.audit.yardstick import Yardstick

#: Other conditions for ours: the odds told instead of learnt; people who grow tired of being asked.
VARIANTS = {"linli_known": Conditions(known=True), "linli_tired": Conditions(tired=True)}
#: The figures that `linli dispatch-benchmark --json` has promised; others may be added.
PROMISED = (
    "value_ratio", "priced_ratio", "fill", "offers_per_filled", "minutes_p50", "minutes_p90", "notifications_p99",
    "load_gini", "area_gini",
)  # fmt: skip
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Result:
    """A district's figures: of each policy by its name, and of ours under other conditions by theirs."""

    scale: Scale
    policies: Mapping[str, Figures]
    variants: Mapping[str, Figures]
    best: Yardstick


def run_benchmark(scale: Scale) -> Result:
    """Play the district of a scale: half a minute at the seed's."""
    district = build_district(scale)
    ground = ground_of(district)
    best = best_of(district, ground)

    def figures(policy: int, conditions: Conditions) -> Figures:
        return measure(ground, district.territory, play(district, ground, POLICIES[policy], conditions), best)

    return Result(
        scale,
        {policy.name: figures(at, Conditions()) for at, policy in enumerate(POLICIES)},
        {name: figures(0, conditions) for name, conditions in VARIANTS.items()},
        best,
    )


def as_json(result: Result) -> dict[str, object]:
    """The result as `linli dispatch-benchmark --json` prints it, rounded to four places."""
    return {
        "scale": asdict(result.scale),
        "policies": {name: plain(figures) for name, figures in result.policies.items()},
        "variants": {name: plain(figures) for name, figures in result.variants.items()},
        "optimum": {
            "value": round(result.best.value, _DIGITS),
            "fill": round(result.best.hands / max(1, result.scale.tasks), _DIGITS),
            "fractional": result.best.fractional,
            "ex_ante": round(result.best.expected, _DIGITS),
        },
    }


def plain(figures: Figures) -> dict[str, object]:
    """Figures as plain numbers."""
    return {
        name: {word: round(share, _DIGITS) for word, share in value.items()} if isinstance(value, dict)
        else round(value, _DIGITS)
        for name, value in asdict(figures).items()
    }  # fmt: skip
