"""Elements (figures that are collected), indicators (formulas over them), targets, and the approved figures."""

from apps.indicators.models.element import DUE_ORDINALS, Element, ElementUnitKind, Rule, RuleTerm
from apps.indicators.models.fact import Fact, IndicatorSlot, Layout, Rollup, Slot, counters, figures
from apps.indicators.models.indicator import Indicator, IndicatorTerm, JudgingRule, Target

__all__ = [
    "DUE_ORDINALS",
    "Element",
    "ElementUnitKind",
    "Fact",
    "Indicator",
    "IndicatorSlot",
    "IndicatorTerm",
    "JudgingRule",
    "Layout",
    "Rollup",
    "Rule",
    "RuleTerm",
    "Slot",
    "Target",
    "counters",
    "figures",
]
