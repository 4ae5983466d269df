// What was said and not yet published, kept on this device: words, stars, receipts of photos. Storage may be full, shut or wiped: then
// nothing is kept, and nothing breaks.

const DAY = 86400000; // as long as a receipt is good

export function draftOf(key) {
  const name = `rating:${key}`;
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(name)) ?? {};
    } catch {
      return {};
    }
  };
  const write = (value) => {
    try {
      localStorage.setItem(name, JSON.stringify(value));
    } catch { /* then it is not kept */ }
  };
  return {
    get() {
      const draft = read();
      draft.photos = (draft.photos ?? []).filter(({ at }) => at > Date.now() - DAY + 600000);
      return draft;
    },
    put: (part) => write({ ...read(), ...part }),
    clear() {
      try {
        localStorage.removeItem(name);
      } catch { /* nothing was kept */ }
    },
  };
}
