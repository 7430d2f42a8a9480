// Entry without network: keeps the files of the shell and the pages that say so (header X-Offline-Page), nothing else.
// The network comes first; what is kept is shown only while there is none. Pages belong to one person: they go when
// somebody else signs in, and when this one signs out. What was typed is not here (static/js/delivery-store.js).

const FILES = "tep";
const PAGES = "trang-";
const OWNER = "X-Offline-Page";
const FALLBACK = "/viec/cho-gui/";
const SIGN_OUT = ["/dang-xuat/", "/quan-tri/logout/"];
const FRESH = 5 * 60 * 1000;
const ANYHOW = { ignoreVary: true };

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === "POST" && SIGN_OUT.includes(pathname)) event.waitUntil(forget(() => true));
  if (request.method !== "GET") return;
  if (pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (request.mode === "navigate") event.respondWith(page(event));
});

// A page tells who it belongs to, and which other pages to keep beside it.
addEventListener("message", (event) => {
  const { owner, pages } = event.data;
  event.waitUntil(forget((name) => name !== PAGES + owner).then(() => Promise.all(pages.map(renew))));
});

async function forget(isGone) {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PAGES) && isGone(name)).map((name) => caches.delete(name)));
}

/** Names of files change with their content: what is kept is right for ever. */
async function file(request) {
  const kept = await caches.match(request, ANYHOW);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && !request.headers.has("Range")) await (await caches.open(FILES)).put(request, answer.clone());
  return answer;
}

async function page(event) {
  try {
    const answer = await fetch(event.request);
    if (mayKeep(answer)) event.waitUntil(keep(event.request.url, answer.clone()));
    return answer;
  } catch (away) {
    const kept = await find(event.request.url);
    if (kept) return kept;
    throw away;
  }
}

async function find(url) {
  const { pathname } = new URL(url);
  return await caches.match(url, ANYHOW)
    ?? await caches.match(pathname, { ...ANYHOW, ignoreSearch: true })
    ?? await caches.match(FALLBACK, ANYHOW);
}

const mayKeep = (answer) => answer.ok && !answer.redirected && answer.headers.has(OWNER);

async function keep(url, answer) {
  const mine = PAGES + answer.headers.get(OWNER);
  await forget((name) => name !== mine);
  const html = await answer.clone().text();
  await (await caches.open(mine)).put(url, answer);
  await Promise.all(named(html).map((path) => keepFile(path)));
}

async function renew(url) {
  const kept = await caches.match(url, ANYHOW);
  if (kept && Date.now() - Date.parse(kept.headers.get("Date")) < FRESH) return;
  const answer = await fetch(url).catch(() => null);
  if (answer && mayKeep(answer)) await keep(url, answer);
}

const named = (html) => [...new Set(html.match(/\/static\/[\w./-]+\w/g))];

/** A file of the shell, with the modules that it imports. */
async function keepFile(path) {
  const answer = await file(new Request(path)).catch(() => null);
  if (!answer?.ok || !path.endsWith(".js")) return;
  const imports = [...(await answer.clone().text()).matchAll(/from\s*"(\.\/[^"]+)"/g)];
  await Promise.all(imports.map(([, name]) => keepFile(new URL(name, new URL(path, location.origin)).pathname)));
}
