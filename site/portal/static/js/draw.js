// Recomputes a draw in the reader's own browser, from what was published.
(() => {
  const encoder = new TextEncoder();
  const hex = (buffer) =>
    Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const bytes = (text) => Uint8Array.from(text.match(/../g) ?? [], (two) => parseInt(two, 16));
  const sha256 = async (data) => hex(await crypto.subtle.digest("SHA-256", data));

  const recompute = async (draw) => {
    const codes = [...draw.tickets].sort();
    const hash = await sha256(encoder.encode(codes.map((code) => `${code}\n`).join("")));
    const seed = bytes(draw.seed);
    const sign = { name: "HMAC", hash: "SHA-256" };
    const key = await crypto.subtle.importKey("raw", seed, sign, false, ["sign"]);
    const drawn = [];
    for (const code of codes) {
      const text = encoder.encode(`${hash}\n${draw.chance}\n${code}`);
      drawn.push([hex(await crypto.subtle.sign("HMAC", key, text)), code]);
    }
    drawn.sort();
    const first = new Map();
    for (const [, code] of drawn) {
      const holder = code.split("-")[0];
      if (!first.has(holder)) first.set(holder, code);
    }
    const order = [...first.values()];
    const listed = [...draw.winners, ...draw.substitutes];
    const prizes = draw.prizes.flatMap(({ name, count }) => Array(count).fill(name));
    prizes.length = Math.min(prizes.length, order.length);
    // Who came in for somebody is the next of the order, and has that one's prize.
    for (const { instead_of: rank } of draw.substitutes) prizes.push(listed[rank - 1].prize);
    const won = prizes.map((prize, n) => `${order[n]} ${prize}`);
    const said = listed.map(({ ticket, prize }) => `${ticket} ${prize}`);
    return {
      tickets: hash === draw.tickets_hash && codes.length === draw.n_tickets,
      seed: (await sha256(seed)) === draw.seed_hash,
      winners: won.join("\n") === said.join("\n"),
    };
  };

  document.addEventListener("click", async (event) => {
    const box = event.target.closest("[data-recompute] button")?.closest("[data-recompute]");
    if (!box) return;
    const { recompute: address, right, wrong, failed } = box.dataset;
    const said = box.querySelector("[role=status]");
    const say = (sentence, look) => {
      const line = document.createElement("p");
      const words = document.createElement("span");
      words.append(sentence);
      if (look) words.className = `tag ${look}`;
      line.append(words);
      said.append(line);
    };
    said.replaceChildren();
    try {
      const found = await recompute(await (await fetch(address)).json());
      for (const [name, is] of Object.entries(found))
        say(`${box.dataset[name]}：${is ? right : wrong}`, is ? "ok" : "no");
    } catch {
      say(failed);
    }
  });
})();
