// The unit picker: the list comes from the server (htmx), this module moves through it and chooses.

function optionsOf(picker) {
  return [...picker.querySelectorAll('[role="option"]:not([aria-disabled])')];
}

function show(picker, visible) {
  picker.querySelector('[role="listbox"]').hidden = !visible;
  const input = picker.querySelector('[role="combobox"]');
  input.setAttribute("aria-expanded", String(visible));
  if (!visible) input.removeAttribute("aria-activedescendant");
}

function highlight(picker, option) {
  for (const other of optionsOf(picker)) other.setAttribute("aria-selected", String(other === option));
  picker.querySelector('[role="combobox"]').setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function move(picker, step) {
  const options = optionsOf(picker);
  if (!options.length) return;
  const current = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  highlight(picker, options[(current + step + options.length) % options.length]);
}

function choose(picker, option) {
  const value = picker.querySelector("[data-picker-value]");
  picker.querySelector('[role="combobox"]').value = option.dataset.label;
  value.value = option.dataset.value;
  show(picker, false);
  value.dispatchEvent(new Event("change", { bubbles: true }));
}

function onKey(picker, event) {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    show(picker, true);
    move(picker, event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter") {
    const option = picker.querySelector('[aria-selected="true"]');
    if (option && !picker.querySelector('[role="listbox"]').hidden) {
      event.preventDefault();
      choose(picker, option);
    }
  } else if (event.key === "Escape") {
    show(picker, false);
  }
}

function wire(picker) {
  const input = picker.querySelector('[role="combobox"]');
  input.addEventListener("keydown", (event) => onKey(picker, event));
  input.addEventListener("input", () => {
    picker.querySelector("[data-picker-value]").value = "";
  });
  input.addEventListener("focus", () => show(picker, optionsOf(picker).length > 0));
  picker.addEventListener("htmx:afterSettle", () => show(picker, document.activeElement === input));
  picker.addEventListener("pointerdown", (event) => {
    const option = event.target.closest('[role="option"]:not([aria-disabled])');
    if (!option) return;
    event.preventDefault();
    choose(picker, option);
  });
  picker.addEventListener("focusout", (event) => {
    if (!picker.contains(event.relatedTarget)) show(picker, false);
  });
}

document.querySelectorAll("[data-picker]").forEach(wire);
