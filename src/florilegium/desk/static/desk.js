// The one script of the desk. The server makes every page; this asks for it again when something has
// changed, sends what is chosen, and gives every button its key.
"use strict";

const token = document.querySelector('meta[name="desk-token"]').content;
const byId = (id) => document.getElementById(id);
const say = (words) => { byId("status").textContent = words; };

// A page is shown before this has run. Until then nothing in it can be chosen, since nothing would be sent.
document.body.inert = false;

// ---- what has changed is taken over, part by part ---------------------------------------------------------

// How many wishes have been answered. A page asked for before the last answer says what was true before it.
let answered = 0;

async function renew() {
  // The name that is being decided stays, whatever comes before it in the meantime.
  const name = document.querySelector("#decide [name=name]"), address = new URL(location.href);
  if (name) address.searchParams.set("name", name.value);
  const before = answered, answer = await fetch(address);
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (before !== answered) { again = true; return; }
  take(fresh);
  document.dispatchEvent(new Event("renewed"));
}

function take(fresh) {
  for (const mine of document.querySelectorAll("[data-live]")) {
    const theirs = fresh.getElementById(mine.id);
    if (theirs && theirs.dataset.names !== undefined) mine.dataset.names = theirs.dataset.names;
    if (!theirs || !mine.isConnected || mine.dataset.stamp === theirs.dataset.stamp) continue;
    const focused = mine.contains(document.activeElement) ? document.activeElement.id : "";
    if (mine.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) continue;
    // What was typed and refused stands nowhere else.
    if (mine.querySelector("[aria-invalid=true]")) continue;
    const opened = [...mine.querySelectorAll("details[open][id]")].map((one) => one.id);
    // A page's picture stays until the new one is there.
    const picture = mine.matches(".sheet") && mine.querySelector("img[src^='/']");
    if (picture) theirs.querySelector("img").src = picture.getAttribute("src");
    mine.replaceWith(document.adoptNode(theirs));
    for (const id of opened) if (byId(id)) byId(id).open = true;
    if (focused && byId(focused)) byId(focused).focus();
  }
  const greeting = byId("greeting");
  if (greeting && !fresh.getElementById("greeting")) greeting.remove();
}

let renewing = false, again = false;
async function soon() {
  if (renewing) { again = true; return; }
  renewing = true;
  try { do { again = false; await renew(); } while (again); } finally { renewing = false; }
}

// ---- news -------------------------------------------------------------------------------------------------

function listen() {
  const news = new EventSource("/news");
  const on = (kind, what) => news.addEventListener(kind, (event) => what(JSON.parse(event.data)));
  let seen = -1;
  on("changed", (fact) => {
    if (fact.number === seen) return;
    const isNext = fact.after === seen;
    seen = fact.number; say(fact.still || "");
    // Pages that only look otherwise are drawn at once; all the rest is asked for when it is there.
    if (fact.redrawn && isNext && byId("sheets")) document.dispatchEvent(new CustomEvent("redrawn", { detail: fact.redrawn }));
    else soon();
  });
  on("index", () => { if (byId("index-made")) soon(); });
  on("working", () => say("Setting the pages…"));
  on("count", (fact) => {
    say(`${fact.making ? "Making the book" : "Setting the pages"}: ${fact.done} of ${fact.all} ${fact.of}`);
    if (fact.making) making(`${fact.done} of ${fact.all} ${fact.of}`, fact.done / Math.max(fact.all, 1));
  });
  on("stage", (fact) => { if (fact.making) { say(`Making the book: ${fact.words}`); making(fact.words); } });
  on("made", (fact) => {
    const words = `${fact.words}${fact.files.length ? `: dist/${fact.files.join(", dist/")}` : ""}`;
    say(`The book: ${words}`); making(words, fact.files.length ? 1 : 0, true); soon();
  });
  on("worker", () => say("A helper program has died; another has taken its place and does its work again."));
  on("end", () => { news.close(); say("The desk has been closed. Start it again to go on."); });
  news.onerror = () => say("The desk does not answer; waiting for it…");
  news.onopen = () => { if (byId("status").textContent.startsWith("The desk does not")) say(""); };
  addEventListener("pagehide", () => news.close());
}

function making(words, share, isOver) {
  byId("stop").hidden = Boolean(isOver);
  if (!byId("making")) return;
  byId("making-words").textContent = words;
  byId("stop-making").disabled = Boolean(isOver);
  if (share === undefined) byId("making").removeAttribute("value"); else byId("making").value = share;
}

// ---- answers ----------------------------------------------------------------------------------------------

// They come in any order, and only the last that was asked for is shown. `anew` asks for another, `now` does not; what
// they return says whether nothing has been asked for since.
function lastAsked() {
  let last = 0;
  const since = (mine) => () => mine === last;
  return { anew: () => since(last += 1), now: () => since(last) };
}

// ---- wishes -----------------------------------------------------------------------------------------------

async function send(address, body) {
  const answer = await fetch(address, {
    method: "POST", body,
    headers: { "x-desk-token": token, "content-type": "application/x-www-form-urlencoded;charset=utf-8" },
  });
  const told = await answer.json().catch(() => ({ ok: false, words: "The desk did not understand." }));
  answered += 1;
  if (told.words) say(told.words);
  if (told.html) { contested = null; for (const id of ["keep-mine", "keep-theirs"]) byId(id).hidden = true; byId("conflict-body").innerHTML = told.html; byId("conflict").showModal(); }
  if (told.part) { const at = byId(told.part.id); if (at) { at.outerHTML = told.part.html; document.dispatchEvent(new Event("renewed")); } }
  if (told.leads) location.href = told.leads;
  if (told.ok && told.again) await soon();
  return told;
}

// A field that says something else in the file by now: both versions are shown, and the editor chooses one.
let contested = null;
function choose(field, now) {
  contested = { field, now };
  for (const id of ["keep-mine", "keep-theirs"]) byId(id).hidden = false;
  byId("keep-mine").focus();
}
function settle(isMine) {
  const { field, now } = contested;
  field.dataset.was = now;
  if (!isMine) { field.value = now; field.setAttribute("aria-invalid", "false"); const error = byId(`${field.id}-error`); if (error) error.textContent = ""; }
  field.dispatchEvent(new Event(isMine ? "change" : "input", { bubbles: true }));
}
byId("keep-mine").addEventListener("click", () => settle(true));
byId("keep-theirs").addEventListener("click", () => settle(false));

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-post]");
  if (!button) return;
  event.preventDefault();
  const body = new URLSearchParams(button.dataset.send || "");
  const form = button.dataset.form && byId(button.dataset.form);
  if (form) for (const [name, value] of new FormData(form)) body.append(name, value);
  if (button.dataset.ask) {
    const given = prompt(button.dataset.ask, button.dataset.usual || "");
    if (given === null) return;
    body.set(button.dataset.field || "value", given);
  }
  if (button.dataset.with) body.set("value", byId(button.dataset.with).value);
  const sent = send(button.dataset.post, body);
  if (button.dataset.again) explainAgain(sent, button.dataset.again);
});

document.addEventListener("click", async (event) => {
  const at = (name) => event.target.closest(`[data-${name}]`);
  const cycled = at("cycle"), into = at("into"), heading = at("heading"), close = at("close");
  if (cycled) { const field = byId(cycled.dataset.cycle); field.selectedIndex = (field.selectedIndex + 1) % field.options.length; }
  if (into) { byId("into").value = into.dataset.into; byId("merge").click(); }
  if (close) { headings.anew(); byId(close.dataset.close).textContent = ""; byId("main").focus({ preventScroll: true }); }
  if (heading) explain(heading.dataset.heading);
  const field = at("heading-in") && byId(at("heading-in").dataset.headingIn);
  if (field) explain(field.value).then((isShown) => { if (isShown) field.value = ""; });
});

// A heading of the index; none is shown after it has been closed.
const headings = lastAsked();
async function explain(label) {
  const isLast = headings.anew();
  const answer = await fetch(`/index/heading?${new URLSearchParams({ label })}`);
  const told = answer.ok ? await answer.text() : (await answer.json()).words;
  if (!isLast()) return false;
  if (!answer.ok) { say(told); return false; }
  const place = byId("explained");
  place.innerHTML = told;
  // From here the keys of the heading act, and Tab goes on within it.
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "nearest" });
  return true;
}

// A heading that has been changed is explained anew, if it is still the one that is looked at.
async function explainAgain(sent, label) {
  const isLast = headings.now(), told = await sent;
  if (told.ok && isLast()) explain(label);
}

// What stands behind a word of a page or of the reader's screen.
const wordsBehind = lastAsked();
async function showBehind(address) {
  const isLast = wordsBehind.anew(), answer = await fetch(address);
  const told = answer.ok ? await answer.text() : "";
  if (!answer.ok || !isLast()) return false;
  byId("behind").innerHTML = told;
  return true;
}

document.addEventListener("keydown", (event) => {
  const field = event.target.closest("[data-enter]");
  if (field && event.key === "Enter") { event.preventDefault(); byId(field.dataset.enter).click(); }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.action) return;
  event.preventDefault();
  const given = new FormData(form, event.submitter);
  const sent = send(form.dataset.action, new URLSearchParams(given)).then((told) => {
    const error = byId(`${form.id}-error`);
    if (error) error.textContent = told.ok ? "" : told.words;
    if (told.ok && form.classList.contains("adding")) form.reset();
    return told;
  });
  if (form.dataset.again) explainAgain(sent, given.get("what") === "name" ? given.get("value") : form.dataset.again);
});

document.addEventListener("change", (event) => {
  const set = event.target.closest("[data-set]");
  if (!set) return;
  const chosen = event.target.value, before = set.dataset.was.split("\n").filter((one) => one && one !== chosen);
  const body = new URLSearchParams(set.dataset.send);
  body.set("was", set.dataset.was);
  body.set("value", [...before, ...(event.target.checked ? [chosen] : [])].join("\n"));
  send(set.dataset.set, body).then((told) => {
    if (told.ok) set.dataset.was = body.get("value");
    else if (told.now === undefined) event.target.checked = !event.target.checked;
    else { set.dataset.was = told.now; for (const box of set.querySelectorAll("input")) box.checked = told.now.split("\n").includes(box.value); }
  });
});

// ---- what is written in place, with a preview -----------------------------------------------------------------

let waiting = 0;
const previews = lastAsked();
async function preview(field) {
  const isLast = previews.anew(), told = await send("/form/preview", new URLSearchParams({ value: field.value }));
  if (told.ok && isLast() && byId(field.dataset.preview)) byId(field.dataset.preview).innerHTML = told.preview;
}
document.addEventListener("input", (event) => {
  if (!event.target.dataset.preview) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => preview(event.target), 250);
});
const previewed = () => { const field = document.querySelector("[data-preview]"); if (field) preview(field); };
document.addEventListener("renewed", previewed);
previewed();

document.addEventListener("change", (event) => {
  const field = event.target.closest("[data-save]");
  if (!field) return;
  const body = new URLSearchParams(field.dataset.send || "");
  body.set("value", field.type === "checkbox" ? (field.checked ? "yes" : "no") : field.value);
  if (field.dataset.was !== undefined) body.set("was", field.dataset.was);
  const others = [...document.querySelectorAll("[data-key-of][aria-invalid=true]")].filter((one) => one !== field);
  if (field.dataset.keyOf) body.set("beside", new URLSearchParams(others.map((one) => [one.dataset.keyOf, one.value])));
  send(field.dataset.save, body).then((told) => {
    if (told.ok && field.dataset.keyOf) for (const one of others) { one.setAttribute("aria-invalid", "false"); byId(`${one.id}-error`).textContent = ""; one.dataset.was = one.value; }
    const error = byId(`${field.id}-error`);
    if (error) error.textContent = told.ok ? "" : told.words;
    field.setAttribute("aria-invalid", told.ok ? "false" : "true");
    if (told.ok && field.dataset.was !== undefined) field.dataset.was = body.get("value");
    if (told.now !== undefined && field.dataset.was !== undefined) choose(field, told.now);
  });
});

// ---- the page beside the ledger of an article ---------------------------------------------------------------

const beside = byId("its-page");
if (beside) {
  const asked = lastAsked();
  let line = "";
  // The page of the line that was chosen last, or of the first that stands in the book, as it is now.
  async function showPage() {
    const first = document.querySelector("#ledger tr.kept [data-find]"), query = line || (first ? first.dataset.find : "");
    if (!query) return;
    const isLast = asked.anew(), told = await (await fetch(`/pages/find?${query}`)).json();
    if (!isLast()) return;
    beside.hidden = !told.ok;
    if (!told.ok) { if (line) say(told.words); return; }
    const image = beside.querySelector("img"), address = `/pages/${told.place}/picture?w=800&s=${told.stamp}`;
    if (image.getAttribute("src") !== address) image.src = address;
    beside.querySelector("a").href = `/pages#${query}`;
    image.alt = `Page ${told.folio}: show it among the pages`;
  }
  document.addEventListener("click", async (event) => {
    const chosen = event.target.closest("[data-find]");
    if (!chosen) return;
    line = chosen.dataset.find;
    await showPage();
    beside.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("renewed", showPage);
  showPage();
}

// ---- the tree of the book ---------------------------------------------------------------------------------

let carried = null;
document.addEventListener("dragstart", (event) => {
  const branch = event.target.closest("[data-way]");
  if (!branch) return;
  carried = branch;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", branch.dataset.mark);
});
const target = (event) => {
  const branch = carried && event.target.closest ? event.target.closest("[data-way]") : null;
  const depth = (one) => one.dataset.way.split(".").length;
  if (!branch || branch === carried || carried.contains(branch)) return null;
  const within = depth(branch) === depth(carried) - 2 && carried.parentElement.closest("[data-way]") !== branch;
  return depth(branch) === depth(carried) || within ? branch : null;
};
document.addEventListener("dragover", (event) => {
  for (const old of document.querySelectorAll(".drop")) old.classList.remove("drop");
  const branch = target(event);
  if (branch) { event.preventDefault(); branch.classList.add("drop"); }
});
document.addEventListener("drop", (event) => {
  const branch = target(event);
  if (!branch) return;
  event.preventDefault();
  const to = branch.dataset.way.split("."), held = carried.dataset.way.split(".");
  let at = 0;
  if (to.length === held.length) at = Number(to.pop());
  else { at = branch.querySelectorAll(":scope > ol > li").length; to.push(held.at(-2)); }
  send("/book/move", new URLSearchParams({ way: carried.dataset.way, was: carried.dataset.mark, to: to.join("."), at }));
});
document.addEventListener("keydown", (event) => {
  const steps = { ArrowUp: "up", ArrowDown: "down" };
  const branch = event.altKey && steps[event.key] && event.target.closest && event.target.closest("[data-way]");
  if (!branch) return;
  event.preventDefault();
  const button = branch.querySelector(`:scope > .row [data-step="${steps[event.key]}"]`);
  button.focus(); button.click();
});
document.addEventListener("dragend", () => { carried = null; for (const old of document.querySelectorAll(".drop")) old.classList.remove("drop"); });

// ---- keys -------------------------------------------------------------------------------------------------

const shown = (one) => one.offsetParent !== null && !one.disabled;
let going = false;
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select");
  if (typing) { if (event.key === "Escape") event.target.blur(); return; }
  if (document.querySelector("dialog[open]")) return;
  if (going) {
    going = false;
    const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
    if (link) { event.preventDefault(); link.click(); }
    return;
  }
  if (event.key === "g") { going = true; return; }
  const found = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key && shown(one));
  if (!found) return;
  event.preventDefault();
  if (found.dataset.mark) { const marked = String(getSelection()).trim(); if (marked) { found.value = marked; byId("slip-replace").value = marked; byId("slip-replace").focus(); byId("slip-replace").select(); return; } }
  if (found.matches("input:not([type=checkbox]), textarea, select")) { found.focus(); if (found.select) found.select(); } else found.click();
});

function listKeys() {
  const list = byId("keys-list");
  list.textContent = "";
  const line = (key, does) => {
    const name = document.createElement("dt"), said = document.createElement("dd");
    const drawn = document.createElement("kbd");
    drawn.textContent = key; name.append(drawn); said.textContent = does; list.append(name, said);
  };
  for (const one of document.querySelectorAll("[data-key]")) if (shown(one)) line(one.dataset.key, one.dataset.does || one.textContent.trim());
  for (const one of document.querySelectorAll("[data-go]")) line(`g ${one.dataset.go}`, `to ${one.firstChild.textContent.trim()}`);
  byId("keys").showModal();
}
byId("keys-button").addEventListener("click", listKeys);

// ---- day and night ----------------------------------------------------------------------------------------

function light(night) { document.documentElement.toggleAttribute("data-night", night); localStorage.setItem("night", night ? "1" : ""); }
const kept = localStorage.getItem("night");
light(kept === null ? matchMedia("(prefers-color-scheme: dark)").matches : kept === "1");
byId("night").addEventListener("click", () => light(!document.documentElement.hasAttribute("data-night")));

// ---- the pages --------------------------------------------------------------------------------------------

const sheets = byId("sheets");
if (sheets) {
  const inPoints = (name) => Number(byId("all-pages").dataset[name]);
  let zoom = Number(localStorage.getItem("zoom")) || 1;
  const narrow = matchMedia("(max-width: 60rem)");
  const usual = () => Math.min(560, (sheets.clientWidth - 56) / (narrow.matches ? 1 : 2));
  const most = () => Math.min(6, sheets.dataset.widest / devicePixelRatio / usual());
  // Pixels of the screen, in tens so that few sizes are asked for: a page is as wide as its picture, and so sharp.
  const dots = () => Math.floor(Math.max(160, Math.min(zoom, most()) * usual()) * devicePixelRatio / 10) * 10;
  // Pixels round the screen within which pages are drawn.
  const NEAR = 600;
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) draw(entry.target);
  }, { root: sheets, rootMargin: `${NEAR}px` });

  function draw(sheet) {
    const { place, stamp } = sheet.dataset;
    const image = sheet.querySelector("img");
    if (image.src.startsWith("data:")) return;  // kept from the last time, in the page itself
    const address = `/pages/${place}/picture?w=${dots()}&s=${stamp}`;
    if (image.getAttribute("src") !== address) image.src = address;
    const wanted = stamp + byId("all-pages").dataset.names;
    if (sheet.dataset.lettered === wanted) return;
    sheet.dataset.lettered = wanted;
    // First what is seen: the letters, which are there to be marked and touched, come when it is.
    if (image.complete) letter(sheet, wanted);
    else for (const end of ["load", "error"]) image.addEventListener(end, () => letter(sheet, wanted), { once: true });
  }

  function letter(sheet, wanted) {
    const { place, stamp } = sheet.dataset;
    if (sheet.dataset.lettered !== wanted) return;
    fetch(`/pages/${place}/letters?s=${stamp}`).then((answer) => answer.ok ? answer.text() : "").then((text) => {
      if (sheet.dataset.lettered !== wanted) return;
      sheet.querySelector(".letters").innerHTML = text;
      if (!text) delete sheet.dataset.lettered;
    });
  }

  // Pages on the screen first, then those near it.
  document.addEventListener("redrawn", (event) => {
    const frame = sheets.getBoundingClientRect(), far = (sheet) => {
      const box = sheet.getBoundingClientRect();
      return Math.max(box.top - frame.bottom, frame.top - box.bottom, 0);
    };
    const changed = [];
    for (const [place, stamp] of Object.entries(event.detail)) {
      const sheet = byId(`page-${place}`);
      if (sheet) { sheet.dataset.stamp = stamp; changed.push([far(sheet), sheet]); }
    }
    changed.sort((one, other) => one[0] - other[0]);
    for (const [distance, sheet] of changed) if (distance <= NEAR) draw(sheet);
  });

  function measure() {
    const across = dots() / devicePixelRatio, down = Math.ceil((dots() - 0.01) * inPoints("height") / inPoints("width"));
    sheets.style.setProperty("--page-width", `${across}px`);
    sheets.style.setProperty("--page-height", `${down / devicePixelRatio}px`);
    for (const [name, points] of [["--head", "head"], ["--leading", "leading"]]) {
      sheets.style.setProperty(name, `${across * inPoints(points) / inPoints("width")}px`);
    }
    seen.disconnect();
    for (const sheet of sheets.querySelectorAll(".sheet")) seen.observe(sheet);
  }

  let later = null;
  function turn(place, top) {
    const sheet = byId(`page-${place}`);
    later = sheet ? null : [place, top];
    if (!sheet) { say("This page is being set…"); return; }
    for (const old of sheets.querySelectorAll(".here, .flag")) old.classList.contains("flag") ? old.remove() : old.classList.remove("here");
    sheet.classList.add("here");
    sheet.scrollIntoView({ block: "nearest" });
    if (top === undefined) { sheets.scrollTop += sheet.getBoundingClientRect().top - sheets.getBoundingClientRect().top - 16; return; }
    const flag = document.createElement("div");
    flag.className = "flag"; flag.style.top = `${top * 100}%`;
    sheet.querySelector(".paper").append(flag);
    flag.scrollIntoView({ block: "center" });
  }

  async function find(query) {
    const answer = await fetch(`/pages/find?${query}`);
    const told = await answer.json();
    if (!told.ok) { say(told.words); return; }
    turn(told.place, told.top);
    behind(new URLSearchParams({ block: told.block }));
  }

  const behind = (query) => showBehind(`/pages/word?${query}`);

  sheets.addEventListener("click", (event) => {
    const paper = event.target.closest(".paper");
    if (!paper || String(getSelection())) return;
    const box = paper.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width * inPoints("width"), y = (event.clientY - box.top) / box.height * inPoints("height");
    behind(new URLSearchParams({ place: paper.parentElement.dataset.place, x, y }));
  });
  document.addEventListener("click", async (event) => {
    const step = event.target.closest("[data-word]");
    if (step && await behind(new URLSearchParams({ block: step.dataset.word, step: step.dataset.step }))) {
      const block = byId("behind").querySelector("[data-block]");
      if (block) {
        const told = await (await fetch(`/pages/find?${new URLSearchParams({ block: block.dataset.block })}`)).json();
        if (told.ok) turn(told.place, told.top);
        const again = byId("behind").querySelector(`[data-step="${step.dataset.step}"]`);
        if (again) again.focus();
      }
    }
    const line = event.target.closest('.contents a[href^="#page-"]');
    if (line) { event.preventDefault(); turn(Number(line.hash.slice(6))); }
  });
  byId("folio").addEventListener("change", (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    const sheet = [...sheets.querySelectorAll(".sheet")].find((one) => one.dataset.folio.toLowerCase() === wanted);
    if (sheet) turn(Number(sheet.dataset.place)); else say(`There is no page ${wanted}.`);
  });
  const size = (by) => { zoom = Math.min(most(), Math.max(0.4, zoom * by)); localStorage.setItem("zoom", zoom); measure(); };
  byId("smaller").addEventListener("click", () => size(0.8));
  byId("larger").addEventListener("click", () => size(1.25));
  // The boxes stand beside the contents, which are replaced when they change.
  const layer = (box) => `layer-${box.dataset.layer}`;
  function showLayers() {
    for (const box of document.querySelectorAll("[data-layer]")) {
      box.checked = localStorage.getItem(layer(box)) === "1";
      sheets.classList.toggle(`show-${box.dataset.layer}`, box.checked);
    }
  }
  document.addEventListener("change", (event) => {
    const box = event.target.closest("[data-layer]");
    if (!box) return;
    localStorage.setItem(layer(box), box.checked ? "1" : "");
    showLayers(); proofMarks();
  });
  showLayers();
  let marked = "";
  async function proofMarks() {
    const stamps = [...sheets.querySelectorAll(".sheet")].map((one) => one.dataset.stamp).join("");
    if (!sheets.classList.contains("show-proof") || stamps === marked) return;
    marked = stamps;
    say("Looking at every line…");
    const told = await (await fetch("/pages/marks")).json();
    if (!told.ok) marked = "";  // asked for again as soon as there is something new
    for (const old of sheets.querySelectorAll(".proof-mark")) old.remove();
    for (const one of told.marks || []) {
      const mark = document.createElement("div"), words = document.createElement("span"), sheet = byId(`page-${one.place}`);
      mark.className = "proof-mark"; words.textContent = one.what;
      mark.style.top = `${one.top * 100}%`; mark.style.height = `${(one.bottom - one.top) * 100}%`;
      mark.append(words);
      if (sheet) sheet.querySelector(".paper").append(mark);
    }
    say(told.ok ? `The proof has ${told.marks.length || "no"} marks.` : told.words);
  }
  document.addEventListener("renewed", () => { measure(); showLayers(); proofMarks(); if (later) turn(...later); });
  addEventListener("resize", measure);
  measure();
  // The observer speaks up only when the page has been painted, and the pictures would come one frame later.
  if (!location.hash) for (const sheet of [...sheets.querySelectorAll(".sheet")].slice(0, 3)) draw(sheet);
  proofMarks();
  const asked = new URLSearchParams(location.hash.slice(1));
  if (asked.get("block") || asked.get("file")) find(asked);
}

// A page that listens has been shown: only then does the desk begin to make the book, which takes all of its machine.
if (document.hidden) listen(); else requestAnimationFrame(() => setTimeout(listen));
