// The peers run the very SQL that Curio runs: the same files, :name turned into $n.
import { readFileSync } from 'node:fs';

export function query(name) {
  const text = readFileSync(new URL(`../../../sql/queries/schematic/${name}.sql`, import.meta.url), 'utf8');
  const parameters = [...text.matchAll(/^-- :(\w+)/gm)].map(([, parameter]) => parameter);
  const sql = text.split('\n').filter((line) => !line.startsWith('--')).join('\n')
    .replace(/(?<!:):([a-z_]\w*)/g, (_, parameter) => `$${parameters.indexOf(parameter) + 1}`);
  return (values) => ({ name, text: sql, values: parameters.map((parameter) => values[parameter] ?? null) });
}

// PostgreSQL's bigint as an exact number, as Curio answers it.
export function exactNumbers(pg) {
  pg.types.setTypeParser(20, (text) => Number(text));
}

/** libpq's "key=value …" as pg takes it. */
export function connection(conninfo) {
  const { host, port, dbname, user } = Object.fromEntries(conninfo.split(/\s+/).map((pair) => pair.split('=')));
  return { host, port: port && Number(port), database: dbname, user };
}
