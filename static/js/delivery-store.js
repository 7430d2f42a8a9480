// What this device has still to send, in IndexedDB: one item is one form as it was filled in, under a key of its own.
// An item: id, user, path, title, fields [[name, text or File]], at, state, and what was told about it. Items of
// somebody else who used this device are neither shown nor sent.

const BASE = "cho-gui";
const ITEMS = "viec";
const channel = new BroadcastChannel(BASE);

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(BASE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(ITEMS, { keyPath: "id" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function work(mode, act) {
  const base = await open();
  try {
    return await new Promise((resolve, reject) => {
      const step = base.transaction(ITEMS, mode, { durability: "strict" });
      const asked = act(step.objectStore(ITEMS));
      step.oncomplete = () => resolve(asked.result);
      step.onabort = () => reject(step.error);
    });
  } finally {
    base.close();
  }
}

/** The person whose page this is, also when the page comes out of the cache. */
export const owner = () => document.body.dataset.user;

export async function items() {
  const all = await work("readonly", (store) => store.getAll());
  return all.filter((item) => item.user === owner()).sort((one, other) => one.at - other.at);
}

export async function find(id) {
  return (await items()).find((item) => item.id === id);
}

export async function put(item) {
  await work("readwrite", (store) => store.put(item));
  tell();
}

export async function drop(id) {
  await work("readwrite", (store) => store.delete(id));
  tell();
}

/** Waits for an answer still: typed, perhaps on its way, not refused and not done. */
export const isOpen = (item) => item.state === "waiting" || item.state === "sending";

/** One at a time, over all tabs of this device: sending, and changing what waits. */
export const alone = (act) => navigator.locks.request(BASE, act);

/** Whether this browser can keep what is typed: over HTTPS, or on the machine itself. */
export const isAble = Boolean(window.isSecureContext && window.indexedDB && navigator.locks && owner());

function tell() {
  dispatchEvent(new Event("deliveries"));
  channel.postMessage("");
}

export function watch(act) {
  addEventListener("deliveries", act);
  channel.addEventListener("message", act);
}
