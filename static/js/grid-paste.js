// A block copied from Excel spreads over the boxes from the one it is pasted into, and is saved row by row.

import { matrix } from "./grid-keys.js";
import { save } from "./grid-saving.js";

function spread(box, text) {
  const rows = matrix();
  const codes = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  const top = rows.findIndex((row) => row.get(box.dataset.code) === box);
  const left = codes.indexOf(box.dataset.code);
  const forms = new Set();
  for (const [down, line] of text.replace(/\r?\n$/, "").split(/\r?\n/).entries()) {
    for (const [right, value] of line.split("\t").entries()) {
      const target = rows[top + down]?.get(codes[left + right]);
      if (target && target.value !== value.trim()) {
        target.value = value.trim();
        forms.add(target.form);
      }
    }
  }
  forms.forEach(save);
}

const isBlock = (text) => /[\t\n]/.test(text.replace(/\r?\n$/, ""));

export function watchPaste() {
  document.addEventListener("paste", (event) => {
    const box = event.target;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!box.matches?.("input[data-code]") || !isBlock(text)) return;
    event.preventDefault();
    spread(box, text);
  });
  document.addEventListener("click", async (event) => {
    if (!event.target.closest("[data-paste]")) return;
    const box = document.querySelector(".is-current .cell__input") ?? document.querySelector("input[data-code]");
    box?.focus();
    try {
      const text = await navigator.clipboard.readText();
      if (box && text) spread(box, text);
    } catch {
      document.querySelector("[data-paste-help]").showModal();
    }
  });
}
