// Marks in the contents the article that is being read, and opens its chapter.
(() => {
  const contents = document.querySelector("[data-follows]");
  if (!contents || !window.IntersectionObserver) return;
  const links = new Map();
  for (const link of contents.querySelectorAll("a[href^='#']")) {
    links.set(link.hash.slice(1), link);
  }
  let marked;
  const mark = (link) => {
    if (!link || link === marked) return;
    marked?.removeAttribute("aria-current");
    marked = link;
    link.setAttribute("aria-current", "location");
    const chapter = link.closest("details");
    for (const other of contents.querySelectorAll("details")) {
      other.open = other === chapter;
    }
    const list = contents.closest("aside");
    if (list && list.scrollHeight > list.clientHeight) {
      link.scrollIntoView({ block: "nearest" });
    }
  };
  // The article that crosses the upper third is the one that is read.
  const watch = new IntersectionObserver((seen) => {
    for (const entry of seen) if (entry.isIntersecting) mark(links.get(entry.target.id));
  }, { rootMargin: "-30% 0px -69% 0px" });
  for (const article of document.querySelectorAll(".art[id]")) watch.observe(article);
})();
