// The − and + beside a number: [data-stepper] around two buttons [data-step] and the box.

/** − and + count from what is typed, else from the register's or last quarter's number; never below zero. */
function onStep(event) {
  const button = event.target.closest("[data-step]");
  if (!button) return;
  const box = button.closest("[data-stepper]").querySelector("input");
  const text = (box.value || box.dataset.register || box.dataset.last || "0").replaceAll(".", "").replace(",", ".");
  const number = Number(text);
  if (Number.isNaN(number)) return;
  const next = Math.max(0, number + Number(button.dataset.step));
  box.value = next.toLocaleString("vi-VN", { maximumFractionDigits: 4 });
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

export function watchSteppers() {
  document.addEventListener("click", onStep);
}
