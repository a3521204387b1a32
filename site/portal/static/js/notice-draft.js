// A new notice in the CMS: where I am, by a button. The form is whole without this.
(() => {
  const box = document.querySelector("[data-locate]");
  if (!box || !("geolocation" in navigator)) return;
  const form = box.closest("form"), said = box.querySelector("[role=status]");
  box.hidden = false;
  box.querySelector("button").onclick = () => {
    said.textContent = "正在问手机……";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.namedItem("lat").value = coords.latitude.toFixed(6);
        form.elements.namedItem("lon").value = coords.longitude.toFixed(6);
        said.textContent = `位置记下了，误差约${Math.round(coords.accuracy)}米。`;
      },
      () => { said.textContent = "手机没有给位置，请选街道或地点。"; },
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 });
  };
})();
