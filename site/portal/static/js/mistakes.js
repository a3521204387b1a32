// The book of wrong answers: on this device alone, asked again after 1, 3, 7, 14, 30 days.
// A row: { id: number of the question, stem, topic, box: 0 to 4, due: ISO day }.
(() => {
  if (!window.indexedDB || typeof deviceStore !== "function") return;
  const within = deviceStore("quizzes", "mistakes", { keyPath: "id" });
  const DAYS = [1, 3, 7, 14, 30];
  const day = (later = 0) => {
    const at = new Date();
    at.setDate(at.getDate() + later);
    const two = (n) => String(n).padStart(2, "0");
    return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  };

  const note = async (told) => {
    const place = told.closest("[data-question]");
    const id = Number(place?.dataset.question);
    if (!id) return;
    if (told.dataset.told === "wrong") {
      const stem = told.querySelector("legend").textContent;
      await within("readwrite", (rows) => rows.put({ id, stem, topic: place.dataset.topic, box: 0, due: day(DAYS[0]) }));
      return;
    }
    const row = await within("readonly", (rows) => rows.get(id));
    if (!row || row.due > day()) return;
    row.box += 1;
    if (row.box >= DAYS.length) return within("readwrite", (rows) => rows.delete(id));
    row.due = day(DAYS[row.box]);
    await within("readwrite", (rows) => rows.put(row));
  };
  const look = () => {
    const told = document.querySelector("#quiz .ask[data-told]");
    if (told) note(told).catch(() => {});
  };
  look();
  document.addEventListener("quiz:shown", look);

  const all = async () => {
    const rows = await within("readonly", (table) => table.getAll());
    return rows.sort((a, b) => a.due.localeCompare(b.due) || a.id - b.id);
  };
  const count = document.querySelector("[data-due-count]");
  if (count) all().then((rows) => {
    const due = rows.filter((row) => row.due <= day()).length;
    if (due) count.textContent = count.dataset.due.replace("%s", due);
  }).catch(() => {});

  const book = document.getElementById("book");
  if (!book) return;
  const part = (name) => book.querySelector(`[data-book-${name}]`);
  const written = (due) => `${Number(due.slice(5, 7))}月${Number(due.slice(8))}日`;
  const line = (row) => {
    const item = document.createElement("li");
    const stem = item.appendChild(document.createElement("p"));
    stem.textContent = row.stem;
    const meta = item.appendChild(document.createElement("p"));
    meta.className = "meta";
    const when = row.due <= day() ? book.dataset.now : book.dataset.next.replace("%s", written(row.due));
    meta.textContent = [row.topic, book.dataset.box.replace("%s", row.box), when].join("　");
    return item;
  };
  const show = async () => {
    const rows = await all();
    const due = rows.filter((row) => row.due <= day());
    const asked = (due.length ? due : rows).slice(0, Number(book.dataset.most));
    part("list").replaceChildren(...rows.map(line));
    part("list").hidden = !rows.length;
    part("empty").hidden = Boolean(rows.length);
    part("due").textContent = due.length ? book.dataset.due.replace("%s", due.length) : book.dataset.none;
    part("start").textContent = due.length ? book.dataset.start : book.dataset.early;
    part("start").hidden = !rows.length;
    book.querySelector("[name=q]").value = asked.map((row) => row.id).join(",");
    book.hidden = false;
    document.querySelector("[data-book-needs]").hidden = true;
  };
  part("clear").addEventListener("click", async () => {
    await within("readwrite", (rows) => rows.clear());
    await show();
    part("due").closest("form").scrollIntoView({ block: "nearest" });
  });
  show().catch(() => {});
})();
