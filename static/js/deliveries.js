// On every page: what this device has still to send is shown and sent, forms marked data-deliver are kept until done,
// and the pages on which one may enter open without network. Without HTTPS, or signed out, nothing of it happens.

import { watchBar } from "./delivery-bar.js";
import { watchForms } from "./delivery-forms.js";
import { watchSending } from "./delivery-sending.js";
import { isAble } from "./delivery-store.js";
import { keepPages } from "./offline.js";

if (isAble) {
  watchBar();
  watchForms();
  watchSending();
  keepPages();
}
