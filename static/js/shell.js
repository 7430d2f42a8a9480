// The frame of every page: "/" goes to the search field, menus close on Escape or a click elsewhere,
// a refused form brings its summary into focus, a network failure is said in words, wide tables scroll by keyboard.

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (menu !== except) menu.open = false;
  }
}

function isTyping(target) {
  return target.isContentEditable || target.matches("input, textarea, select");
}

function onKey(event) {
  if (event.key === "Escape") {
    const menu = document.querySelector("details[data-menu][open]");
    if (menu) menu.querySelector("summary").focus();
    closeMenus();
  }
  if (event.key === "/" && !isTyping(event.target) && !event.ctrlKey && !event.metaKey) {
    const search = document.querySelector("[data-search]");
    if (search && search.offsetParent) {
      event.preventDefault();
      search.focus();
    }
  }
}

function say(text) {
  const place = document.getElementById("messages");
  if (!place) return;
  const notice = document.createElement("div");
  notice.className = "notice notice--bad";
  const sentence = document.createElement("p");
  sentence.textContent = text;
  notice.append(sentence);
  place.replaceChildren(notice);
}

/** A table that scrolls sideways can be reached and scrolled by keyboard; it is named after its card's heading. */
function nameScrolling(wrap) {
  if (wrap.scrollWidth <= wrap.clientWidth && wrap.scrollHeight <= wrap.clientHeight) {
    for (const attribute of ["tabindex", "role", "aria-label"]) wrap.removeAttribute(attribute);
    return;
  }
  const heading = wrap.closest("section, figure, main")?.querySelector("h1, h2, h3, h4");
  wrap.tabIndex = 0;
  wrap.setAttribute("role", "region");
  wrap.setAttribute("aria-label", `Bảng cuộn được: ${heading ? heading.textContent.trim() : document.title}`);
}

const scrolling = new ResizeObserver((entries) => entries.forEach((entry) => nameScrolling(entry.target)));

function watchTables(root) {
  root.querySelectorAll(".table-wrap").forEach((wrap) => scrolling.observe(wrap));
}

watchTables(document);
document.addEventListener("htmx:load", (event) => watchTables(event.target));
document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
document.addEventListener("keydown", onKey);
document.addEventListener("htmx:sendError", (event) => {
  if (event.target.matches("[data-deliver]")) return; // kept on this device, the bar says so
  say("Chưa kết nối được máy chủ. Điều đồng chí đã gõ vẫn còn trên trang này.");
});
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status >= 500) say("Hệ thống đang bận. Điều đồng chí đã gõ vẫn còn; thử lại sau ít phút.");
});
document.querySelector("[data-autofocus]")?.focus();
