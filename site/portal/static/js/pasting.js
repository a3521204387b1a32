// The editor of texts drops tables and pictures of a paste without a word: say it.
(() => {
  "use strict";
  const { says, leads, importNew, importInto } = document.currentScript.dataset;
  document.addEventListener(
    "paste",
    (event) => {
      const text = event.target.closest?.(".Draftail-Editor");
      const html = text && event.clipboardData.getData("text/html");
      if (!html) return;
      const pasted = new DOMParser().parseFromString(html, "text/html");
      if (!pasted.querySelector("table, img")) return;
      const [, page] = location.pathname.match(/\/pages\/(\d+)\/edit\//) ?? [];
      const link = document.createElement("a");
      link.href = page ? importInto.replace("/0/", `/${page}/`) : importNew;
      link.textContent = leads;
      const told = document.createElement("p");
      told.className = "help-block help-warning";
      told.setAttribute("role", "status");
      told.append(says, link);
      text.parentElement.querySelector(":scope > .help-warning")?.remove();
      text.before(told);
    },
    true,
  );
})();
