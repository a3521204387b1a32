// Print, share and copy: nothing else on the site needs a script.
(() => {
  document.documentElement.classList.add("js");
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-do]");
    if (!button) return;
    const { title, url, done, failed } = button.dataset;
    if (button.dataset.do === "print") print();
    if (button.dataset.do !== "share") return;
    if (navigator.share) {
      navigator.share({ title, url }).catch(() => {});
      return;
    }
    const label = button.lastElementChild;
    try {
      await navigator.clipboard.writeText(url);
      label.textContent = done;
    } catch {
      label.textContent = failed;
    }
  });
})();
