// What Wagtail leaves without a name for screen readers: text editors and dialogs.
(() => {
  "use strict";
  const nameAll = (what, nameOf) => {
    for (const nameless of document.querySelectorAll(`${what}:not([aria-label])`)) {
      const name = nameOf(nameless)?.textContent.trim();
      if (name) nameless.setAttribute("aria-label", name);
    }
  };
  const look = () => {
    nameAll(".public-DraftEditor-content", (text) =>
      text
        .closest("[data-contentpath]")
        ?.querySelector(".w-panel__heading, label"),
    );
    nameAll(".modal[role=dialog]", (dialog) => dialog.querySelector("h1, h2"));
  };
  document.addEventListener("DOMContentLoaded", () => {
    look();
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  });
})();
