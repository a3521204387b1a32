// A phone in a live round: looks once a second whether something new is on.
(() => {
  const form = document.querySelector("[data-live]");
  if (!form) return;
  const { right, wrong, none, left: leftWords, late, failed, new: newWords } = form.dataset;
  const clock = document.querySelector("[role=timer]");
  const status = document.querySelector("[data-said]");
  let key = form.dataset.key;
  let given = form.dataset.given.split(" ").filter(Boolean);
  let endsAt = 0;
  let offset = 0;

  const say = (sentence) => {
    status.textContent = sentence;
  };
  // An answer to a press stands where the thumb is, a verdict before all else.
  const note = (sentence, look, place = "append") => {
    form.querySelector("[data-note]")?.remove();
    const line = document.createElement("p");
    line.dataset.note = "";
    line.className = `tag ${look}`;
    line.textContent = sentence;
    form[place](line);
    say(sentence);
  };
  const verdict = (answer) => {
    if (!given.length) return note(none, "new", "prepend");
    const same = [...given].sort().join() === [...answer].sort().join();
    note(same ? right : wrong, same ? "ok" : "no", "prepend");
  };
  const show = (state) => {
    const isHere = form.contains(document.activeElement) || document.activeElement === document.body;
    document.querySelector(".own")?.remove();
    document.querySelector(".tip[role=alert]")?.remove();
    form.innerHTML = state.html;
    if (state.right) verdict(state.right);
    else say(state.ends_at ? newWords : "");
    if (state.ends_at) given = [];
    // Who listens or uses keys begins at the question, not at the top of the page.
    if (isHere) form.querySelector("[tabindex='-1']")?.focus();
  };
  const look = async () => {
    try {
      const response = await fetch(form.dataset.live);
      if (response.ok) {
        offset = Number(response.headers.get("X-Now")) - Date.now();
        const state = await response.json();
        endsAt = state.ends_at ?? 0;
        tick();
        if (state.key !== key) {
          key = state.key;
          if (key.startsWith("over")) {
            setTimeout(() => location.reload(), Math.random() * 2000);
            return;
          }
          show(state);
        }
      }
    } catch {
      // The next look may find the network again.
    }
    setTimeout(look, 900 + Math.random() * 200);
  };
  const tick = () => {
    clock.hidden = !endsAt;
    if (!endsAt) return;
    const left = Math.ceil((endsAt - Date.now() - offset) / 1000);
    clock.textContent = left > 0 ? leftWords.replace("%s", left) : late;
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = new FormData(form);
    const asked = key;
    try {
      const response = await fetch(form.getAttribute("action") ?? location.href, {
        method: "POST",
        body: new URLSearchParams(body),
        headers: { Accept: "application/json" },
      });
      const { said, is_kept: isKept } = await response.json();
      if (key !== asked) return;
      if (isKept) {
        given = body.getAll("chosen");
        for (const field of form.querySelectorAll("input, button")) field.disabled = true;
        form.querySelector(".btn")?.remove();
      }
      note(said, isKept ? "ok" : "no");
    } catch {
      note(failed, "no");
    }
  });
  setInterval(tick, 250);
  look();
})();
