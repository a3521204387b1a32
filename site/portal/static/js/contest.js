// A paper: each answer is sent as it is given, again and again until it is kept; the
// clock is the server's. What is not kept yet stays on this device until it is.
(() => {
  const part = () => document.getElementById("quiz");
  if (!part()?.querySelector("form[data-contest]")) return;
  const paper = document.getElementById("paper").dataset;
  const parts = new Map(); // address → its question, with what is put in; empty where each has its own clock
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
  const here = () => part().dataset.here;
  const at = (address) => (address === here() ? part() : parts.get(address));
  const say = (address, word, css) => {
    const place = at(address)?.querySelector("[data-state]");
    if (!place) return;
    const tag = document.createElement("span");
    tag.className = `tag ${css}`;
    tag.textContent = word;
    place.replaceChildren(...(word ? [tag] : []));
  };
  const onCard = (address) => document.querySelector(`#card a[href="${address}"]`);
  const tick = (address, isGiven) => {
    const link = onCard(address);
    if (!link) return;
    const n = link.querySelector("b").textContent;
    link.querySelector(".t").textContent = isGiven ? "✓" : "\u00a0";
    link.setAttribute("aria-label", document.getElementById("card").dataset[isGiven ? "given" : "open"].replace("{n}", n));
  };
  // That the network is gone stands at the question that is seen, whichever is not kept.
  const sayOffline = () => { for (const each of new Set([...waiting.keys(), here()])) say(each, paper.offline, "no"); };
  const sayOnline = () => {
    if (waiting.has(here()) || part().querySelector("[data-state]").textContent !== paper.offline) return;
    say(here(), onCard(here())?.querySelector(".t").textContent === "✓" ? paper.saved : "", "ok");
  };

  const shut = (place) => { for (const each of place?.querySelectorAll("fieldset.ask") ?? []) each.disabled = true; };
  const isShut = (form) => form.querySelector("fieldset.ask:disabled") !== null;

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
        sayOffline();
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
        if (!waiting.has(address)) say(address, paper.saved, "ok");
      } else {
        say(address, said.problem ?? paper.unsaved, "no");
        if (said.is_over && part().dataset.questionLeft === undefined) location.assign(paper.result);
        else if (said.is_over) shut(at(address));
      }
      sayOnline();
    }
    return true;
  };
  const flush = () => (sending ??= send().finally(() => { sending = null; }));
  const flushed = async () => { while (waiting.size) if (!(await flush())) return false; return true; };

  const keep = (form) => {
    if (isShut(form)) return flush(); // it would send nothing, and take back what is kept
    const address = form.getAttribute("action");
    const body = new URLSearchParams(new FormData(form)).toString();
    if (kept.get(address) === body && !waiting.has(address)) return flush();
    waiting.set(address, body);
    remember();
    say(address, paper.saving, "open");
    return flush();
  };

  let typing = 0, typed = null;
  const keepTyped = () => {
    clearTimeout(typing);
    if (typed) keep(typed);
    typed = null;
  };
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-contest]");
    if (!form || !event.target.matches("input:not([type=radio], [type=checkbox])")) return;
    say(form.getAttribute("action"), paper.unsaved, "open");
    clearTimeout(typing);
    typed = form;
    typing = setTimeout(keepTyped, 600);
  });
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-contest]");
    if (!form) return;
    // A row of an ordering alone is no answer yet.
    const places = [...form.querySelectorAll("select[name^=place-]")];
    const filled = places.filter((each) => each.value).length;
    if (filled && filled < places.length) { say(here(), paper.unsaved, "open"); return; }
    clearTimeout(typing);
    typed = null;
    keep(form);
  });

  // The whole paper once, so that no question has to wait for the network.
  const fetchParts = async () => {
    if (!paper.questions) return;
    parts.set(here(), part());
    try {
      const answer = await fetch(paper.questions);
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const each of page.querySelectorAll("[data-here]")) {
        if (!parts.has(each.dataset.here)) parts.set(each.dataset.here, document.adoptNode(each));
      }
    } catch { /* then each by itself */ }
  };
  const ask = async (address) => {
    const answer = await fetch(`${address}?only=question`, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return { answer, come: answer.ok && page.getElementById("quiz") };
  };
  const fetchPart = async (address) => {
    const { answer, come } = await ask(address);
    if (!come) { location.assign(answer.redirected ? answer.url : address); return null; }
    clock.set(Number(come.dataset.left));
    return document.adoptNode(come);
  };
  // To another question without the frame around it.
  const go = async (address, isNew = true) => {
    try {
      const come = parts.get(address) ?? await fetchPart(address);
      if (!come) return;
      if (isNew) history.pushState(null, "", address);
      part().replaceWith(come);
      if (paper.questions) parts.set(address, come);
      clock.question();
      document.dispatchEvent(new CustomEvent("quiz:shown"));
      for (const link of document.querySelectorAll("#card a")) {
        if (link.getAttribute("href") === address) link.setAttribute("aria-current", "step");
        else link.removeAttribute("aria-current");
      }
      if (waiting.size && pause > 1000) sayOffline(); else sayOnline();
      come.querySelector(".ask legend")?.focus({ preventScroll: true });
      come.scrollIntoView({ block: "nearest" });
    } catch {
      say(here(), paper.offline, "no");
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
    typed = null;
    keep(form);
    const isKept = await Promise.race([flushed(), new Promise((done) => { setTimeout(done, 2000, false); })]);
    if (!next || !part().contains(form)) return;
    if (isKept ? part().querySelector("[data-state] .no") && !isShut(form) : isLast || !parts.has(next)) return;
    if (isLast) location.assign(next); else go(next);
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-go], #card a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(link.getAttribute("href"));
  });
  addEventListener("popstate", () => go(location.pathname, false));
  addEventListener("online", flush);
  addEventListener("beforeunload", (event) => { if (waiting.size) event.preventDefault(); });

  const clock = (() => {
    let ends = 0, questionEnds = 0, isWarned = false, isOver = false;
    const written = (s) => `${String(Math.floor(s / 60)).padStart(2, "0")}:${String(s % 60).padStart(2, "0")}`;
    const over = async () => {
      isOver = true;
      await Promise.race([flushed(), new Promise((done) => { setTimeout(done, 2500); })]);
      try {
        const { come } = await ask(here());
        if (Number(come?.dataset?.left) > 0) { // the stage was made longer meanwhile
          ends = performance.now() + Number(come.dataset.left) * 1000;
          isOver = isWarned = false;
          return;
        }
        await fetch(paper.handIn, { method: "POST", redirect: "manual" });
        waiting.clear();
        remember();
        location.assign(paper.result);
      } catch { setTimeout(over, 3000); }
    };
    const run = () => {
      if (isOver) return;
      const left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
      const place = part().querySelector("[data-clock]");
      if (left < 6000) place.textContent = paper.leftWords.replace("{t}", written(left));
      if (left <= 60 && !isWarned) {
        isWarned = true;
        part().querySelector("[data-warning]").textContent = paper.lastMinute;
      }
      if (!left) { over(); return; }
      const own = part().querySelector("[data-question-clock]");
      if (own) {
        const rest = Math.max(0, Math.ceil((questionEnds - performance.now()) / 1000));
        own.textContent = own.textContent.replace(/\d+/, rest);
        if (!rest) { keepTyped(); shut(part()); }
      }
    };
    setInterval(run, 1000);
    return {
      set(left) { if (Number.isFinite(left)) ends = performance.now() + left * 1000; },
      question() { questionEnds = performance.now() + 1000 * Number(part().dataset.questionLeft ?? 0); run(); },
    };
  })();
  clock.set(Number(part().dataset.left));
  clock.question();
  // While a phone sleeps its clock may stand still: whoever comes back is told what is left.
  const wake = async () => {
    if (document.hidden) return;
    try {
      const { answer, come } = await ask(here());
      if (!come) { if (answer.redirected) clock.set(0); return; }
      clock.set(Number(come.dataset.left));
      if (come.dataset.here !== here() || !come.dataset.questionLeft) return;
      part().dataset.questionLeft = come.dataset.questionLeft;
      clock.question();
    } catch { /* without a network the next answer sets the clock */ }
  };
  document.addEventListener("visibilitychange", wake);
  addEventListener("pageshow", (event) => { if (event.persisted) wake(); });
  try {
    for (const [address, body] of JSON.parse(sessionStorage.getItem(key) ?? "[]")) waiting.set(address, body);
  } catch { /* not ours */ }
  if (waiting.size) flush();
  fetchParts();
})();
