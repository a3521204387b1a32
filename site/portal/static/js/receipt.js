// The ticket stub: the draft is no longer needed; copy it, keep it as a picture.
(() => {
  reportDraft.clear();
  const copy = document.getElementById("copy");
  copy?.addEventListener("click", async () => {
    const label = copy.lastElementChild;
    try {
      await navigator.clipboard.writeText(copy.dataset.text);
      label.textContent = copy.dataset.done;
    } catch {
      label.textContent = copy.dataset.failed;
    }
  });
  document.getElementById("keep")?.addEventListener("click", ({ currentTarget }) => {
    const canvas = document.createElement("canvas");
    canvas.width = 720;
    canvas.height = 420;
    const words = currentTarget.dataset;
    const pen = canvas.getContext("2d");
    const write = (words, y, font, colour) => {
      pen.font = font;
      pen.fillStyle = colour;
      pen.fillText(words, 48, y);
    };
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, 720, 420);
    pen.fillStyle = "#185c3c";
    pen.fillRect(0, 0, 720, 12);
    const site = document.querySelector(".brand b")?.textContent ?? "";
    write(`${site} ${words.title}`, 80, "700 32px sans-serif", "#11201b");
    write(words.number, 140, "24px sans-serif", "#384a43");
    write(document.getElementById("number").textContent, 186, "700 40px monospace", "#a01a22");
    write(words.code, 250, "24px sans-serif", "#384a43");
    write(document.getElementById("code")?.textContent ?? "", 300, "700 44px monospace", "#11201b");
    write(words.how, 370, "22px sans-serif", "#384a43");
    const link = document.createElement("a");
    link.href = canvas.toDataURL("image/png");
    link.download = `${words.name}.png`;
    link.click();
  });
})();
