"""One person at a browser of their own, who notices whatever a page does wrong."""

import re
from copy import copy
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Response, expect

from apps.dashboard.services import DEMO_PASSWORD

WIDE: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}

# Every refusal of the policy is told to the test, also one that only reports. While axe stands in the page it is axe
# that writes styles, not the page.
WATCH = """
addEventListener("securitypolicyviolation", (event) => {
  if (!window.axe) window.refused(`${event.violatedDirective}: ${event.blockedURI} at ${event.sourceFile}`);
});
"""
# No preload: axe would ask for imported style sheets at addresses that do not exist.
LOOK = """async () => {
  const found = await axe.run({ resultTypes: ["violations"], preload: false });
  delete window.axe;
  return found.violations.map((fault) => `${fault.id}: ${fault.nodes.map((node) => node.target.join(" ")).join(", ")}`);
}"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# How Chromium speaks of the answers that refuse what was typed: they are what these tests ask for.
REFUSED = re.compile(r"status of (409|422)")


class Visitor:
    """`page` is a Playwright page; `faults` what it did wrong so far (scripts, policy, answers).

    `asked_for`: what the console says because a test took the network away.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.faults: list[str] = []
        self.asked_for = REFUSED
        self._is_looking = False
        context.expose_binding("refused", lambda _, said: self.faults.append(f"CSP {said}"))
        context.add_init_script(WATCH)
        self._open(context)

    def _open(self, context: BrowserContext) -> None:
        self.page = context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("response", self._answered)

    def reopen(self) -> None:
        """The page is closed, and another one opened in its browser."""
        context = self.page.context
        self.page.close()
        self._open(context)

    def second_tab(self) -> "Visitor":
        """The same person at the same address in another tab; faults are counted together."""
        other = copy(self)
        other._open(self.page.context)
        other.page.goto(self.page.url)
        return other

    def _hear(self, message: ConsoleMessage) -> None:
        if (
            message.type in {"error", "warning"}
            and not self._is_looking
            and not self.asked_for.search(message.text)
        ):
            self.faults.append(f"{message.type}: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in {409, 422}:
            self.faults.append(f"{response.status}: {response.url}")

    def sign_in(self, username: str) -> None:
        self.page.goto("/dang-nhap/")
        self.look()
        self.page.locator("[name=login]").fill(username)
        self.page.locator("[name=password]").fill(DEMO_PASSWORD)
        self.page.get_by_role("button", name="Đăng nhập").click()
        expect(self.page).to_have_url(re.compile(r"/$"))

    def go(self, address: str) -> None:
        self.page.goto(address)
        self.look()

    def click(self, role: Any, name: str | re.Pattern[str], *, inside: str = "main") -> None:
        """A link or a button of the page, by what it says."""
        self.page.locator(inside).get_by_role(role, name=name).first.click()

    def look(self) -> None:
        """The page as it stands: no fault so far, nothing that axe objects to, nothing wider than the screen."""
        self.page.wait_for_load_state("networkidle")
        assert not self.faults, f"{self.page.url}: {self.faults}"
        self._is_looking = True
        self.page.evaluate(AXE_SCRIPT)
        violations = self.page.evaluate(LOOK)
        self._is_looking = False
        assert not violations, f"{self.page.url}: {violations}"
        assert self.page.evaluate(OVERFLOW) == 0, f"{self.page.url} is wider than the screen"

    def box(self, figure: str, unit: str) -> Locator:
        """The box of one figure of one unit, in the grid or on the page of its row."""
        return self.page.get_by_role("textbox", name=f"{figure}, {unit}", exact=True)

    def type(self, figure: str, unit: str, text: str) -> Locator:
        """Types over what stands in the box and leaves it."""
        box = self.box(figure, unit)
        box.fill(text)
        box.blur()
        return box
