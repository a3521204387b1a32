// Where it is, by a tap on the map. Without it: the words, the street, where I am.
const reportMap = (() => {
  const box = document.getElementById("pick-map");
  const button = document.getElementById("pick");
  let map, pin;
  const show = (lat, lon) => {
    if (!map) return;
    if (!lat) {
      pin.remove();
      return;
    }
    pin.setLatLng([lat, lon]).addTo(map);
    if (!map.getBounds().pad(-0.1).contains(pin.getLatLng())) map.panTo(pin.getLatLng());
  };
  // Calls `picked` with each place that is chosen, `failed` where there is no map.
  const offer = ({ at, picked, failed }) => {
    if (!box || !window.fetch) return;
    const choose = ({ lat, lng }) => picked(lat.toFixed(6), lng.toFixed(6));
    const open = async () => {
      map = await baseMap.open(box);
      const icon = L.divIcon({ className: "spot new", html: "", iconSize: [28, 28], iconAnchor: [0, 28] });
      pin = L.marker(map.getCenter(), { icon, draggable: true, keyboard: false, alt: box.dataset.pin });
      pin.on("dragend", () => choose(pin.getLatLng()));
      map.on("click", ({ latlng }) => choose(latlng));
      // By keyboard: the arrows move the map, Enter takes its middle.
      map.on("keypress", ({ originalEvent }) => {
        if (originalEvent.key !== "Enter") return;
        originalEvent.preventDefault();
        choose(map.getCenter());
      });
      show(...at());
    };
    button.hidden = false;
    button.addEventListener("click", async () => {
      const closing = button.getAttribute("aria-expanded") === "true";
      try {
        if (!map) {
          button.disabled = true;
          await open();
        }
      } catch {
        box.hidden = true;
        failed();
        return;
      } finally {
        button.disabled = false;
      }
      box.hidden = closing;
      button.setAttribute("aria-expanded", String(!closing));
      if (!closing) {
        map.invalidateSize();
        box.focus();
      }
    });
  };
  return { offer, show };
})();
