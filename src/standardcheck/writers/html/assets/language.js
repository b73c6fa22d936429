"use strict";
// The style sheet shows the chosen language. What it cannot reach is done here: the language of the page itself and
// the words of options, which hold no markup.
{
  const choices = document.querySelectorAll(".language input");

  function short() {
    return document.documentElement.lang.slice(0, 2);
  }

  function translate(root) {
    for (const option of root.querySelectorAll("option[data-zh]")) {
      option.textContent = option.dataset[short()];
    }
  }

  function apply() {
    for (const choice of choices) {
      if (choice.checked) document.documentElement.lang = choice.value;
    }
    translate(document);
  }

  for (const choice of choices) choice.addEventListener("change", apply);
  document.addEventListener("opened", (event) => translate(event.target));
  apply();
}
