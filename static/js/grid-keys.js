// Moving through the boxes: Enter and arrows in the grid, steppers on the phone, the way to the next gap.

import { save } from "./grid-saving.js";
import { watchSteppers } from "./stepper.js";

const BOX = "input[data-code]";

/** Boxes of the grid as rows of maps from code to box, in the order of the page. */
export function matrix() {
  return [...document.querySelectorAll("[data-row]")].map((row) => new Map([...row.querySelectorAll(BOX)].map((box) => [box.dataset.code, box])));
}

function below(box, step) {
  const rows = matrix();
  const { code } = box.dataset;
  const place = rows.findIndex((row) => row.get(code) === box);
  for (let next = place + step; next >= 0 && next < rows.length; next += step) {
    if (rows[next].has(code)) return rows[next].get(code);
  }
  return null;
}

function beside(box, step) {
  const all = [...document.querySelectorAll(BOX)];
  return all[all.indexOf(box) + step] ?? null;
}

function targetOf(event, box) {
  const isGrid = Boolean(box.closest("[data-grid]"));
  const atStart = box.selectionStart === 0 && (box.selectionEnd === 0 || box.selectionEnd === box.value.length);
  const atEnd = box.selectionEnd === box.value.length;
  if (event.key === "Enter") return isGrid ? below(box, event.shiftKey ? -1 : 1) : beside(box, event.shiftKey ? -1 : 1);
  if (event.key === "ArrowDown") return isGrid ? below(box, 1) : beside(box, 1);
  if (event.key === "ArrowUp") return isGrid ? below(box, -1) : beside(box, -1);
  if (event.key === "ArrowLeft" && atStart) return beside(box, -1);
  if (event.key === "ArrowRight" && atEnd) return beside(box, 1);
  return undefined;
}

function onKey(event) {
  const box = event.target;
  if (!box.matches?.(BOX) || event.ctrlKey || event.altKey || event.metaKey) return;
  const target = targetOf(event, box);
  if (target === undefined) return;
  event.preventDefault();
  if (event.key === "Enter") takeRegister(box);
  if (target) target.focus();
  else if (event.key === "Enter") save(box.form);
}

/** Enter in a box that waits for the register's number takes it. */
function takeRegister(box) {
  if (!box.dataset.register || box.value) return;
  box.value = box.dataset.register;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function onFocus(event) {
  const box = event.target;
  if (!box.matches?.(BOX)) return;
  box.select();
  for (const row of document.querySelectorAll(".is-current")) row.classList.remove("is-current");
  box.closest("tr")?.classList.add("is-current");
}

/** The next empty or wrong box of this page after the focus; other blocks are reached by the link itself. */
function onGap(event) {
  const link = event.target.closest("[data-next-gap]");
  if (!link) return;
  const gaps = [...document.querySelectorAll(`.cell--empty ${BOX}, .cell--error ${BOX}`)];
  if (!gaps.length) return;
  const here = document.querySelector(".is-current .cell__input:focus") ?? lastFocused;
  const after = gaps.find((box) => here && here.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING);
  event.preventDefault();
  event.stopPropagation();
  (after ?? gaps[0]).focus();
}

let lastFocused = null;

export function watchKeys() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("focusin", (event) => {
    onFocus(event);
    if (event.target.matches?.(BOX)) lastFocused = event.target;
  });
  watchSteppers();
}

export function watchGaps() {
  document.addEventListener("click", onGap, { capture: true });
  const wanted = location.hash.startsWith("#o-") && document.getElementById(location.hash.slice(1));
  if (wanted) wanted.focus();
  addEventListener("hashchange", () => document.getElementById(location.hash.slice(1))?.focus());
}
