"""The demo province."""

from apps.dashboard.services.demo.people import DEMO_PASSWORD
from apps.dashboard.services.demo.seed import seed

__all__ = ["DEMO_PASSWORD", "seed"]
