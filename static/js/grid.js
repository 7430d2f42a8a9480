// The entry page of a quarterly report: saved as typed, moved through by keyboard, pasted into from Excel.
// Without this script every row has its own button and the page works the same, a little slower.

import { isAble } from "./delivery-store.js";
import { watchRows } from "./delivery-rows.js";
import { watchAbsent } from "./grid-absent.js";
import { watchKeys, watchGaps } from "./grid-keys.js";
import { watchLeaving } from "./grid-leaving.js";
import { watchPaste } from "./grid-paste.js";
import { watchReturns } from "./grid-returns.js";
import { unsaved, watchSaving } from "./grid-saving.js";

document.documentElement.classList.add("has-script");
watchSaving();
watchLeaving();
watchKeys();
watchGaps();
watchPaste();
watchAbsent();
watchReturns();
if (isAble) watchRows(unsaved);
document.querySelector("#phan [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
