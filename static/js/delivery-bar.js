// The bar on every page: how much waits on this device, why, and the way to it.

import { isOpen, items, watch } from "./delivery-store.js";

export const WHY = {
  network: "Tự gửi khi có mạng.",
  "sign-in": "",
  before: "Chờ việc trước nó được sửa xong.",
  busy: "Hệ thống đang bận, máy sẽ tự gửi lại.",
};
const JUST_NOW = 10000;
const openedAt = Date.now();

function words(all) {
  const waiting = all.filter(isOpen);
  const refused = all.filter((item) => item.state === "refused");
  const sent = all.filter((item) => item.state === "sent" && item.sentAt > openedAt - JUST_NOW);
  if (refused.length) return { count: `${refused.length} việc chưa gửi được.`, say: "Đồng chí mở ra xem vì sao.", tone: "bad" };
  if (waiting.length) return { count: `${waiting.length} việc chờ gửi.`, say: WHY[waiting[0].why] ?? "", tone: "warn", why: waiting[0].why };
  if (!navigator.onLine && "offlinePage" in document.body.dataset) {
    return { count: "Đang mất mạng.", say: "Đồng chí cứ nhập: điều đã nhập được giữ trên máy này.", tone: "warn" };
  }
  if (sent.length) return { count: `Đã gửi ${sent.length} việc.`, say: sent.at(-1).title, tone: "ok" };
  return null;
}

async function draw() {
  const bar = document.querySelector("[data-delivery-bar]");
  const all = await items();
  const told = words(all);
  bar.hidden = !told;
  if (!told) return;
  bar.dataset.tone = told.tone;
  bar.querySelector("[data-count]").textContent = told.count;
  bar.querySelector("[data-say]").textContent = told.say;
  const way = bar.querySelector("[data-sign-in]");
  way.hidden = told.why !== "sign-in";
  way.href = `${way.pathname}?next=${encodeURIComponent(location.pathname + location.search)}`;
}

export function watchBar() {
  watch(draw);
  addEventListener("online", draw);
  addEventListener("offline", draw);
  draw();
}
