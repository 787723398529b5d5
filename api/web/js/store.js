// What this browser remembers. Works without storage too: then it lasts as long as the page.

const memory = new Map();

function area(name) {
  const read = () => (name === "local" ? window.localStorage : window.sessionStorage);
  return {
    get(key) {
      try {
        return read().getItem(key) ?? memory.get(key) ?? null;
      } catch {
        return memory.get(key) ?? null;
      }
    },
    set(key, value) {
      memory.set(key, value);
      try {
        read().setItem(key, value);
      } catch {
        // Full or switched off; memory has it.
      }
    },
    remove(key) {
      memory.delete(key);
      try {
        read().removeItem(key);
      } catch {
        // As above.
      }
    },
  };
}

const local = area("local");
const session = area("session");

function entry(where, key) {
  return { get: () => where.get(key), set: (value) => where.set(key, value), forget: () => where.remove(key) };
}

/** Id of the conversation; the only key to it. */
export const conversation = entry(local, "motcua.conversation");
/** Step of the text size, "0" to "4". */
export const textSize = entry(local, "motcua.text");
/** What is typed and not sent; of this tab only. */
export const draft = entry(session, "motcua.draft");

const raw = entry(session, "motcua.unsent");
/** The question that has no answer yet: `{text, payload?}`; of this tab only. */
export const unsent = {
  get() {
    try {
      const kept = JSON.parse(raw.get() ?? "null");
      return kept && typeof kept.text === "string" ? kept : null;
    } catch {
      return null;
    }
  },
  set: (question) => raw.set(JSON.stringify(question)),
  forget: raw.forget,
};
