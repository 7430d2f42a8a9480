// Rows that are saved as they are typed (grid-saving.js): without network what was typed into one block of a row is
// gathered into one item, with what stood in each box before, so that the server can tell a newer number of somebody
// else's.

import { newItem, pathOf } from "./delivery-forms.js";
import { alone, drop, isAble, isOpen, items, put, watch } from "./delivery-store.js";

const BOX = /^(so|vang|giu|khac|ghi|bo)-(.+)$/;
const BESIDE = new Set(["giu", "khac"]); // reasons that stand beside a number
const REASONS = new Set(["kc", "gl", "lk"]);
const LEFT_OUT = new Set(["csrfmiddlewaretoken", "khoa"]);
const ABSENT = "không có số liệu";

export const isKept = (form) => isAble && Boolean(form.dataset.deliver);

const blockOf = (fields) => new Map(fields).get("phan");

/** Items of this form: of its row, and of the block of it that the page shows. */
const isOf = (form) => (item) => item.path === pathOf(form) && blockOf(item.fields) === form.elements.phan.value;
const isOpenOf = (form) => (item) => isOpen(item) && isOf(form)(item);

/** What the page shows as saved in these boxes, beside what is typed: `cu-CODE`. */
export function addSeen(form, fields) {
  for (const name of [...fields.keys()]) {
    const code = BOX.exec(name)?.[2];
    if (code && !fields.has(`cu-${code}`)) fields.set(`cu-${code}`, form.elements[`so-${code}`]?.defaultValue ?? ABSENT);
  }
}

/** Gathers what a failed save carried; the boxes then count as saved, on this device. */
export async function keepRow(form, parameters) {
  const typed = [...parameters];
  await alone(() => gather(form, typed));
  form.dataset.waiting = "";
  markBoxes(form, typed);
}

async function gather(form, typed) {
  const before = (await items()).find(isOpenOf(form)) ?? newItem(form);
  const fields = new Map(before.fields);
  const isBeside = ([name]) => BESIDE.has(BOX.exec(name)?.[1]);
  for (const field of typed.filter((one) => !isBeside(one))) lay(fields, field);
  for (const field of typed.filter(isBeside)) fields.set(...field);
  addSeen(form, fields);
  await put({ ...before, id: crypto.randomUUID(), state: "waiting", why: "network", fields: [...fields] });
  await drop(before.id);
}

/** The last word on a box counts; what stood there first stays beside it, and the version that was first seen. */
function lay(fields, [name, value]) {
  const code = BOX.exec(name)?.[2];
  if (code) for (const other of [...fields.keys()]) if (BOX.exec(other)?.[2] === code) fields.delete(other);
  const isOlder = (name === "phien-ban" || name.startsWith("cu-")) && fields.has(name);
  if (!LEFT_OUT.has(name) && !isOlder && !(REASONS.has(name) && !value)) fields.set(name, value);
}

function markBoxes(form, fields) {
  for (const [name, value] of fields) {
    const [, kind, code] = BOX.exec(name) ?? [];
    const box = code && form.elements[`so-${code}`];
    if (!box) continue;
    if (kind === "so") box.value = value;
    else if (kind === "vang") box.placeholder = ABSENT;
    box.dataset.kept = box.value;
    box.closest("[data-stepper]")?.classList.add("stepper--kept");
  }
}

/** A row page opened again shows what waits of it. */
export async function putRowsBack() {
  const all = await items();
  for (const form of document.querySelectorAll("[data-row-form][data-deliver]")) {
    const item = all.find(isOpenOf(form));
    if (!item) continue;
    form.dataset.waiting = "";
    markBoxes(form, item.fields);
  }
}

/** What was refused of this row is settled: the person has saved it, or chosen the system's numbers. */
export async function settleRow(form) {
  if (!isKept(form)) return;
  for (const item of await items()) if (item.state === "refused" && isOf(form)(item)) await drop(item.id);
}

function takeAsSaved(form) {
  for (const box of form.elements) {
    if (box.dataset.kept === undefined) continue;
    box.defaultValue = box.dataset.kept;
    delete box.dataset.kept;
  }
}

/** Once nothing of the row waits any more, the page is drawn anew with what the server has. */
export function watchRows(unsaved) {
  watch(async () => {
    const all = await items();
    for (const form of document.querySelectorAll("[data-row-form][data-waiting]")) {
      if (all.some((item) => item.state !== "sent" && isOf(form)(item))) continue;
      delete form.dataset.waiting;
      takeAsSaved(form);
      if (!unsaved().length) location.reload();
    }
  });
  putRowsBack();
}
