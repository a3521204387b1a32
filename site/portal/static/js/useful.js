// "这篇有用吗": answered in place. Without it, each button leads to the form.
(() => {
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-useful]");
    if (!form || !event.submitter) return;
    event.preventDefault();
    const read = async (response) =>
      new DOMParser().parseFromString(await response.text(), "text/html");
    try {
      const asked = await read(await fetch(form.action));
      const body = new FormData(asked.getElementById("useful-form"));
      body.set("answer", event.submitter.dataset.answer);
      const answered = await read(await fetch(form.action, { method: "POST", body }));
      form.querySelector("[role=status]").textContent =
        answered.getElementById("useful-said").textContent;
      for (const button of form.querySelectorAll("button")) button.remove();
    } catch {
      location.href = form.action;
    }
  });
})();
