// A chapter's link moves the film on the page; without this it opens the file there.
(() => {
  const film = document.querySelector(".film video");
  if (!film) return;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-start]");
    if (!link) return;
    event.preventDefault();
    const start = () => { film.currentTime = Number(link.dataset.start); film.play(); };
    if (film.readyState) return start();
    film.addEventListener("loadedmetadata", start, { once: true });
    film.load();
  });
  // What was withdrawn is left out.
  const skip = document.querySelector("[data-skip]");
  if (!skip) return;
  const parts = skip.dataset.skip.split(" ").map((part) => part.split("-").map(Number));
  film.addEventListener("timeupdate", () => {
    for (const [start, end] of parts)
      if (film.currentTime >= start && (!end || film.currentTime < end)) end ? (film.currentTime = end) : film.pause();
  });
})();
