// A page of many plans keeps each compressed, and opens the one that the address names: #p17, or #p17-f3 in it.
{
  const overview = document.getElementById("overview");
  const main = document.getElementById("main");
  let shown = null;

  async function unfolded(name) {
    const stored = document.getElementById(`stored-${name}`);
    if (!stored) return null;
    const bytes = Uint8Array.from(atob(stored.textContent), (char) => char.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    const template = document.createElement("template");
    template.innerHTML = await new Response(stream).text();
    return template.content.firstElementChild;
  }

  function close() {
    shown?.remove();
    shown = null;
    overview.hidden = false;
  }

  async function route() {
    const name = location.hash.match(/^#(p\d+)(?:-|$)/)?.[1];
    if (!name) {
      const from = shown?.id;
      close();
      if (from) document.querySelector(`#plans a[href="#${from}"]`)?.focus();
      return;
    }
    if (shown?.id === name) return;
    const plan = await unfolded(name);
    if (!plan) return;
    close();
    overview.hidden = true;
    main.append(plan);
    shown = plan;
    plan.dispatchEvent(new CustomEvent("opened", { bubbles: true }));
    if (location.hash === `#${name}`) {
      window.scrollTo(0, 0);
      const title = plan.querySelector("h1");
      title.tabIndex = -1;
      title.focus({ preventScroll: true });
    }
  }

  if (overview) {
    window.addEventListener("hashchange", route);
    route();
  }
}
