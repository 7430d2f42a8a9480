// Applies the person's own choice of light or dark before the first paint. Loaded in <head>, not as a module,
// so that the page never flashes; without a choice the system's wish holds (css/tokens.css).
(() => {
  const key = "theme";
  const root = document.documentElement;

  function stored() {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage may be forbidden; the system's wish holds
    }
  }

  function apply(theme) {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
    for (const button of document.querySelectorAll("[data-theme-set]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeSet === (theme || "auto")));
    }
  }

  apply(stored());
  document.addEventListener("DOMContentLoaded", () => apply(stored()));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-set]");
    if (!button) return;
    const theme = button.dataset.themeSet === "auto" ? null : button.dataset.themeSet;
    try {
      if (theme) localStorage.setItem(key, theme);
      else localStorage.removeItem(key);
    } catch {
      // not remembered, but applied
    }
    apply(theme);
  });
})();
