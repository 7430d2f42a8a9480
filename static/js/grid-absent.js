// "Không có số liệu": a small dialog that asks for the reason, or takes the mark away again.

import { saveWith } from "./grid-saving.js";

let subject = null;

function ask(form, code, label, reason) {
  const dialog = document.querySelector("[data-absent-dialog]");
  subject = { form, code };
  dialog.querySelector("[data-absent-label]").textContent = label;
  dialog.querySelector("input").value = reason;
  dialog.querySelector("[data-absent-drop]").hidden = !reason;
  dialog.showModal();
}

function onClick(event) {
  const tag = event.target.closest("button.cell__tag[data-code]");
  const here = event.target.closest("[data-absent-here]");
  if (tag) {
    event.preventDefault();
    ask(tag.form, tag.dataset.code, tag.getAttribute("aria-label").split(":")[0], tag.dataset.reason);
  } else if (here) {
    const box = document.querySelector(".is-current input[data-code].is-here") ?? document.querySelector(".cell--empty input[data-code]");
    if (box) ask(box.form, box.dataset.code, box.getAttribute("aria-label"), "");
  }
}

function onClose(event) {
  const dialog = event.target;
  if (!dialog.matches("[data-absent-dialog]") || !subject) return;
  const reason = dialog.querySelector("input").value.trim();
  if (dialog.returnValue === "ghi") saveWith(subject.form, { [`vang-${subject.code}`]: reason, kc: subject.code });
  if (dialog.returnValue === "bo") saveWith(subject.form, { [`bo-${subject.code}`]: "1" });
  dialog.returnValue = "";
  subject = null;
}

export function watchAbsent() {
  document.addEventListener("click", onClick);
  document.addEventListener("close", onClose, { capture: true });
  document.addEventListener("focusin", (event) => {
    if (!event.target.matches?.("input[data-code]")) return;
    document.querySelector(".is-here")?.classList.remove("is-here");
    event.target.classList.add("is-here");
  });
}
