// <form method="post" data-deliver="Bàn giao quý III/2021 của Đoàn xã Đồng Tiến">: kept on this device before it is
// sent, under one key, so that a second tap, a lost answer or a lost network does it once and loses nothing.
// data-deliver-single: of one address one form at a time; the newer one takes the place of what waits or was refused.
// data-deliver-single="nhom": the same for each value of that field.
// data-deliver-after="path": goes only when nothing of that path is left on this device (rows: delivery-rows.js).

import { alone, drop, find, isOpen, items, owner, put, watch } from "./delivery-store.js";
import { flush, openAsPage } from "./delivery-sending.js";

const KEY = "khoa";
const OWN = "form[data-deliver]:not([data-row-form])";
const LEFT_OUT = new Set([KEY, "csrfmiddlewaretoken"]);
const busy = new Set();
const asShown = new WeakMap(); // of each form: what stood in it when it was shown, kept or freed
const openedAt = Date.now();

export const pathOf = (form) => new URL(form.action, location.href).pathname;

function keyField(form) {
  const hidden = () => form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: KEY }));
  return form.elements[KEY] ?? hidden();
}

/** The key of the form: the same until it is done, a new one for the next time. */
async function keyOf(form) {
  const field = keyField(form);
  if (!field.value || (await find(field.value))?.state === "sent") field.value = crypto.randomUUID();
  return field.value;
}

export const newItem = (form) => ({
  id: crypto.randomUUID(),
  user: owner(),
  path: pathOf(form),
  title: form.dataset.deliver,
  at: Date.now(),
  fields: [],
  state: "waiting",
});

const isEmpty = (value) => value instanceof File && !value.name;
const fieldsOf = (form, submitter) => [...new FormData(form, submitter)].filter(([name, value]) => !LEFT_OUT.has(name) && !isEmpty(value));

async function itemOf(form, submitter) {
  const fields = fieldsOf(form, submitter);
  return { ...newItem(form), id: await keyOf(form), fields, slot: slotOf(form), after: form.dataset.deliverAfter };
}

const isSingle = (form) => "deliverSingle" in form.dataset;
const slotOf = (form) => (form.dataset.deliverSingle ? form.elements[form.dataset.deliverSingle].value : "");
const isOf = (item, form) => item.path === pathOf(form) && (item.slot ?? "") === slotOf(form);

async function keep(form, submitter) {
  const item = await itemOf(form, submitter);
  await put(item);
  for (const other of isSingle(form) ? await items() : []) {
    if (isOf(other, form) && other.id !== item.id && other.state !== "sent") await drop(other.id);
  }
  navigator.storage?.persist?.();
  return item;
}

async function onSubmit(event) {
  const form = event.target;
  if (event.defaultPrevented || !form.matches(OWN)) return;
  event.preventDefault();
  if (busy.has(form)) return;
  busy.add(form);
  remember(form);
  const item = await alone(() => keep(form, event.submitter)).catch(() => null);
  if (item) await flush();
  if (item) await conclude(form, await find(item.id));
  else postPlainly(form, event.submitter);
  busy.delete(form);
}

/** This browser has no room, or forbids to keep anything: the form posts as it does without this script. */
function postPlainly(form, submitter) {
  delete form.dataset.deliver;
  form.requestSubmit(submitter);
}

const words = (form) => JSON.stringify(fieldsOf(form).map(([name, value]) => [name, value.name ?? value]));
const remember = (form) => asShown.set(form, words(form));
const isTyped = (form) => words(form) !== asShown.get(form);

async function conclude(form, item) {
  if (!item || item.state === "sent") goTo(item?.url);
  else if (item.state === "refused") await openAsPage(item);
  else if (isSingle(form)) markKept(form);
  else makeRoom(form);
}

/** The form is free for the next one: what it held waits under its key. What was typed since then stays. */
function makeRoom(form) {
  if (!isTyped(form)) {
    form.reset();
    remember(form);
  }
  form.elements[KEY].value = "";
  showBar();
}

const showBar = () => document.querySelector("[data-delivery-bar]").scrollIntoView({ block: "nearest" });

function goTo(url) {
  const target = new URL(url || location.href, location.href);
  const isHere = target.pathname === location.pathname && target.search === location.search;
  location.assign(target);
  if (isHere) location.reload(); // another place of the same page alone would not fetch it anew
}

/** The buttons of a form that waits sleep and say why. */
function markKept(form) {
  for (const button of [...form.elements].filter((element) => element.type === "submit")) {
    button.classList.add("button--asleep");
    button.classList.remove("button--primary");
    button.setAttribute("aria-disabled", "true");
    button.title = "Đã giữ trên máy này, tự gửi khi có mạng.";
  }
  showBar();
}

/** A page opened again shows what waits of it: text as it was typed, files are kept but cannot be shown. */
async function putBack() {
  const open = (await items()).filter(isOpen);
  for (const form of [...document.querySelectorAll(OWN)].filter(isSingle)) {
    const item = open.find((waiting) => isOf(waiting, form));
    if (!item) continue;
    for (const field of form.elements) setField(field, valuesOf(item, field.name));
    keyField(form).value = item.id;
    remember(form);
    markKept(form);
  }
}

const valuesOf = (item, name) => item.fields.filter(([key]) => key === name).map(([, value]) => value);

function setField(field, values) {
  if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
  else if (typeof values[0] === "string") [field.value] = values;
}

/** All that waited of this page is sent: the page shows it, unless somebody types in it meanwhile. */
async function showAnew() {
  const forms = [...document.querySelectorAll(OWN)];
  const paths = new Set(forms.map(pathOf));
  const all = await items();
  const mine = all.filter((item) => paths.has(item.path));
  const last = mine.findLast((item) => item.sentAt > openedAt);
  const isDone = last && mine.every((item) => item.state === "sent") && !all.some(isOpen);
  if (isDone && !busy.size && !forms.some(isTyped)) goTo(last.url);
}

export function watchForms() {
  document.addEventListener("submit", (event) => { onSubmit(event); });
  document.querySelectorAll(OWN).forEach(remember);
  putBack();
  watch(showAnew);
}
