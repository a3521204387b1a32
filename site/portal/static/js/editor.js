// What Wagtail's forms need beside what Wagtail gives them.

// Names for screen readers: text editors and dialogs have none.
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

// A new page that is sent while it saves itself becomes two: send it after that.
(() => {
  "use strict";
  const PATIENCE = 15000; // milliseconds: then it is sent all the same
  let isSaving = false;
  let isSent = false;
  let held = null;
  const send = () => {
    isSaving = false;
    if (!held) return;
    const { form, submitter } = held;
    held = null;
    // Wagtail disables the button that was pressed, and what is disabled is not sent.
    if (submitter?.name) {
      const pressed = document.createElement("input");
      pressed.type = "hidden";
      pressed.name = submitter.name;
      pressed.value = submitter.value;
      form.append(pressed);
    }
    form.requestSubmit();
  };
  document.addEventListener("w-autosave:save", (event) => {
    if (held || isSent) event.preventDefault();
    else isSaving = true;
  });
  document.addEventListener("w-autosave:success", send);
  document.addEventListener("w-autosave:error", send);
  const savesItself = (form) => form.matches("[data-controller~=w-autosave]");
  document.addEventListener(
    "submit",
    (event) => {
      if (!isSaving || !savesItself(event.target)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (held) return;
      held = { form: event.target, submitter: event.submitter };
      setTimeout(send, PATIENCE);
    },
    true,
  );
  window.addEventListener("submit", (event) => {
    if (savesItself(event.target) && !event.defaultPrevented) isSent = true;
  });
})();
