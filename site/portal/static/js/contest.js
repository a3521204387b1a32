// A paper: each answer is sent as it is given, again and again until it is kept; the
// clock is the server's. What is not kept yet stays on this device until it is.
(() => {
  const part = () => document.getElementById("quiz");
  if (!part()?.querySelector("form[data-contest]")) return;
  const waiting = new Map(); // address → what to send
  const kept = new Map(); // address → what the server has
  const key = `contest:${location.pathname.replace(/\d+\/$/, "")}`;
  let sending = null, pause = 1000, timer = 0;

  const remember = () => {
    try {
      if (waiting.size) sessionStorage.setItem(key, JSON.stringify([...waiting]));
      else sessionStorage.removeItem(key);
    } catch { /* a full or closed store: the page itself still holds it */ }
  };
  const say = (word, css) => {
    const place = part().querySelector("[data-state]");
    if (!place) return;
    const tag = document.createElement("span");
    tag.className = `tag ${css}`;
    tag.textContent = word;
    place.replaceChildren(tag);
  };
  const here = () => new URL(location.href).pathname;
  const tick = (address, isGiven) => {
    const card = document.getElementById("card");
    const link = card?.querySelector(`a[href="${address}"]`);
    if (!link) return;
    const n = link.querySelector("b").textContent;
    link.querySelector(".t").textContent = isGiven ? "✓" : "\u00a0";
    link.setAttribute("aria-label", card.dataset[isGiven ? "given" : "open"].replace("{n}", n));
  };

  // One at a time, so that of two answers to one question the later one stays.
  const send = async () => {
    while (waiting.size) {
      const [address, body] = waiting.entries().next().value;
      let answer, said = {};
      try {
        answer = await fetch(address, {
          method: "POST",
          body: new URLSearchParams(body),
          headers: { Accept: "application/json" },
          signal: AbortSignal.timeout?.(15000),
        });
        if (answer.status >= 500 || answer.status === 429) throw new Error("later");
        said = await answer.json();
      } catch {
        if (address === here()) say(part().dataset.offline, "no");
        clearTimeout(timer);
        timer = setTimeout(flush, pause);
        pause = Math.min(pause * 2, 8000);
        return false;
      }
      pause = 1000;
      if (waiting.get(address) === body) waiting.delete(address);
      remember();
      if (answer.ok) {
        kept.set(address, body);
        tick(address, [...new URLSearchParams(body)].some(([name, value]) => name !== "go" && value));
        if (address === here() && !waiting.has(address)) say(part().dataset.saved, "ok");
        clock.set(said.left);
      } else {
        if (address === here()) say(said.problem ?? part().dataset.unsaved, "no");
        if (said.is_over && part().dataset.questionLeft === undefined) location.assign(part().dataset.result);
      }
    }
    return true;
  };
  const flush = () => (sending ??= send().finally(() => { sending = null; }));
  const flushed = async () => { while (waiting.size) if (!(await flush())) return false; return true; };

  const keep = (form) => {
    const body = new URLSearchParams(new FormData(form)).toString();
    if (kept.get(here()) === body && !waiting.has(here())) return flush();
    waiting.set(here(), body);
    remember();
    say(part().dataset.saving, "open");
    return flush();
  };

  let typing = 0;
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-contest]");
    if (!form || !event.target.matches("input:not([type=radio], [type=checkbox])")) return;
    say(part().dataset.unsaved, "open");
    clearTimeout(typing);
    typing = setTimeout(() => keep(form), 600);
  });
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-contest]");
    if (!form) return;
    // A row of an ordering alone is no answer yet.
    const places = [...form.querySelectorAll("select[name^=place-]")];
    const filled = places.filter((each) => each.value).length;
    if (filled && filled < places.length) { say(part().dataset.unsaved, "open"); return; }
    clearTimeout(typing);
    keep(form);
  });

  // To another question without the frame around it.
  const go = async (address, isNew = true) => {
    try {
      const answer = await fetch(`${address}?only=question`, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const come = page.getElementById("quiz");
      if (!answer.ok || !come) { location.assign(answer.redirected ? answer.url : address); return; }
      if (isNew) history.pushState(null, "", address);
      part().replaceWith(document.adoptNode(come));
      clock.set(Number(come.dataset.left));
      clock.question();
      for (const link of document.querySelectorAll("#card a")) {
        if (link.getAttribute("href") === here()) link.setAttribute("aria-current", "step");
        else link.removeAttribute("aria-current");
      }
      come.querySelector(".ask legend")?.focus({ preventScroll: true });
      come.scrollIntoView({ block: "nearest" });
    } catch {
      say(part().dataset.offline, "no");
    }
  };
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-contest]");
    if (!form) return;
    event.preventDefault();
    event.stopPropagation(); // quiz.js sends practice its own way
    const next = event.submitter?.dataset.next ?? form.querySelector("[data-next]")?.dataset.next;
    const isLast = form.querySelector("[data-last]");
    clearTimeout(typing);
    keep(form);
    if (!(await flushed()) || !next) return;
    if (part().contains(form) && part().querySelector("[data-state] .no")) return;
    if (isLast) location.assign(next); else go(next);
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-go], #card a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(link.getAttribute("href"));
  });
  addEventListener("popstate", () => go(here(), false));
  addEventListener("online", flush);
  addEventListener("beforeunload", (event) => { if (waiting.size) event.preventDefault(); });

  const clock = (() => {
    let ends = 0, questionEnds = 0, isWarned = false, isOver = false;
    const written = (s) => `${String(Math.floor(s / 60)).padStart(2, "0")}:${String(s % 60).padStart(2, "0")}`;
    const over = async () => {
      isOver = true;
      await Promise.race([flushed(), new Promise((done) => { setTimeout(done, 2500); })]);
      try {
        await fetch(part().dataset.handIn, { method: "POST", redirect: "manual" });
        waiting.clear();
        remember();
        location.assign(part().dataset.result);
      } catch { setTimeout(over, 3000); }
    };
    const run = () => {
      if (isOver) return;
      const left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
      const place = part().querySelector("[data-clock]");
      if (left < 6000) place.textContent = part().dataset.leftWords.replace("{t}", written(left));
      if (left <= 60 && !isWarned) {
        isWarned = true;
        part().querySelector("[data-warning]").textContent = part().dataset.lastMinute;
      }
      if (!left) { over(); return; }
      const own = part().querySelector("[data-question-clock]");
      if (own) {
        const rest = Math.max(0, Math.ceil((questionEnds - performance.now()) / 1000));
        own.textContent = own.textContent.replace(/\d+/, rest);
        if (!rest) for (const each of part().querySelectorAll("fieldset.ask")) each.disabled = true;
      }
    };
    setInterval(run, 1000);
    return {
      set(left) { if (Number.isFinite(left)) ends = performance.now() + left * 1000; },
      question() { questionEnds = performance.now() + 1000 * Number(part().dataset.questionLeft ?? 0); },
    };
  })();
  clock.set(Number(part().dataset.left));
  clock.question();
  try {
    for (const [address, body] of JSON.parse(sessionStorage.getItem(key) ?? "[]")) waiting.set(address, body);
  } catch { /* not ours */ }
  if (waiting.size) flush();
})();
