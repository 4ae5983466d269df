/* The most used blocks, all states of a block together. */
import { splitState } from "./shapes.js";

const LINES = 14;

/* [{ name, count, colour, indices }], the most used first. */
export function legendOf(palette) {
  const kinds = new Map();
  palette.forEach(({ state, alpha, count, colour }, index) => {
    if (alpha === 0 || count === 0) return;
    const { name } = splitState(state);
    const kind = kinds.get(name) ?? { name, count: 0, colour, most: 0, indices: [] };
    kind.count += count;
    kind.indices.push(index);
    if (count > kind.most) [kind.most, kind.colour] = [count, colour];
    kinds.set(name, kind);
  });
  return [...kinds.values()].sort((a, b) => b.count - a.count).slice(0, LINES);
}
