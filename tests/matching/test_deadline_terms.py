from __future__ import annotations

from datetime import timedelta

from matching.deadline import Terms, term_for


def test_the_rules_may_give_other_terms() -> None:
    terms = Terms({"parking": (timedelta(hours=12), False)}, ordinary=(timedelta(days=3), False))

    assert term_for("parking", "property", urgent=False, terms=terms).solved == timedelta(hours=12)
    assert term_for("noise", "property", urgent=False, terms=terms).solved == timedelta(days=3)
    assert term_for("parking", "property", urgent=True, terms=terms).solved == timedelta(hours=2)
