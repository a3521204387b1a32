// The county's own lines on a map that can be moved: fetched when somebody asks for it.
const baseMap = (() => {
  const load = (name, set) => new Promise((done, failed) => {
    const made = Object.assign(document.createElement(name), set, { onload: done, onerror: failed });
    document.head.append(made);
  });
  const get = async (address) => {
    const answer = await fetch(address, { credentials: "omit" });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  };
  // `box.dataset` says where library, style and lines lie, and what the buttons are called.
  const open = async (box) => {
    const words = box.dataset;
    await Promise.all([load("link", { rel: "stylesheet", href: words.style }), load("script", { src: words.library })]);
    const base = await get(words.base);
    box.hidden = false;
    const map = L.map(box, { zoomControl: false, attributionControl: Boolean(words.credit), maxZoom: 18, minZoom: 10, zoomSnap: 0.25 });
    L.control.zoom({ zoomInTitle: words.in, zoomOutTitle: words.out }).addTo(map);
    if (words.tiles) L.tileLayer(words.tiles, { attribution: words.credit, maxZoom: 18 }).addTo(map);
    const weight = { street: 4, bridge: 6, area: 1, water: 0 };
    const lines = L.geoJSON(base, {
      interactive: false,
      style: ({ properties }) => ({ className: `base-${properties.kind}`, weight: weight[properties.kind], fillOpacity: words.tiles ? 0 : 1, opacity: words.tiles ? 0.4 : 1 }),
      onEachFeature: ({ properties }, layer) => {
        if (properties.kind === "area") layer.bindTooltip(properties.name, { permanent: words.named !== undefined, direction: "center", className: "named" });
      },
    }).addTo(map);
    const ground = L.featureGroup(lines.getLayers().filter(({ feature }) => feature.properties.kind === "area"));
    const whole = ground.getBounds().isValid() ? ground.getBounds() : lines.getBounds();
    // Names only where they do not cover each other.
    map.on("zoomend", () => {
      const [left, right] = [whole.getSouthWest(), whole.getNorthEast()].map((corner) => map.project(corner));
      box.classList.toggle("roomy", right.x - left.x > 90 * Math.sqrt(ground.getLayers().length));
    });
    if (whole.isValid()) map.fitBounds(whole);
    else map.setView([0, 0], 10);
    return map;
  };
  return { open, get };
})();
