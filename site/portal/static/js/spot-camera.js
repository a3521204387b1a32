// The same-spot camera: the photo of the problem lies half transparent over the live
// picture, so that the photo of what was done shows the same spot. The form is whole
// without this: a file input. Where the device stood is sent with what was taken here.
(() => {
  const box = document.querySelector("[data-spot]");
  if (!box || !navigator.mediaDevices?.getUserMedia || !window.DataTransfer) return;
  const at = (name) => box.querySelector(`[data-spot-${name}]`);
  const view = at("view"), faint = at("faint"), said = at("said"), thumbs = at("thumbs");
  const open = at("open"), take = at("take"), close = at("close"), which = at("which");
  const video = view.querySelector("video"), old = view.querySelector("img");
  const form = box.closest("form"), files = form.elements.namedItem("camera");
  const plain = form.elements.namedItem("photos");
  const taken = []; // what the form will send, in order
  const LONGEST = 2000, MOST = 9;
  let stream = null;
  box.hidden = false;

  const show = (isOpen) => {
    view.hidden = take.hidden = close.hidden = !isOpen;
    faint.hidden = !isOpen || !which;
    old.hidden = !which;
    open.hidden = isOpen;
  };
  const fade = () => { old.style.opacity = faint.querySelector("input").value / 100; };
  const chosen = () => { if (which) old.src = which.value; };
  const stop = () => {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    show(false);
  };
  const locate = () => navigator.geolocation?.getCurrentPosition(
    ({ coords }) => {
      form.elements.namedItem("lat").value = coords.latitude.toFixed(6);
      form.elements.namedItem("lon").value = coords.longitude.toFixed(6);
      said.textContent = `位置记下了，误差约${Math.round(coords.accuracy)}米。`;
    },
    () => { said.textContent = "手机没有给位置，照样可以拍。"; },
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 });

  open.onclick = async () => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: "environment", width: { ideal: 1920 } }, audio: false });
    } catch {
      said.textContent = "打不开相机。请在下面选照片。";
      plain.focus();
      return;
    }
    video.srcObject = stream;
    chosen();
    fade();
    show(true);
    locate();
    await video.play();
    take.focus();
  };
  close.onclick = () => { stop(); open.focus(); };
  faint.oninput = fade;
  which?.addEventListener("change", chosen);
  addEventListener("pagehide", stop);

  const hand = () => {
    const all = new DataTransfer();
    for (const each of taken) all.items.add(each);
    files.files = all.files;
  };
  take.onclick = () => {
    if (taken.length + plain.files.length >= MOST) {
      said.textContent = `最多${MOST}张照片。`;
      return;
    }
    const scale = Math.min(1, LONGEST / Math.max(video.videoWidth, video.videoHeight, 1));
    const picture = document.createElement("canvas");
    picture.width = Math.round(video.videoWidth * scale);
    picture.height = Math.round(video.videoHeight * scale);
    picture.getContext("2d").drawImage(video, 0, 0, picture.width, picture.height);
    picture.toBlob((blob) => {
      if (!blob) return;
      const file = new File([blob], `spot-${taken.length + 1}.jpg`, { type: "image/jpeg" });
      taken.push(file);
      hand();
      const item = document.createElement("li"), out = document.createElement("button");
      picture.setAttribute("role", "img");
      picture.setAttribute("aria-label", "刚拍的照片");
      Object.assign(out, { type: "button", className: "btn line", textContent: "不要这张" });
      out.onclick = () => {
        taken.splice(taken.indexOf(file), 1);
        item.remove();
        hand();
        (stream ? take : open).focus();
      };
      item.append(picture, out);
      thumbs.append(item);
      said.textContent = `拍好${taken.length}张。`;
    }, "image/jpeg", 0.88);
  };
})();
