// On paper, the evidence of failures is unfolded; everything else folded stays a line that says how much it holds.
{
  let opened = [];

  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details.printed:not([open])")];
    for (const box of opened) box.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const box of opened) box.open = false;
    opened = [];
  });
}
