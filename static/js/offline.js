// Starts the service worker, and tells it whose pages it may keep and which others to keep beside this one.

import { owner } from "./delivery-store.js";

/** Entry pages name their neighbours by data-offline-too; the page of what waits comes along. */
function pagesToKeep() {
  const beside = [...document.querySelectorAll("a[data-offline-too]")].map((link) => link.href);
  const isEntry = "offlinePage" in document.body.dataset;
  if (isEntry && !navigator.serviceWorker.controller) beside.push(location.href.split("#")[0]);
  if (isEntry || beside.length) beside.push(document.querySelector("[data-delivery-bar] [data-list]").href);
  return [...new Set(beside)];
}

export async function keepPages() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/service-worker.js");
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ owner: owner(), pages: pagesToKeep() });
}
