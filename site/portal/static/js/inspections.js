// Checks where the network is weak: each is kept on the device first, then sent, and
// forgotten here once the server has it. Its key makes what is sent twice one check.
(() => {
  const form = document.querySelector("[data-check-form]");
  if (!form || !window.indexedDB || !window.fetch) return;
  const status = form.querySelector("[data-check-status]");
  const list = form.querySelector("[data-check-waiting]");
  const user = form.dataset.user;
  const TRY_AGAIN = 30000;
  const PATIENCE = 60000;

  const within = deviceStore("inspections", "checks", { keyPath: "key" });
  const keep = (check) => within("readwrite", (store) => store.put(check));
  const forget = (key) => within("readwrite", (store) => store.delete(key));
  // What another inspector left on a shared device is not sent in this one's name.
  const waiting = async () => (await within("readonly", (store) => store.getAll())).filter((check) => check.user === user);

  const newKey = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(24));
    return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_");
  };
  const say = (name, more = "") => { status.textContent = name ? status.dataset[name] + more : ""; };

  // Only the ticks that fit the point are asked for, and sent.
  const point = form.elements.point;
  const fit = () => {
    const type = point && point.selectedOptions[0] ? point.selectedOptions[0].dataset.type : "";
    form.querySelectorAll(".check-ticks").forEach((set) => {
      set.hidden = set.disabled = Boolean(set.dataset.type) && set.dataset.type !== type;
    });
  };
  if (point) point.addEventListener("change", fit);
  fit();
  const groups = () => [...form.querySelectorAll(".check-ticks:not([hidden]) .check-tick")];
  const allPass = form.querySelector("[data-all-pass]");
  allPass.hidden = false;
  allPass.addEventListener("click", () => groups().forEach((group) => { group.querySelector("[value=yes]").checked = true; }));

  const isWhole = () => {
    const somewhere = (point && point.value) || (form.elements.place_text && form.elements.place_text.value.trim());
    return somewhere && groups().every((group) => group.querySelector(":checked"));
  };

  const show = async () => {
    const refused = (await waiting()).filter((check) => check.problem);
    list.replaceChildren(...refused.map((check) => {
      const row = document.createElement("li");
      const drop = document.createElement("button");
      drop.type = "button";
      drop.className = "button button-small no";
      drop.textContent = list.dataset.drop;
      drop.addEventListener("click", async () => {
        if (!confirm(list.dataset.sure)) return;
        await forget(check.key);
        show();
      });
      row.append(`${status.dataset.refused}${check.where}，${check.problem} `, drop);
      return row;
    }));
  };

  const post = (check) => {
    const body = new FormData();
    check.fields.forEach(([name, value]) => body.append(name, value));
    check.photos.forEach((photo, number) => body.append("photos", photo, `photo-${number + 1}.jpg`));
    return fetch(check.address, {
      method: "POST",
      body,
      credentials: "same-origin",
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
      headers: { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    });
  };

  // One after the other, the oldest first; returns why it stopped, if it did.
  const sendAll = async () => {
    const queue = (await waiting()).filter((check) => !check.problem).sort((a, b) => a.at.localeCompare(b.at));
    for (const check of queue) {
      let response;
      try { response = await post(check); } catch { return "kept"; }
      if (response.ok) {
        await forget(check.key);
        say("sent", check.where);
      } else if (response.status === 422) {
        const { problems } = await response.json();
        await keep({ ...check, problem: problems.join(" ") });
      } else if (response.type === "opaqueredirect" || response.status === 403) {
        return "login";
      } else {
        return "waiting";
      }
    }
    return "";
  };

  let sending = Promise.resolve();
  const flush = () => {
    const attempt = async () => {
      const why = await sendAll();
      const left = (await waiting()).filter((check) => !check.problem).length;
      if (why && left) say(why, String(left));
      await show();
    };
    // Two tabs would send the same: the key makes it one, the lock saves the traffic.
    sending = sending.then(() => (navigator.locks ? navigator.locks.request("inspections", attempt) : attempt())).catch(() => {});
    return sending;
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!isWhole()) { say("missing"); return; }
    say("saving");
    const save = form.querySelector(".check-save");
    save.disabled = true;
    try {
      form.elements.checked_at.value = new Date().toISOString();
      const fields = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
      const photos = await Promise.all([...form.elements.photos.files].map((file) => reportPhotos.shrunk(file)));
      const option = point && point.value ? point.selectedOptions[0] : null;
      const where = option ? option.textContent.trim() : form.elements.place_text.value.trim();
      await keep({ key: form.elements.key.value, user, address: form.getAttribute("action"), at: form.elements.checked_at.value, where, fields, photos });
    } catch {
      // A browser that keeps nothing sends it the plain way.
      if (navigator.onLine) form.submit(); else say("full");
      return;
    } finally { save.disabled = false; }
    form.reset();
    form.elements.key.value = newKey();
    fit();
    (point || form.elements.place_text).focus();
    await flush();
  });

  addEventListener("online", flush);
  setInterval(() => { if (navigator.onLine) flush(); }, TRY_AGAIN);
  flush();
})();
