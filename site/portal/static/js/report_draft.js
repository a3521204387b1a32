// What was begun and not sent stays on this device: words and photos, never the name.
// Nothing is sent by itself, and what was sent is deleted here.
const reportDraft = (() => {
  const within = deviceStore("report", "draft");
  // A browser that forbids it keeps no draft; the form works as before.
  const quietly = (act) => act().catch(() => undefined);
  return {
    load: () => quietly(() => within("readonly", (store) => store.get("one"))),
    save: (draft) => quietly(() => within("readwrite", (store) => store.put(draft, "one"))),
    clear: () => quietly(() => within("readwrite", (store) => store.delete("one"))),
  };
})();
