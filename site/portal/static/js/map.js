/* The map that can be moved. Without it the drawn map and the list say the same. */
(() => {
  const box = document.getElementById("live");
  const button = document.getElementById("move");
  const drawn = document.getElementById("drawn");
  const told = document.getElementById("told");
  if (!box || !button || !window.fetch) return;
  const words = box.dataset, label = button.querySelector("span");
  const first = { label: label.textContent, told: told.textContent };
  let map, spots, asked = 0;

  const add = (parent, name, text) => {
    const made = parent.appendChild(document.createElement(name));
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const count = (text, n) => text.replace("%n", n);

  const popup = (items) => {
    const list = document.createElement("ul");
    for (const item of items) {
      const link = add(add(list, "li"), "a", `${item.title}（${item.state}）`);
      link.href = item.address;
    }
    return list;
  };
  const worst = (items) => ["late", "open", "new", "done"].find((look) => items.some((item) => item.look === look));

  const marker = (feature, at) => {
    const { items } = feature.properties;
    const n = items ? items.length : feature.properties.count;
    const size = items ? 28 : 26 + 5 * Math.min(String(n).length, 5);
    const title = items ? (n === 1 ? items[0].title : count(words.place, n)) : count(words.heap, n);
    const icon = L.divIcon({ className: items ? `spot ${worst(items)}` : "heap", html: String(Number(n)), iconSize: [size, size] });
    const made = L.marker(at, { icon, title, alt: title });
    if (items) return made.bindPopup(popup(items));
    return made.on("click keypress", () => map.setView(at, map.getZoom() + 2));
  };

  const show = async () => {
    const mine = ++asked, bounds = map.getBounds().pad(0.05);
    const edge = (value, most) => Math.max(-most, Math.min(most, value)).toFixed(5);
    const bbox = [edge(bounds.getWest(), 180), edge(bounds.getSouth(), 90), edge(bounds.getEast(), 180), edge(bounds.getNorth(), 90)];
    const address = new URL(words.window, location.href);
    address.searchParams.set("bbox", bbox.join(","));
    try {
      const found = await baseMap.get(address);
      if (mine !== asked) return; // moved on meanwhile
      spots.clearLayers().addData(found);
      told.textContent = count(words.place, found.total);
    } catch {
      told.textContent = words.failed;
    }
  };

  const open = async () => {
    map = await baseMap.open(box);
    spots = L.geoJSON(null, { pointToLayer: marker }).addTo(map);
    map.on("moveend", show);
    await show();
  };

  button.addEventListener("click", async () => {
    const back = button.getAttribute("aria-pressed") === "true";
    if (!back && !map) {
      button.disabled = true;
      try {
        await open();
      } catch {
        box.hidden = true;
        told.textContent = words.failed;
        return;
      } finally {
        button.disabled = false;
      }
    }
    box.hidden = back;
    drawn.hidden = !back;
    button.setAttribute("aria-pressed", String(!back));
    label.textContent = back ? first.label : button.dataset.back;
    if (back) told.textContent = first.told;
    else map.invalidateSize();
  });
})();
