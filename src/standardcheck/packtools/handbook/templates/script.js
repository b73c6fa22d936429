"use strict";
(function () {
  var print = document.getElementById("print");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", function () { window.print(); });
  }

  // The other language opens at the same clause and the same search.
  var other = document.getElementById("other");
  if (other) {
    other.addEventListener("click", function () {
      other.href = other.getAttribute("href").split(/[?#]/)[0] + window.location.search + window.location.hash;
    });
  }

  // A long list of contents is closed where it would push the text off a small screen.
  var contents = document.querySelector(".contents details");
  if (contents && window.matchMedia("(max-width: 60rem)").matches) {
    contents.open = false;
  }

  var hits = document.getElementById("hits");
  if (!hits) { return; }
  var box = document.getElementById("q");
  var found = document.getElementById("found");
  var browse = document.getElementById("browse");
  var items = Array.prototype.slice.call(hits.children);

  function fits(text, word, loosely) {
    if (text.indexOf(word) >= 0) { return true; }
    // Words of Chinese are not set apart: if nothing has them as typed, every character will do.
    return loosely && /[\u3400-\u9fff]/.test(word) &&
      Array.from(word).every(function (sign) { return text.indexOf(sign) >= 0; });
  }

  function show(words, loosely) {
    var number = 0;
    items.forEach(function (item) {
      var text = item.getAttribute("data-s");
      item.hidden = !words.every(function (word) { return fits(text, word, loosely); });
      number += item.hidden ? 0 : 1;
    });
    return number;
  }

  function search() {
    var words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    var number = show(words, false) || show(words, true);
    browse.hidden = words.length > 0;
    found.textContent = !words.length ? "" :
      number ? found.getAttribute("data-found").replace("#", String(number)) : found.getAttribute("data-none");
  }

  function remember() {
    try {
      var query = box.value.trim() ? "?q=" + encodeURIComponent(box.value.trim()) : window.location.pathname;
      window.history.replaceState(null, "", query);
    } catch (refused) { /* some browsers do not allow it for files */ }
  }

  box.value = new URLSearchParams(window.location.search).get("q") || "";
  box.addEventListener("input", function () { search(); remember(); });
  box.form.addEventListener("submit", function (event) {
    event.preventDefault();
    search();
    remember();
    var first = hits.querySelector("li:not([hidden]) a");
    if (box.value.trim() && first) { first.focus(); }
  });
  search();
})();
