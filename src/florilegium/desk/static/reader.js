// The reader: a document of the EPUB in a frame that runs nothing, turned into the screen of a device.
"use strict";

{
  const screen = byId("screen"), device = byId("device"), night = byId("reader-night");
  let sought = new URLSearchParams(location.hash.slice(1)).get("block") || "";
  let file = "", stamp = "", size = Number(localStorage.getItem("reader-size")) || 1, wanted = "";
  device.value = localStorage.getItem("reader-device") || "phone";
  night.checked = localStorage.getItem("reader-night") === "1";

  const links = () => [...document.querySelectorAll("[data-file]")];
  const page = () => screen.contentDocument;
  // Nothing while the frame goes from one document to the next, which may be before what was put off comes.
  const root = () => page() && page().documentElement;
  const view = () => screen.contentWindow;

  function show(name, anchor) {
    const link = links().find((one) => one.dataset.file === name);
    if (!link) return;
    const same = file === name && stamp === link.dataset.stamp;
    file = name; stamp = link.dataset.stamp; wanted = anchor || "";
    for (const one of links()) one.toggleAttribute("aria-current", one === link);
    byId("frame").hidden = byId("turning").hidden = false;
    byId("reader-greeting").hidden = true;
    if (same) turnTo(wanted); else screen.src = `/reader/book/${name}?s=${stamp}`;
  }

  function dress() {
    if (!root()) return;
    root().classList.toggle("night", night.checked);
    root().style.fontSize = `${size * 100}%`;
    byId("frame").className = `device ${device.value}${night.checked ? " night" : ""}`;
    requestAnimationFrame(() => told());
  }

  const step = () => view().innerWidth;
  const pages = () => Math.max(1, Math.round(root().scrollWidth / step()));
  const at = () => Math.round(root().scrollLeft / step());
  function told() { if (root() && view()) byId("turned").textContent = `${at() + 1} of ${pages()}`; }

  function turn(by) {
    if (!root()) return;
    const to = at() + by, order = links().map((one) => one.dataset.file), here = order.indexOf(file);
    if (to < 0 && here > 0) show(order[here - 1], "\u0000end");
    else if (to >= pages() && here < order.length - 1) show(order[here + 1]);
    else { root().scrollLeft = to * step(); told(); }
  }

  function turnTo(anchor) {
    if (!root()) return;
    if (anchor === "\u0000end") root().scrollLeft = (pages() - 1) * step();
    else if (anchor) {
      const found = page().getElementById(anchor);
      if (found) { root().scrollLeft = 0; root().scrollLeft = Math.floor(found.getBoundingClientRect().left / step()) * step(); }
      for (const old of page().querySelectorAll(".desk-here")) old.classList.remove("desk-here");
      if (found) found.classList.add("desk-here");
    } else root().scrollLeft = 0;
    told();
  }

  const behind = (query) => showBehind(`/reader/word?${new URLSearchParams(query)}`);

  async function find(block) {
    const told = await (await fetch(`/reader/find?${new URLSearchParams({ block })}`)).json();
    if (told.ok) show(told.file, told.block); else say(told.words);
  }

  screen.addEventListener("load", () => {
    const inside = page();
    if (!inside || !inside.documentElement || inside.URL === "about:blank") return;
    const sheet = inside.createElementNS("http://www.w3.org/1999/xhtml", "link");
    sheet.setAttribute("rel", "stylesheet"); sheet.setAttribute("href", "/static/reader.css");
    sheet.addEventListener("load", () => { dress(); requestAnimationFrame(() => turnTo(wanted)); });
    inside.head.append(sheet);
    inside.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      if (link) {
        event.preventDefault();
        const goal = new URL(link.getAttribute("href"), inside.URL), start = new URL("/reader/book/", location.href).href;
        if (goal.href.startsWith(start)) show(decodeURIComponent(goal.pathname.slice("/reader/book/".length)), goal.hash.slice(1));
        else say(`This leads out of the book, to ${goal.href}`);
        return;
      }
      const ids = [];
      for (let one = event.target; one; one = one.parentElement) if (one.id) ids.push(one.id);
      behind({ ids: ids.join(" ") || "-" });
    });
    inside.addEventListener("keydown", (event) => {
      if (event.key.startsWith("Arrow")) event.preventDefault();
      byId("stage").dispatchEvent(new KeyboardEvent("keydown", { key: event.key, bubbles: true, cancelable: true }));
    });
  });

  device.addEventListener("change", () => { localStorage.setItem("reader-device", device.value); dress(); });
  night.addEventListener("change", () => { localStorage.setItem("reader-night", night.checked ? "1" : ""); dress(); });
  const type = (by) => { size = Math.min(2.5, Math.max(0.6, size * by)); localStorage.setItem("reader-size", size); dress(); };
  byId("type-smaller").addEventListener("click", () => type(0.9));
  byId("type-larger").addEventListener("click", () => type(1.1));
  byId("back").addEventListener("click", () => turn(-1));
  byId("on").addEventListener("click", () => turn(1));
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("[data-file]"), paragraph = event.target.closest("[data-word]");
    if (link) { event.preventDefault(); show(link.dataset.file); }
    if (paragraph && await behind({ block: paragraph.dataset.word, step: paragraph.dataset.step })) {
      const block = byId("behind").querySelector("[data-block]");
      if (block) await find(block.dataset.block);
      const again = byId("behind").querySelector(`[data-step="${paragraph.dataset.step}"]`);
      if (again) again.focus();
    }
  });

  function begin() {
    const all = links();
    if (!all.length) return;
    if (sought) { const block = sought; sought = ""; find(block); return; }
    const same = all.find((one) => one.dataset.file === file) || all.find((one) => one.dataset.file.includes("/text/")) || all[0];
    const place = root() ? root().scrollLeft : 0;
    if (same.dataset.file === file && same.dataset.stamp !== stamp) {
      screen.addEventListener("load", () => setTimeout(() => { if (root()) { root().scrollLeft = place; told(); } }, 200), { once: true });
    }
    if (same.dataset.file !== file || same.dataset.stamp !== stamp) show(same.dataset.file);
  }
  document.addEventListener("renewed", begin);
  byId("frame").className = `device ${device.value}`;
  begin();
}
