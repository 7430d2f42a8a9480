// Saving a row as it is typed. One request a row at a time; what is typed meanwhile is kept and saved next.
// A box is "touched" while its value differs from the one the server last gave it (its defaultValue). One that was
// refused travels with its row each time, but nobody waits for it: its fault stands beside it. What a phone keeps
// because the network is away (data-kept, delivery-rows.js) is not touched any more.

import { addSeen, isKept, keepRow, settleRow } from "./delivery-rows.js";
import { flush } from "./delivery-sending.js";
import { isSignIn, renewToken } from "./grid-session.js";

const PAUSE = 1500;
const RETRY = 10000;
const timers = new WeakMap();
const sent = new WeakMap();
const busy = new Set();

const formsOf = () => [...document.querySelectorAll("[data-row-form]")];
const boxesOf = (form) => [...form.elements].filter((box) => box.name?.startsWith("so-"));
const isTouched = (box) => box.value !== (box.dataset.kept ?? box.defaultValue);
const travels = (box) => isTouched(box) || box.hasAttribute("data-refused");
const isDirty = (form) => boxesOf(form).some(isTouched);

/** Forms of rows and texts with something typed that the server has not confirmed. */
export function unsaved() {
  const texts = [...document.querySelectorAll("[data-text-form] textarea[data-dirty]")];
  return [...formsOf().filter(isDirty), ...texts.map((area) => area.form)];
}

/** Sends the touched boxes of one row, or a text. */
export function save(form) {
  clearTimeout(timers.get(form));
  window.htmx.trigger(form, "luu");
}

/** Saves one row with extra fields: a reason, a number to put. */
export function saveWith(form, fields) {
  const extra = Object.entries(fields).map(([name, value]) => Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  form.append(...extra);
  save(form);
  for (const field of extra) field.remove();
}

function later(form, pause = PAUSE) {
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => isDirty(form) && save(form), pause));
}

const isPending = () => busy.size > 0 || unsaved().length > 0;

/** Resolves when nothing is typed or under way any more, or gives up after five seconds. */
async function settle() {
  unsaved().forEach(save);
  for (let tries = 0; isPending() && tries < 50; tries += 1) await new Promise((done) => { setTimeout(done, 100); });
  return !isPending();
}

/** The boxes of a row that stay at home: only what was typed travels, so that nobody else's figures are written over. */
export const untouched = (form) => boxesOf(form).filter((box) => !travels(box));

/** All boxes travel when one chooses to write over. */
function onConfigure(event) {
  const form = event.detail.elt;
  if (!form.matches("[data-row-form]")) return;
  const submitter = event.detail.triggeringEvent?.submitter;
  if (submitter?.name === "ghi-de") return;
  const { parameters } = event.detail;
  for (const box of untouched(form)) parameters.delete(box.name);
  const carries = [...parameters.keys()].some((name) => /^(so|vang|bo|giu|khac|ghi)-/.test(name));
  if (isKept(form)) addSeen(form, parameters);
  if (!submitter && !carries) event.preventDefault();
  else if ("waiting" in form.dataset) {
    event.preventDefault();
    hold(form, parameters);
  }
}

/** Behind what waits of the row already, or because it cannot be sent now. */
async function hold(form, parameters) {
  await keepRow(form, parameters);
  await flush();
}

function onRequest(event) {
  const form = event.detail.elt;
  if (form.matches("[data-text-form]")) form.querySelector("textarea").removeAttribute("data-dirty");
  if (!form.matches("[data-row-form]")) return;
  sent.set(form, new Map(boxesOf(form).map((box) => [box.name, box.value])));
  busy.add(form);
}

/** Refused and stale rows are redrawn too. What was typed since the request is carried over. */
function onSwap(event) {
  const form = event.detail.requestConfig.elt;
  const { status } = event.detail.xhr;
  if (!form.matches("[data-row-form], [data-text-form]")) return;
  if (isSignIn(event.detail.xhr, form)) event.detail.shouldSwap = false;
  if (status === 409 || status === 422) Object.assign(event.detail, { shouldSwap: true, isError: false });
  if (!event.detail.shouldSwap || !form.matches("[data-row-form]")) return;
  const before = sent.get(form);
  form.newer = boxesOf(form).filter((box) => box.value !== before?.get(box.name)).map((box) => [box.name, box.value]);
}

function onSwapped(event) {
  const form = event.detail.requestConfig?.elt;
  if (!form?.newer) return;
  for (const [name, value] of form.newer) {
    const box = boxesOf(form).find((item) => item.name === name);
    if (box) box.value = value;
  }
  if (form.newer.length) later(form, 300);
  delete form.newer;
}

function onDone(event) {
  const form = event.detail.requestConfig.elt;
  busy.delete(form);
  if (!form.matches("[data-row-form], [data-text-form]")) return;
  const { status, responseText } = event.detail.xhr;
  const isPlain = event.detail.xhr.getResponseHeader("Content-Type")?.startsWith("text/plain");
  const isAnswered = [200, 409, 422].includes(status) && !isSignIn(event.detail.xhr, form);
  if (isAnswered && status === 200) settleRow(form);
  if (isKept(form) && !isAnswered && !(status === 403 && isPlain)) hold(form, event.detail.requestConfig.parameters);
  else if ((status === 200 && isSignIn(event.detail.xhr, form)) || (status === 403 && !isPlain)) renew(form);
  else if (status === 200 || status === 409 || status === 422) tell("");
  else if (status === 403) tell(`Chưa lưu được: ${responseText.slice(0, 300)}`);
  else {
    tell("Chưa lưu được vì mất kết nối. Chữ đồng chí gõ còn nguyên, hệ thống sẽ tự lưu lại.");
    if (form.matches("[data-row-form]")) later(form, RETRY);
  }
}

/** The session ended: as soon as somebody is signed in again, what was typed is saved. */
async function renew(form) {
  if (await renewToken()) {
    save(form);
    return;
  }
  tell("Phiên làm việc đã hết. Chữ đồng chí gõ còn nguyên: mở thẻ khác, đăng nhập lại, rồi quay về đây.");
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => renew(form), RETRY));
}

function tell(sentence) {
  const place = document.querySelector("[data-trouble]");
  place.hidden = !sentence;
  place.querySelector("p").textContent = sentence;
}

/** A link or a form that leaves the page waits until what was typed is saved. */
async function onLeave(event) {
  const link = event.target.closest("a[href]");
  if (!link || !isPending() || event.ctrlKey || event.metaKey || link.hash && link.pathname === location.pathname && link.search === location.search) return;
  event.preventDefault();
  if (await settle()) location.assign(link.href);
}

async function onSubmit(event) {
  const form = event.target;
  if (!form.matches("[data-flush], #nop") || !isPending()) return;
  event.preventDefault();
  event.stopPropagation();
  if (!(await settle())) return;
  const button = form.id === "nop" ? document.querySelector("#thanh button[form=nop]") : undefined;
  if (form.id !== "nop" || button) form.requestSubmit(button);
}

export function watchSaving() {
  document.addEventListener("focusout", (event) => {
    const box = event.target;
    if (box.form?.matches("[data-row-form]") && box.name?.startsWith("so-") && isTouched(box)) save(box.form);
  });
  document.addEventListener("input", (event) => {
    const box = event.target;
    if (box.matches("[data-text-form] textarea")) box.setAttribute("data-dirty", "");
    else if (box.form?.matches("[data-row-form]") && box.name?.startsWith("so-")) later(box.form);
  });
  document.addEventListener("click", onLeave);
  document.addEventListener("submit", onSubmit, { capture: true });
  addEventListener("beforeunload", (event) => { if (isPending()) event.preventDefault(); });
  document.body.addEventListener("htmx:configRequest", onConfigure);
  document.body.addEventListener("htmx:beforeRequest", onRequest);
  document.body.addEventListener("htmx:beforeSwap", onSwap);
  document.body.addEventListener("htmx:afterSwap", onSwapped);
  document.body.addEventListener("htmx:afterRequest", onDone);
}
