// The field that finds books: those of which a word begins with each word that is typed stay, the others are hidden.
// Without scripts the field is not there, and all books are.
(function () {
  "use strict";

  const form = document.querySelector("form.find");
  const field = form.querySelector("input");
  const found = form.querySelector(".found");
  const books = [...document.querySelectorAll(".books > li")];

  // Letters as they are compared: without accents and case.
  function plain(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  }

  const words = books.map((book) => plain(book.dataset.words + " " + book.textContent));

  function has(text, word) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1])) return true;
    }
    return false;
  }

  function find() {
    const wanted = plain(field.value).split(/\s+/).filter(Boolean);
    let count = 0;
    books.forEach((book, at) => {
      book.hidden = !wanted.every((word) => has(words[at], word));
      if (!book.hidden) count += 1;
    });
    const told = count === 0 ? found.dataset.none : count === 1 ? found.dataset.one : found.dataset.many;
    found.textContent = wanted.length ? told.replace("{count}", count) : "";
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", find);
  find();
})();
