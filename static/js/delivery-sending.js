// Sends what waits, in order, each with a fresh token; the server does each once (docs/architecture.md).

import { alone, drop, isOpen, items, owner, put } from "./delivery-store.js";

const DAY = 24 * 60 * 60 * 1000;
const PAUSE = 30000;
const PATIENCE = { pass: 15000, item: 120000 }; // a network that hangs is none

/** Sends all that waits; resolves when nothing more can be done now. */
export const flush = () => alone(sendAll);

async function sendAll() {
  const mine = await items();
  for (const item of mine) if (item.state === "sent" && Date.now() - item.sentAt > DAY) await drop(item.id);
  const waiting = mine.filter(isOpen);
  if (!waiting.length) return;
  const pass = await askPass();
  if (pass.why) for (const item of waiting) await stay(item, pass.why);
  else for (const item of waiting) if (!(await isHeld(item)) && !(await send(item, pass))) break;
}

/** Whether something that it comes after is still on this device: refused, and to be put right first. */
async function isHeld(item) {
  const before = item.after && (await items()).some((other) => other.path === item.after && other.state !== "sent");
  if (before) await stay(item, "before");
  return before;
}

/** Who is signed in and the token to send with, or why nothing can be sent now. */
async function askPass() {
  const address = document.querySelector("[data-delivery-bar]").dataset.token;
  try {
    const answer = await fetch(address, { redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(PATIENCE.pass) });
    if (answer.type === "opaqueredirect") return { why: "sign-in" };
    if (!answer.ok) return { why: "busy" };
    const pass = await answer.json();
    return pass.user === owner() ? pass : { why: "sign-in" };
  } catch {
    return { why: "network" };
  }
}

/** Whether the next one may follow: this one was done, or refused for good. */
async function send(item, pass) {
  await put({ ...item, state: "sending" });
  const headers = { "X-Delivery": "1", "X-CSRFToken": pass.token };
  const request = { method: "POST", body: bodyOf(item), redirect: "manual", headers, signal: AbortSignal.timeout(PATIENCE.item) };
  const answer = await fetch(item.path, request).catch(() => null);
  if (!answer) return stay(item, "network");
  if (answer.status === 401) return stay(item, "sign-in");
  const told = await answer.json().catch(() => null);
  if (!told || answer.status >= 500 || answer.status === 429) return stay(item, "busy");
  if (answer.ok) await put({ ...item, state: "sent", fields: [], sentAt: Date.now(), url: told.url });
  else await put({ ...item, state: "refused", status: answer.status, said: told.said });
  return true;
}

async function stay(item, why) {
  await put({ ...item, state: "waiting", why });
  return false;
}

export function bodyOf(item) {
  const body = new FormData();
  body.append("khoa", item.id);
  for (const [name, value] of item.fields) body.append(name, value);
  return body;
}

/** Posts a refused item as its own page would have: the answer is the server's page, with all that was typed. */
export async function openAsPage(item) {
  const pass = await askPass();
  if (pass.why) return pass.why;
  const form = Object.assign(document.createElement("form"), { method: "post", action: item.path, enctype: "multipart/form-data", hidden: true });
  for (const [name, value] of [...bodyOf(item), ["csrfmiddlewaretoken", pass.token]]) form.append(fieldOf(name, value));
  document.body.append(form);
  form.submit();
  return "";
}

function fieldOf(name, value) {
  if (typeof value === "string") return Object.assign(document.createElement("textarea"), { name, value });
  const field = Object.assign(document.createElement("input"), { type: "file", name });
  const held = new DataTransfer();
  held.items.add(value);
  field.files = held.files;
  return field;
}

export function watchSending() {
  const go = () => { flush(); };
  addEventListener("online", go);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) go(); });
  setInterval(async () => { if (!document.hidden && (await items()).some(isOpen)) go(); }, PAUSE);
  go();
}
