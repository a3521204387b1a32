// The form is whole without this. With it: small photos with thumbnails, a draft on the
// device, where I am, what was reported nearby, and how far the upload is.
(() => {
  const form = document.getElementById("report");
  if (!form) return;
  const at = (id) => document.getElementById(id);
  const { text, photos, thumbs, here, sending, saved, same } = Object.fromEntries(
    ["text", "photos", "thumbs", "here", "sending", "saved", "same"].map((id) => [id, at(id)]));
  const input = (name) => form.elements.namedItem(name);
  const words = at("words").dataset;
  const fill = (sentence, values) => sentence.replace(/%([a-z]+)/g, (_whole, name) => values[name]);
  const most = Number(form.dataset.most);
  const chosen = []; // photos on this device, not yet sent
  const problem = document.querySelector("main [role=alert][tabindex]");
  if (problem) problem.focus();

  // Photos
  const kept = () => thumbs.querySelectorAll(".kept").length;
  const show = async (file) => {
    const item = document.createElement("li");
    const label = document.createElement("span");
    const out = document.createElement("button");
    label.className = "meta";
    out.type = "button";
    out.className = "btn line";
    item.append(label, out);
    thumbs.append(item);
    const number = () => [...thumbs.children].indexOf(item) + 1;
    label.textContent = fill(words.photo, { number: number(), size: reportPhotos.size(file.size) });
    out.textContent = words.without;
    out.setAttribute("aria-label", fill(words.withoutNumber, { number: number() }));
    out.onclick = () => {
      chosen.splice(chosen.findIndex((each) => each.item === item), 1);
      item.remove();
      photos.focus();
      keep();
    };
    const entry = { file, item };
    chosen.push(entry);
    const picture = await reportPhotos.thumbnail(file);
    picture.setAttribute("aria-label", fill(words.chosen, { number: number() }));
    item.prepend(picture);
  };
  const add = (files) => {
    const room = Math.max(0, most - kept() - chosen.length);
    for (const file of [...files].slice(0, room)) show(file);
    if (files.length > room) say(fill(words.most, { most }));
  };
  photos.addEventListener("change", () => { add(photos.files); photos.value = ""; keep(); });

  // Count of characters
  const count = at("text-n");
  const countDown = () => {
    const left = Number(text.dataset.most) - text.value.length;
    count.hidden = left > 200;
    count.textContent = fill(left < 0 ? words.over : words.left, { count: Math.abs(left) });
    count.classList.toggle("err", left < 0);
  };
  text.addEventListener("input", countDown);
  countDown();

  // Where I am: asked only when the button is pressed
  here.hidden = false;
  at("locate").hidden = !("geolocation" in navigator);
  const located = at("located");
  const place = (lat, lon, said) => {
    input("lat").value = lat;
    input("lon").value = lon;
    at("unlocate").hidden = !lat;
    located.textContent = said;
    reportMap.show(lat, lon);
    ask();
  };
  const placed = () => [input("lat").value, input("lon").value];
  if (placed()[0]) {
    at("unlocate").hidden = false;
    located.textContent = words.placed;
  }
  reportMap.offer({
    at: placed,
    picked: (lat, lon) => place(lat, lon, words.pinned),
    failed: () => { located.textContent = words.noMap; },
  });
  at("locate").onclick = () => {
    located.textContent = words.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => place(coords.latitude.toFixed(6), coords.longitude.toFixed(6),
        fill(words.located, { metres: Math.round(coords.accuracy) })),
      () => { located.textContent = words.unlocated; },
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
  };
  at("unlocate").onclick = () => place("", "", words.dropped);

  // The finer kinds of the family that was chosen
  const finer = () => {
    const family = input("family").value;
    for (const each of form.querySelectorAll(".finer")) {
      each.hidden = each.dataset.family !== family;
      if (each.hidden) for (const radio of each.querySelectorAll("input")) radio.checked = false;
    }
  };
  finer();

  // Reported nearby already
  const post = (fields) => fetch(form.dataset.nearby, {
    method: "POST",
    headers: { "X-CSRFToken": input("csrfmiddlewaretoken").value },
    body: new URLSearchParams(fields),
  });
  let asked = "";
  const ask = async () => {
    const fields = { family: input("family").value, category: input("category")?.value || "", lat: input("lat").value, lon: input("lon").value };
    const question = JSON.stringify(fields);
    if (!fields.family || !fields.lat || question === asked) return;
    asked = question;
    try {
      const { items } = await (await post(fields)).json();
      same.hidden = !items.length;
      same.className = "slip gold";
      const head = document.createElement("h3");
      head.textContent = words.same;
      same.replaceChildren(head, ...items.map((each) => {
        const line = document.createElement("p");
        const button = document.createElement("button");
        line.className = "row";
        button.className = "btn line";
        button.name = "same";
        button.value = each.number;
        button.textContent = words.thisOne;
        line.append(fill(words.other, each), button);
        return line;
      }));
      // Seen here: the page does not ask a second time.
      if (items.length) hidden("is_another", "1");
    } catch { /* no network: the server asks when it is sent */ }
  };
  const hidden = (name, value) => {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
    return field;
  };
  form.addEventListener("change", (event) => {
    if (event.target.name === "family") finer();
    if (["family", "category"].includes(event.target.name)) ask();
  });

  // The draft
  const DRAFTED = ["place_text", "area", "street", "text", "family", "category", "kind", "is_place_hidden", "form_token"];
  let waiting;
  const keep = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const typed = {};
      for (const name of DRAFTED) {
        const field = input(name);
        typed[name] = field?.type === "checkbox" ? field.checked : field?.value ?? "";
      }
      if (typed.text || typed.place_text || chosen.length) {
        reportDraft.save({ words: typed, photos: chosen.map(({ file }) => file), at: Date.now() });
      }
    }, 500);
  };
  form.addEventListener("input", keep);
  const restore = async () => {
    const draft = await reportDraft.load();
    if (!draft) return;
    // After a failure the page has the words already; it lacks what was never sent.
    if (!("bound" in form.dataset)) {
      for (const name of DRAFTED) {
        const field = input(name);
        if (!field) continue;
        if (field.type === "checkbox") field.checked = draft.words[name];
        else field.value = draft.words[name];
      }
      saved.hidden = false;
      saved.firstElementChild.textContent = words.restored;
      finer();
      countDown();
    }
    add(draft.photos || []);
  };
  saved.querySelector("button").onclick = async () => {
    clearTimeout(waiting);
    await reportDraft.clear();
    location.replace(form.action);
  };
  if (!("bound" in form.dataset)) restore();

  // Sending: one photo after the other, then the form itself
  const button = at("send");
  const say = (words, share) => {
    sending.hidden = false;
    sending.firstElementChild.textContent = words;
    sending.querySelector("progress").hidden = share === undefined;
    sending.querySelector("progress").value = share ?? 0;
  };
  const upload = (name, blob, progress) => new Promise((resolve, reject) => {
    const body = new FormData();
    body.append("form_token", input("form_token").value);
    if (input("use_photo_place").checked) body.append("use_photo_place", "on");
    body.append(name, blob, name);
    const request = new XMLHttpRequest();
    request.open("POST", form.dataset.photo);
    request.setRequestHeader("X-CSRFToken", input("csrfmiddlewaretoken").value);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => progress(loaded / total);
    request.onload = () => (request.status === 200 && request.response?.token
      ? resolve(request.response)
      : reject(new Error(request.response?.error || words.notSent)));
    request.onerror = () => reject(new Error(words.cutOff));
    request.send(body);
  });
  const uploadAll = async () => {
    const total = chosen.length;
    for (let number = 1; chosen.length; number += 1) {
      const { file, item } = chosen[0];
      const blob = input("use_photo_place").checked ? file : await reportPhotos.shrunk(file);
      try {
        const { token } = await upload("photos", blob, (share) =>
          say(fill(words.uploading, { number, total }), (100 * (number - 1 + share)) / total));
        hidden("photo_token", token);
      } catch (error) {
        throw new Error(fill(words.failed, { number, why: error.message }));
      }
      chosen.shift();
      item.querySelector("button").remove();
      item.classList.add("kept");
    }
    const film = input("video");
    if (film.files.length) {
      const { token } = await upload("video", film.files[0], (share) => say(words.film, 100 * share));
      hidden("photo_token", token);
      film.value = "";
    }
  };
  // SHA-256 of key:sum begins with so many zero bits: asked for only while we are flooded.
  const prove = async (bits) => {
    const encoder = new TextEncoder();
    const key = input("form_token").value;
    for (let sum = 0; ; sum += 1) {
      const hash = new DataView(await crypto.subtle.digest("SHA-256", encoder.encode(`${key}:${sum}`)));
      if (Math.clz32(hash.getUint32(0)) >= bits) return String(sum);
      if (sum % 500 === 0) say(words.proving);
    }
  };
  form.addEventListener("submit", async (event) => {
    const pressed = event.submitter;
    if (pressed?.name === "same") return;
    event.preventDefault();
    if (pressed?.name) hidden(pressed.name, pressed.value);
    if (!navigator.onLine) {
      say(words.offline);
      return;
    }
    button.disabled = true;
    try {
      await uploadAll();
      const bits = Number(form.dataset.bits);
      if (bits && crypto.subtle) input("sum").value = await prove(bits);
      say(words.sending);
      form.submit();
    } catch (error) {
      say(error.message);
      sending.scrollIntoView({ block: "center" });
    }
    button.disabled = false;
  });
})();
