// An approver's reasons, collected over the blocks of a report: they stay in this tab until the report goes back.

function boxes() {
  return [...document.querySelectorAll('textarea[name^="ly-do-"]')];
}

function read(key) {
  return JSON.parse(sessionStorage.getItem(key) ?? "{}");
}

function count(form, key) {
  const found = Object.keys(read(key)).length;
  const place = document.querySelector("[data-return-count]");
  if (place) place.textContent = found ? ` (${found} ô)` : "";
}

function remember(key, box) {
  const reasons = read(key);
  if (box.value.trim()) reasons[box.name] = box.value;
  else delete reasons[box.name];
  sessionStorage.setItem(key, JSON.stringify(reasons));
}

export function watchReturns() {
  const form = document.querySelector("form[data-returns]");
  if (!form) return;
  const key = `tra-lai-${form.dataset.returns}`;
  const here = new Map(boxes().map((box) => [box.name, box]));
  for (const [name, value] of Object.entries(read(key))) {
    if (here.has(name)) here.get(name).value = value;
    else form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.addEventListener("input", (event) => {
    if (!event.target.name?.startsWith("ly-do-")) return;
    remember(key, event.target);
    count(form, key);
  });
  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.("details.return") && event.target.open) event.target.querySelector("textarea").focus();
  }, { capture: true });
  document.addEventListener("keydown", (event) => {
    const panel = event.target.closest?.("details.return");
    if (!panel || !["Enter", "Escape"].includes(event.key) || event.target.tagName === "SUMMARY") return;
    event.preventDefault();
    panel.open = false;
    panel.querySelector("summary").focus();
  });
  count(form, key);
}
