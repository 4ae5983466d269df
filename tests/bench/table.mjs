// Markdown tables, as ./dev bench prints them.

/** HEAD: titles; those after the first stand to the right. ROWS: arrays of cells. */
export function table(title, head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  console.log(`\n### ${title}\n`);
  console.log(line(head));
  console.log(line(head.map((_, column) => (column === 0 ? '---' : '---:'))));
  for (const cells of rows) console.log(line(cells));
}
