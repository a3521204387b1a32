// Suggests titles below each search box. Without it the results page shows the same.
(() => {
  const list = document.createElement("datalist");
  list.id = "suggestions";
  let waiting, asking;
  const known = new Map();
  const show = (found) => {
    list.replaceChildren(...found.map(({ title, address }) => {
      // Two things of one name: the results page tells them apart.
      known.set(title, known.has(title) && known.get(title) !== address ? "" : address);
      return new Option("", title);
    }));
  };
  const suggest = async (typed) => {
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(`/search/suggest/?q=${encodeURIComponent(typed)}`, { signal: asking.signal });
      if (answer.ok) show(await answer.json());
    } catch { /* typed on, or no network: the box works as before */ }
  };
  for (const box of document.querySelectorAll('[role="search"] input[type="search"]')) {
    box.setAttribute("list", list.id);
    box.autocomplete = "off";
    box.addEventListener("input", (event) => {
      const typed = box.value.trim();
      // Chosen from the list, not typed: go there at once.
      if (known.get(typed) && !event.isComposing && (event.inputType === "insertReplacementText" || !event.inputType)) {
        location.assign(known.get(typed));
        return;
      }
      clearTimeout(waiting);
      if (typed && !event.isComposing) waiting = setTimeout(suggest, 200, typed);
    });
    box.addEventListener("compositionend", () => { if (box.value.trim()) suggest(box.value.trim()); });
  }
  document.body.append(list);
})();
