// Questions: answered without a reload, by keys, and rows put in order by tapping them.
// `<div id="quiz" data-offline="…">` holds what is replaced, `form[data-quiz]` what is sent.
(() => {
  const quiz = () => document.getElementById("quiz");
  if (!quiz()) return;

  // A paper lives in its page: after a reload in this window it goes on where it was.
  const shelf = `quiz ${location.pathname}${location.search}`;
  const keep = () => {
    const paper = quiz().querySelector("form[data-quiz] [name=paper]")?.value;
    const name = quiz().dataset.resume;
    try {
      if (!paper || !name) sessionStorage.removeItem(shelf);
      else sessionStorage.setItem(shelf, JSON.stringify({ name, paper }));
    } catch { /* kept nowhere: a reload begins anew */ }
  };
  const resume = async () => {
    let kept = null;
    try { kept = JSON.parse(sessionStorage.getItem(shelf)); } catch { return; }
    const form = quiz().querySelector("form[data-quiz]");
    if (!kept || !form || kept.name !== quiz().dataset.resume) return;
    const body = new URLSearchParams({ paper: kept.paper, act: "next" });
    const response = await fetch(form.action, { method: "POST", body });
    if (response.ok) show(parsed(await response.text()));
  };
  const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

  // What was told or asked just now: read out, and where the keys go on from.
  const arrive = () => {
    const place = [".verdict", "[data-arrive]", ".ask legend"]
      .map((name) => quiz().querySelector(name)).find(Boolean);
    place?.focus({ preventScroll: true });
    const top = quiz().querySelector("[data-top]") ?? quiz();
    if (!place?.matches(".verdict")) top.scrollIntoView({ block: "nearest" });
    else place.scrollIntoView({ block: "nearest" });
  };

  const show = (page) => {
    const come = page.getElementById("quiz");
    if (!come) throw new Error("no quiz");
    quiz().replaceWith(document.adoptNode(come));
    document.title = page.title;
    keep();
    document.dispatchEvent(new CustomEvent("quiz:shown"));
    arrive();
  };
  if (quiz().hasAttribute("data-new")) resume().catch(() => {});
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-fresh]")) return;
    try { sessionStorage.removeItem(shelf); } catch { /* nothing was kept */ }
  });

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-quiz]");
    if (!form || !quiz().contains(form)) return;
    event.preventDefault();
    if (form.hasAttribute("aria-busy")) return;
    form.setAttribute("aria-busy", "true");
    const body = new URLSearchParams(new FormData(form, event.submitter));
    const note = form.querySelector("[data-note]");
    if (note) note.textContent = "";
    let response;
    let text;
    try {
      const isPost = form.method === "post";
      const address = isPost ? form.action : `${form.action.split("?")[0]}?${body}`;
      response = await fetch(address, isPost ? { method: "POST", body } : {});
      text = await response.text();
    } catch {
      form.removeAttribute("aria-busy");
      if (note) note.textContent = quiz().dataset.offline ?? "";
      return;
    }
    if (response.redirected) history.replaceState(null, "", response.url);
    try {
      show(parsed(text));
    } catch { // some other page: the browser shows it
      form.submit();
    }
  });

  // An ordering by tapping: each row takes the next free place, or gives its own back.
  const tap = (row) => {
    const ask = row.closest("[data-kind=ordering]");
    const select = row.querySelector("select");
    if (!ask || !select || select.disabled) return;
    const taken = new Set([...ask.querySelectorAll("select")].map((each) => each.value));
    const free = [...select.options].map((each) => each.value).find((each) => each && !taken.has(each));
    select.value = select.value ? "" : free ?? "";
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };

  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-kind=ordering] .opt");
    if (!row || event.target.closest("select")) return;
    event.preventDefault();
    tap(row);
  });

  // 1 to 9 and A to L choose; Enter sends; nothing is taken from fields that are typed in.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const typed = event.target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select");
    if (typed) return;
    const ask = quiz()?.querySelector("form[data-quiz] .ask:not([data-told])");
    const n = /^[1-9]$/.test(event.key) ? Number(event.key) - 1
      : /^[a-l]$/i.test(event.key) ? event.key.toLowerCase().charCodeAt(0) - 97 : -1;
    if (ask && n >= 0) {
      const row = ask.querySelectorAll(".opt")[n];
      if (!row) return;
      event.preventDefault();
      const input = row.querySelector("input");
      if (input) { input.focus(); input.click(); } else if (ask.dataset.kind === "ordering") tap(row);
      else row.querySelector("select")?.focus();
      return;
    }
    if (event.key !== "Enter" || event.target.closest?.("a, button, summary")) return;
    const form = ask?.closest("form") ?? quiz()?.querySelector("form[data-next]");
    if (!form) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("button:not([name])") ?? undefined);
  });
})();
