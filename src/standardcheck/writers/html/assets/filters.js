// Filters: findings of a plan, and plans of an overview. Without this script they are not shown at all.
{
  const MANY = 200; // matches up to which folded documents are opened

  function values(form) {
    const chosen = {};
    for (const box of form.querySelectorAll("input[type=checkbox]")) {
      chosen[box.name] ??= [];
      if (box.checked) chosen[box.name].push(box.value);
    }
    for (const select of form.querySelectorAll("select")) {
      if (select.value !== "") chosen[select.name] = [select.value];
    }
    return chosen;
  }

  function words(form) {
    return form.querySelector("input[type=search]").value.toLowerCase().split(/\s+/).filter(Boolean);
  }

  function textOf(item) {
    const rule = item.closest(".rule");
    const head = rule ? rule.querySelector("h4").textContent + rule.querySelector(".marks").textContent : "";
    return (item.textContent + head).toLowerCase();
  }

  function filter(form, items) {
    const chosen = Object.entries(values(form));
    const sought = words(form);
    let number = 0;
    for (const item of items) {
      const fits = chosen.every(([name, allowed]) => allowed.includes(item.dataset[name]));
      item.hidden = !fits || !(sought.length === 0 || sought.every((word) => textOf(item).includes(word)));
      if (!item.hidden) number += 1;
    }
    form.querySelector(".number").textContent = number;
    return number;
  }

  // A heading without anything under it is hidden, too; a folded document that holds a match is opened.
  function tidy(plan, active, number) {
    for (const box of plan.querySelectorAll(".rule, .document")) {
      box.hidden = !box.querySelector(".finding:not([hidden])");
      if (box.tagName === "DETAILS" && active) box.open = !box.hidden && number <= MANY;
    }
    for (const question of plan.querySelectorAll(".question")) {
      const links = [...question.querySelectorAll(".waiting a")];
      question.hidden = links.every((link) => plan.querySelector(link.getAttribute("href"))?.hidden);
    }
    for (const asked of plan.querySelectorAll(".asked")) {
      asked.hidden = !asked.querySelector(".question:not([hidden])");
    }
  }

  function serve(form, items, after) {
    let active = false;
    const run = () => {
      active = true;
      after(filter(form, items), active);
    };
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", run);
    form.addEventListener("reset", () => setTimeout(run));
    form.run = run;
  }

  function servePlan(plan) {
    const box = plan.querySelector(".filters");
    if (!box) return;
    const items = plan.querySelectorAll(".finding");
    box.hidden = false;
    box.open = matchMedia("(min-width: 64rem)").matches;
    serve(box.querySelector("form"), items, (number, active) => tidy(plan, active, number));
    for (const link of plan.querySelectorAll(".matrix a")) link.addEventListener("click", () => narrow(plan, link));
  }

  // A cell of the matrix narrows the plan to its object and document before it leads there.
  function narrow(plan, link) {
    const form = plan.querySelector(".filters form");
    form.reset();
    for (const name of ["group", "document"]) form.querySelector(`[name=${name}]`).value = link.dataset[name];
    setTimeout(() => form.run());
  }

  for (const plan of document.querySelectorAll("article.plan")) servePlan(plan);
  document.addEventListener("opened", (event) => servePlan(event.target));

  const choose = document.querySelector("form.choose");
  if (choose) {
    choose.hidden = false;
    serve(choose, document.querySelectorAll("#plans tr.row"), () => {});
  }
}
