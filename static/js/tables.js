// Sortable heads and the density switch, for tables that stand on one page (at most 100 rows).
// <table data-sortable>, <th data-sort="text|number">, <td data-value="…"> where the shown text does not sort.
// <button data-density> inside the page switches .table--dense on every table and remembers it.

const VIETNAMESE = new Intl.Collator("vi", { numeric: true });
const DENSITY = "table-density";

function keyOf(row, column, kind) {
  const cell = row.cells[column];
  const raw = cell.dataset.value ?? cell.textContent.trim();
  if (kind !== "number") return raw;
  const number = Number(cell.dataset.value ?? raw.replaceAll(".", "").replace(",", ".").replace(/[^\d.−-]/g, "").replace("−", "-"));
  return raw === "—" || raw === "" || Number.isNaN(number) ? null : number;
}

/** Missing values stay last in both directions: they are not small, they are missing. */
function compare(a, b, kind, sign) {
  if (a === null || b === null) return (a === null) - (b === null);
  return sign * (kind === "number" ? a - b : VIETNAMESE.compare(a, b));
}

function sort(head) {
  const table = head.closest("table");
  const sign = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  for (const other of table.querySelectorAll("th[aria-sort]")) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
  const body = table.tBodies[0];
  const rows = [...body.rows].filter((row) => !row.matches(".table__total"));
  const totals = [...body.rows].filter((row) => row.matches(".table__total"));
  const column = head.cellIndex;
  const kind = head.dataset.sort;
  const keyed = rows.map((row) => [keyOf(row, column, kind), row]);
  keyed.sort(([a], [b]) => compare(a, b, kind, sign));
  body.append(...keyed.map(([, row]) => row), ...totals);
}

function makeSortable(table) {
  for (const head of table.querySelectorAll("th[data-sort]")) {
    if (head.querySelector("button")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "table__sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(head));
  }
}

function setDensity(dense) {
  for (const table of document.querySelectorAll(".table")) table.classList.toggle("table--dense", dense);
  for (const button of document.querySelectorAll("[data-density]")) button.setAttribute("aria-pressed", String(dense));
}

function remembered() {
  try {
    return localStorage.getItem(DENSITY) === "dense";
  } catch {
    return false;
  }
}

function toggleDensity() {
  const dense = !remembered();
  try {
    localStorage.setItem(DENSITY, dense ? "dense" : "roomy");
  } catch {
    // not remembered, but applied
  }
  setDensity(dense);
}

document.querySelectorAll("table[data-sortable]").forEach(makeSortable);
if (document.querySelector("[data-density]")) setDensity(remembered());
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-density]")) toggleDensity();
});
