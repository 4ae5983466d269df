// Markets with dates at any instant, for tests about what readers find: rows as they are when a schedule was expanded.
import { randomUUID } from 'node:crypto';

const quoted = (value) => (value === null || value === undefined ? 'NULL' : typeof value === 'number' || typeof value === 'boolean' ? String(value) : `'${String(value).replaceAll("'", "''")}'`);

/**
 * A market; FIELDS are its columns. DATES: [{ starts, ends (instants as SQL, such as "now() + interval '1 hour'"), status, reason, key (SQL) }].
 * Answers { id, slug, title }.
 */
export async function putMarket(stack, { title = 'Market', dates = [], ...fields } = {}) {
  const id = fields.id ?? randomUUID(), slug = fields.slug ?? `m-${id.slice(0, 8)}`;
  const columns = { zone: 'Europe/Copenhagen', currency: 'DKK', ...fields, id, slug, title };
  await stack.sql(`INSERT INTO market (${Object.keys(columns).join()}) VALUES (${Object.values(columns).map(quoted).join()})`);
  for (const { starts, ends = `${starts} + interval '6 hours'`, status = 'scheduled', reason = '', key } of dates)
    await stack.sql(`INSERT INTO market_date (market_id, key, starts, ends, day, status, reason)
      SELECT '${id}', ${key ?? `s AT TIME ZONE ${quoted(columns.zone)}`}, s, ${ends}, (s AT TIME ZONE ${quoted(columns.zone)})::date, ${quoted(status)}, ${quoted(reason)}
      FROM (SELECT ${starts} AS s) at`);
  return { id, slug, title };
}

/** An organiser: its id. */
export async function putOrganiser(stack, { name, slug = name.toLowerCase().replaceAll(' ', '-') }) {
  const id = randomUUID();
  await stack.sql(`INSERT INTO market_organiser (id, slug, name) VALUES ('${id}', ${quoted(slug)}, ${quoted(name)})`);
  return { id, slug };
}
