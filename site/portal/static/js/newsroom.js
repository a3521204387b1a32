// Both forms work without this: a plain upload, and plain text when pasting.
(() => {
  "use strict";
  const form = document.querySelector("form[data-progress]");
  if (!form) return;

  // Word leaves its pictures as file:// addresses in HTML; their bytes are in the RTF.
  const picturesOf = (rtf) =>
    [...rtf.matchAll(/\{\\pict[^]*?\\(png|jpeg)blip[^]*?[\s}]([0-9a-fA-F\s]{64,})\}/g)].map(
      ([, kind, hex]) => {
        const digits = hex.replace(/\s+/g, "");
        let bytes = "";
        for (let at = 0; at + 1 < digits.length; at += 2)
          bytes += String.fromCharCode(parseInt(digits.substr(at, 2), 16));
        return `data:image/${kind};base64,${btoa(bytes)}`;
      },
    );

  const target = form.querySelector("[data-paste-target]");
  const hidden = form.querySelector("[name=pasted]");
  const status = form.querySelector("[data-paste-status]");
  if (target && hidden) {
    target.addEventListener("paste", (event) => {
      const html = event.clipboardData.getData("text/html");
      if (!html) return;
      const page = new DOMParser().parseFromString(html, "text/html");
      const local = [...page.querySelectorAll("img[src^='file:']")];
      const bytes = picturesOf(event.clipboardData.getData("text/rtf"));
      if (bytes.length === local.length)
        local.forEach((image, at) => image.setAttribute("src", bytes[at]));
      const files = new DataTransfer();
      files.items.add(
        new File([local.length ? page.documentElement.outerHTML : html], "pasted.html", { type: "text/html" }),
      );
      hidden.files = files.files;
      status.textContent = status.dataset.found
        .replace("{tables}", page.querySelectorAll("table").length)
        .replace("{pictures}", page.querySelectorAll("img").length);
    });
    // What is typed afterwards counts: the form takes the field as it stands.
    target.addEventListener("input", (event) => {
      if (event.inputType !== "insertFromPaste") {
        hidden.value = "";
        status.textContent = "";
      }
    });
  }

  const line = form.querySelector("[data-progress-line]");
  const failed = form.querySelector("[data-progress-error]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = form.querySelector("button:not([type=button])");
    const request = new XMLHttpRequest();
    const done = () => { line.hidden = true; button.disabled = false; };
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      const share = total ? Math.round((100 * loaded) / total) : 0;
      line.querySelector("progress").value = share;
      line.querySelector("span").textContent = `${share}%`;
    });
    request.addEventListener("load", () => {
      done();
      if (request.status >= 400) { failed.hidden = false; return; }
      if (request.getResponseHeader("Content-Type") === "application/json") {
        location.assign(JSON.parse(request.responseText).location);
        return;
      }
      const answer = new DOMParser().parseFromString(request.responseText, "text/html");
      const errors = [...answer.querySelectorAll(".desk-error:not([hidden])")].map((node) => node.textContent);
      failed.textContent = errors.join("；");
      failed.hidden = !errors.length;
      failed.tabIndex = -1;
      failed.focus();
    });
    request.addEventListener("error", () => { done(); failed.hidden = false; });
    request.open("POST", form.action);
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    failed.hidden = true;
    line.hidden = false;
    button.disabled = true;
    request.send(new FormData(form));
  });
})();
