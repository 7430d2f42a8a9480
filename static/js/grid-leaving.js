// Leaving before the pause of saving is over: a reload, a closed tab, another app on the phone.
// What is unsaved is sent by a request that outlives the page, with the version it was typed on; the page that comes
// next in this tab may have been asked for before that, so it is told what to expect.

import { isKept, keepRow, settleRow } from "./delivery-rows.js";
import { save, unsaved, untouched } from "./grid-saving.js";

const KEPT = "vua-go";
const MINUTE = 60000;
const VERSION = "phien-ban";

function bodyOf(form) {
  const body = new FormData(form);
  for (const box of untouched(form)) body.delete(box.name);
  return new URLSearchParams(body);
}

function send(form, body) {
  fetch(form.action, { method: "POST", body, keepalive: true, headers: { "HX-Request": "true" } }).catch(() => {});
}

let isLeaving = false;

function onHide() {
  isLeaving = true;
  const kept = unsaved().map((form) => {
    const body = bodyOf(form);
    if (isKept(form) && !navigator.onLine) keepRow(form, body);
    else send(form, body);
    return { action: form.action, at: Date.now(), fields: [...body].filter(([name]) => /^(so-|noi-dung$|phien-ban$)/.test(name)) };
  });
  sessionStorage.setItem(KEPT, JSON.stringify(kept));
}

function onShow() {
  isLeaving = false;
  unsaved().forEach(save); // typed while the scripts were still on their way
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
  sessionStorage.removeItem(KEPT);
  for (const { action, at, fields } of kept) {
    const form = [...document.querySelectorAll("[data-row-form], [data-text-form]")].find((item) => item.action === action);
    if (form && Date.now() - at < MINUTE) putBack(form, fields);
  }
}

/** What this page does not show yet is typed again and saved on the old version, so that a colleague's change is told. */
function putBack(form, fields) {
  for (const [name, value] of fields) {
    const box = form.elements[name];
    if (name === VERSION || !box || box.value === value) continue;
    box.value = value;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (!unsaved().includes(form)) return;
  form.elements[VERSION].value = new Map(fields).get(VERSION);
  save(form);
}

export function watchLeaving() {
  document.addEventListener("visibilitychange", () => { if (document.hidden && !isLeaving) unsaved().forEach(save); });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-drop]")) document.querySelectorAll("[data-row-form]").forEach(settleRow);
  });
  addEventListener("pagehide", onHide);
  addEventListener("pageshow", onShow);
}
