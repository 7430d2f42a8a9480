"""The demo province."""

from apps.dashboard.services.demo.people import DEMO_PASSWORD
from apps.dashboard.services.demo.seed import seed_province, seed_review

__all__ = ["DEMO_PASSWORD", "seed_province", "seed_review"]
