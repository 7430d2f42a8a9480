// The page of what waits on this device: what, since when, how it stands; send again, open to put right, discard.

import { drop, isAble, isOpen, items, put, watch } from "./delivery-store.js";
import { flush, openAsPage } from "./delivery-sending.js";
import { WHY } from "./delivery-bar.js";

const WAITS = { ...WHY, network: "Chờ mạng", "sign-in": "Chờ đồng chí đăng nhập lại", before: "Chờ việc trước nó được sửa xong", busy: "Hệ thống đang bận" };
const REFUSED = {
  403: "Không được ghi",
  404: "Trang nhận không còn",
  409: "Có người vừa sửa ở nơi khác: mở ra để xem hai bên",
  422: "Còn chỗ cần sửa",
};
const clock = new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric" });

function stateOf(item) {
  if (item.state === "sending") return ["Đang gửi…", "info"];
  if (item.state === "sent") return ["Đã gửi", "ok"];
  if (item.state === "waiting") return [WAITS[item.why] ?? "Chờ gửi", "warn"];
  return [`Bị từ chối: ${item.said || REFUSED[item.status] || "chưa rõ vì sao"}`, "bad"];
}

function line(item) {
  const piece = document.querySelector("[data-delivery-item]").content.cloneNode(true);
  const [said, tone] = stateOf(item);
  piece.querySelector("[data-title]").textContent = item.title;
  piece.querySelector("[data-when]").textContent = `Nhập lúc ${clock.format(item.at)}`;
  const state = piece.querySelector("[data-state]");
  state.classList.add(`state--${tone}`, "state--bare");
  state.querySelector("[data-said]").textContent = said;
  for (const mark of state.querySelectorAll("[data-mark]")) mark.hidden = mark.dataset.mark !== tone;
  piece.querySelector("[data-acts]").hidden = item.state === "sent";
  act(piece, "[data-open]", item.state === "refused" && item.status !== 404, () => openAsPage(item));
  act(piece, "[data-again]", item.state !== "sending", () => again(item));
  act(piece, "[data-discard]", item.state !== "sending", () => discard(item));
  return piece;
}

function act(piece, place, isShown, does) {
  const button = piece.querySelector(place);
  button.hidden = !isShown;
  button.addEventListener("click", does);
}

async function again(item) {
  if (!isOpen(item)) await put({ ...item, state: "waiting", why: "" });
  await flush();
}

function discard(item) {
  const dialog = document.querySelector("[data-discard-dialog]");
  dialog.querySelector("[data-title]").textContent = item.title;
  dialog.returnValue = "";
  dialog.addEventListener("close", () => { if (dialog.returnValue === "bo") drop(item.id); }, { once: true });
  dialog.showModal();
}

async function draw() {
  const all = isAble ? await items() : [];
  document.querySelector("[data-deliveries-list]").replaceChildren(...all.map(line));
  document.querySelector("[data-deliveries-empty]").hidden = all.length > 0;
}

/** The pages that open without network, once each, by their titles. */
async function drawKept() {
  const found = new Map();
  for (const name of (await caches.keys()).filter((key) => key.startsWith("trang-"))) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const { pathname } = new URL(request.url);
      if (pathname === location.pathname || found.has(pathname)) continue;
      const page = new DOMParser().parseFromString(await (await cache.match(request, { ignoreVary: true })).text(), "text/html");
      found.set(pathname, page.title.split(" – ")[0]);
    }
  }
  document.querySelector("[data-kept-card]").hidden = !found.size;
  document.querySelector("[data-kept-list]").replaceChildren(...[...found].map(([path, title]) => {
    const piece = document.querySelector("[data-kept-item]").content.cloneNode(true);
    piece.querySelector("a").href = path;
    piece.querySelector(".row-list__name").textContent = title;
    return piece;
  }));
}

watch(draw);
draw();
if ("caches" in window) drawKept();
