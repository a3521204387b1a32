// Photos before they are sent: made small, shown, taken out again.
const reportPhotos = (() => {
  const LONGEST = 2560;
  const SMALL_ENOUGH = 1.5e6;
  const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`);

  const drawn = async (file, longest) => {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return canvas;
  };

  // Drawn anew from pixels: place and make of the phone stay on the phone.
  const shrunk = async (file) => {
    try {
      const canvas = await drawn(file, LONGEST);
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
      return blob && (blob.size < file.size || file.size > SMALL_ENOUGH) ? blob : file;
    } catch {
      return file; // HEIC, mostly: the server can read it
    }
  };

  const thumbnail = async (file) => {
    try {
      const canvas = await drawn(file, 320);
      canvas.className = "pic";
      canvas.setAttribute("role", "img");
      return canvas;
    } catch {
      const empty = document.createElement("span");
      empty.className = "pic wait";
      empty.textContent = document.getElementById("words").dataset.unseen;
      return empty;
    }
  };
  return { shrunk, thumbnail, size };
})();
