// "Số này từ đâu": a click on <a data-source href> opens one shared popover under that number.
// The fragment is fetched by htmx from href; Escape, the cross or a click elsewhere closes it and gives the focus
// back. Without this script, or where the browser has no popover, the link simply opens its page.

const popover = document.getElementById("source-popover");
const body = document.getElementById("source-body");
const GAP = 8;
let opener = null;
let address = "";

function place() {
  if (!opener || innerWidth < 768) return;
  const number = opener.getBoundingClientRect();
  const box = popover.getBoundingClientRect();
  const left = Math.min(Math.max(GAP, number.left - 24), innerWidth - box.width - GAP);
  const below = number.bottom + GAP;
  const above = number.top - box.height - GAP;
  const top = below + box.height <= innerHeight || above < GAP ? below : above;
  popover.style.left = `${left}px`;
  popover.style.top = `${Math.max(GAP, Math.min(top, innerHeight - box.height - GAP))}px`;
}

/** The popover opens below its number: where the screen ends too early, the page moves up a little. */
function makeRoom() {
  if (!opener || innerWidth < 768) return;
  const number = opener.getBoundingClientRect();
  const missing = number.bottom + 2 * GAP + popover.offsetHeight - innerHeight;
  const left = document.documentElement.scrollHeight - innerHeight - scrollY;
  if (missing > 0 && missing <= left && number.top - missing > 2 * GAP + 60) scrollBy(0, missing);
  place();
}

function clone(id) {
  return document.getElementById(id).content.cloneNode(true);
}

/** A number inside the popover (a part of the sum) takes its place there: the popover stays where it is. */
function open(number) {
  if (!popover.contains(number)) {
    close();
    opener = number;
    opener.setAttribute("aria-expanded", "true");
  }
  address = number.href;
  popover.querySelector("[data-source-value]").textContent = `: ${number.dataset.sourceLabel || number.textContent.trim()}`;
  body.replaceChildren(clone("source-loading"));
  if (!popover.matches(":popover-open")) popover.showPopover();
  popover.scrollTop = 0;
  place();
  popover.focus({ preventScroll: true });
  window.htmx.ajax("GET", address, { source: body, target: body, swap: "innerHTML" });
}

function close({ refocus = false } = {}) {
  if (!opener) return;
  popover.hidePopover();
  opener.removeAttribute("aria-expanded");
  if (refocus) opener.focus();
  opener = null;
}

function fail() {
  if (!opener) return;
  const sentence = clone("source-failed");
  sentence.querySelector("[data-source-page]").href = address;
  body.replaceChildren(sentence);
}

function onClick(event) {
  const number = event.target.closest("a[data-source]");
  const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
  if (number && plain && window.htmx) {
    event.preventDefault();
    if (number === opener) close({ refocus: true });
    else open(number);
  } else if (event.target.closest("[data-source-close]")) {
    close({ refocus: true });
  } else if (opener && !popover.contains(event.target)) {
    close();
  }
}

/** Keeps the keyboard inside the open popover: after its last control Tab comes back to the first. */
function onKey(event) {
  if (!opener) return;
  if (event.key === "Escape") {
    close({ refocus: true });
  } else if (event.key === "Tab") {
    const stops = [...popover.querySelectorAll("a[href], button")];
    const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
    const outside = document.activeElement === popover && event.shiftKey;
    if (document.activeElement === edge || outside) {
      event.preventDefault();
      (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
    }
  }
}

if (popover && "showPopover" in popover) {
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  body.addEventListener("htmx:afterSettle", makeRoom);
  body.addEventListener("htmx:responseError", fail);
  body.addEventListener("htmx:sendError", fail);
  addEventListener("resize", place);
  addEventListener("scroll", place, { passive: true });
}
