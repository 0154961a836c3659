// What scripts add to the pages: search of the whole book, and a switch between day and night.
// Without them the book is whole. Nothing is sent anywhere, and it works from a disk.
(function () {
  "use strict";

  const KEY = "florilegium-light";
  const MOST = 100; // places shown
  const BEFORE = 40, AFTER = 90; // letters shown before and after what was found
  const page = document.documentElement;

  // A page opened from disk, or one whose reader allows no storage, forgets the choice.
  function kept(value) {
    try {
      if (value !== undefined) localStorage.setItem(KEY, value);
      return localStorage.getItem(KEY);
    } catch (refused) {
      return value || null;
    }
  }

  function light(value) {
    if (value === "day" || value === "night") page.dataset.light = value;
  }

  function isNight() {
    return page.dataset.light ? page.dataset.light === "night" : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  // Letters as they are compared: without accents and case. One letter may become none or several.
  function plain(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/ß/g, "ss").replace(/[’ʼ]/g, "'");
  }

  // Text as it is compared, with the place in the text of each of its letters.
  function compared(text) {
    let letters = "";
    const places = [];
    for (let at = 0; at < text.length; ) {
      const letter = String.fromCodePoint(text.codePointAt(at));
      const made = plain(letter);
      for (let n = 0; n < made.length; n++) places.push(at);
      letters += made;
      at += letter.length;
    }
    places.push(text.length);
    return { letters, places };
  }

  // Words are found by their beginnings; those of scripts that put no space between words, anywhere.
  function find(letters, word) {
    for (let at = letters.indexOf(word); at >= 0; at = letters.indexOf(word, at + 1)) {
      const inside = at > 0 && /[\p{L}\p{N}]/u.test(letters[at - 1]);
      if (!inside || /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(word[0])) return at;
    }
    return -1;
  }

  let book = null; // once it is read: its pages, and its paragraphs with what is compared

  function read(root, then) {
    if (book) return then();
    window.florilegiumFound = function (found) {
      book = { pages: found.pages, paragraphs: found.paragraphs.map(([at, id, text]) => ({ at, id, text, letters: plain(text) })) };
      then();
    };
    if (document.getElementById("_search-data")) return;
    const script = document.createElement("script");
    script.id = "_search-data";
    script.src = root + "scripts/search.js";
    document.head.append(script);
  }

  function matches(query) {
    const words = plain(query).split(/[^\p{L}\p{N}'’-]+/u).filter(Boolean);
    const whole = words.join(" ");
    if (!words.length) return [];
    const found = book.paragraphs.filter((one) => words.every((word) => find(one.letters, word) >= 0));
    const exact = found.filter((one) => find(one.letters, whole) >= 0);
    const others = found.filter((one) => find(one.letters, whole) < 0);
    return [...exact.map((one) => ({ one, word: whole })), ...others.map((one) => ({ one, word: words[0] }))];
  }

  function made(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  function place(root, { one, word }) {
    const { letters, places } = compared(one.text);
    const at = Math.max(find(letters, word), 0);
    const [from, to] = [places[at], places[Math.min(at + word.length, places.length - 1)]];
    const start = Math.max(from - BEFORE, 0), end = Math.min(to + AFTER, one.text.length);
    const [name, title] = book.pages[one.at];
    const words = made("span", { class: "words" },
      (start ? "…" : "") + one.text.slice(start, from), made("mark", {}, one.text.slice(from, to)),
      one.text.slice(to, end) + (end < one.text.length ? "…" : ""));
    return made("li", {}, made("a", { href: root + name + "#" + one.id }, made("span", { class: "where" }, title), " ", words));
  }

  function count(words, found) {
    if (!found.length) return words.none;
    if (found.length === 1) return words.one;
    const said = found.length > MOST ? words.more : words.many;
    return said.replace("{count}", String(Math.min(found.length, MOST)));
  }

  function addTools(tools) {
    const words = tools.dataset, root = words.root;
    const field = made("input", { type: "search", placeholder: words.search, "aria-label": words.search, autocomplete: "off" });
    const status = made("p", { role: "status" });
    const list = made("ol", {});
    const results = made("div", { class: "results", hidden: "hidden" }, status, list);
    const form = made("form", { role: "search" }, field, results);
    const night = made("button", { type: "button", class: "night", title: words.night, "aria-label": words.night,
      "aria-pressed": String(isNight()) }, "◐");
    let waiting = 0;

    function show() {
      const query = field.value.trim();
      results.hidden = query.length < 2;
      if (results.hidden) return;
      if (!book) status.textContent = words.reading;
      read(root, function () {
        const found = matches(field.value.trim());
        status.textContent = count(words, found);
        list.replaceChildren(...found.slice(0, MOST).map((one) => place(root, one)));
      });
    }

    field.addEventListener("focus", () => read(root, () => {}), { once: true });
    field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(show, 120); });
    form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
    form.addEventListener("keydown", (event) => { if (event.key === "Escape") { results.hidden = true; field.focus(); } });
    list.addEventListener("click", (event) => { if (event.target.closest("a")) results.hidden = true; });
    document.addEventListener("click", (event) => { if (!form.contains(event.target)) results.hidden = true; });
    night.addEventListener("click", function () {
      const value = isNight() ? "day" : "night";
      light(value);
      kept(value);
      night.setAttribute("aria-pressed", String(value === "night"));
    });
    tools.append(form, night);
    tools.hidden = false;
  }

  light(kept());
  document.addEventListener("DOMContentLoaded", function () {
    const tools = document.getElementById("_tools");
    if (tools) addTools(tools);
  });
})();
