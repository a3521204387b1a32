// One table on this device: `within("readonly", (store) => store.get(key))`.
const deviceStore = (name, table, options = {}) => {
  const open = () => new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(table, options);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return async (mode, act) => {
    const base = await open();
    try {
      return await new Promise((resolve, reject) => {
        const asked = act(base.transaction(table, mode).objectStore(table));
        asked.transaction.oncomplete = () => resolve(asked.result);
        asked.transaction.onerror = asked.transaction.onabort = () => reject(asked.error);
      });
    } finally { base.close(); }
  };
};
