// Reads a clause or a question aloud with the browser's own voice, where it has one.
(() => {
  const voices = window.speechSynthesis;
  if (!voices || !window.SpeechSynthesisUtterance) return;
  // Of fields that are chosen from, only what stands beside them.
  const words = (place) => place?.querySelector("select")
    ? [...place.querySelectorAll("label")].map((label) => label.innerText).join("\n")
    : place?.innerText ?? "";
  const wake = (button) => {
    const label = button.firstElementChild;
    const start = label.textContent;
    const stop = () => {
      voices.cancel();
      label.textContent = start;
      button.removeAttribute("aria-pressed");
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      if (button.hasAttribute("aria-pressed")) return stop();
      voices.cancel();
      const text = button.dataset.aloud.split(" ")
        .map((id) => words(document.getElementById(id))).join("\n");
      // Some browsers fall silent in a long text: a sentence at a time.
      const sentences = text.match(/[^。；！？\n]+[。；！？]?/g) ?? [];
      sentences.forEach((sentence, place) => {
        const said = new SpeechSynthesisUtterance(sentence);
        said.lang = "zh-CN";
        said.rate = document.documentElement.dataset.mode === "elder" ? 0.8 : 0.95;
        said.onerror = stop;
        if (place === sentences.length - 1) said.onend = stop;
        voices.speak(said);
      });
      label.textContent = button.dataset.stop;
      button.setAttribute("aria-pressed", "true");
    });
    addEventListener("pagehide", stop);
    document.addEventListener("quiz:shown", stop);
  };
  const wakeAll = () => document.querySelectorAll("[data-aloud][hidden]").forEach(wake);
  wakeAll();
  document.addEventListener("quiz:shown", wakeAll);
})();
