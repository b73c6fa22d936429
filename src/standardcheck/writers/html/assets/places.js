// A link may lead to a finding inside a folded part: open what encloses it, then go there.
{
  function reveal(id) {
    const target = id && document.getElementById(id);
    if (!target || target.closest("#overview[hidden]")) return;
    for (let node = target.parentElement; node; node = node.parentElement) {
      if (node.tagName === "DETAILS") node.open = true;
    }
    target.hidden = false;
    target.scrollIntoView();
    target.focus({ preventScroll: true });
  }

  window.addEventListener("hashchange", () => reveal(location.hash.slice(1)));
  document.addEventListener("opened", () => reveal(location.hash.slice(1)));
  reveal(location.hash.slice(1));
}
