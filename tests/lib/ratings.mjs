// Markets with dates, for tests about what people say of them: rows as they are when a schedule was expanded.
import { randomUUID } from 'node:crypto';

const quoted = (text) => (text === null ? 'NULL' : `'${String(text).replaceAll("'", "''")}'`);
let made = 0;

/**
 * A market of OWNER's (null: an import's) with dates DAYS from today, at nine o'clock by its own clock: { id, slug, title, dates: { '-7': key } }.
 * FIELDS: further columns as SQL values.
 */
export async function makeMarket(stack, { owner = null, title = `Market ${++made}`, days = [-7, -1], fields = {} } = {}) {
  const id = randomUUID(), slug = `market-${++made}-${id.slice(0, 8)}`;
  const names = Object.keys(fields);
  await stack.sql(`INSERT INTO market (id, account_id, slug, title, zone, currency, town${names.map((name) => `, ${name}`).join('')})
    VALUES ('${id}', ${quoted(owner?.user.id ?? null)}, '${slug}', ${quoted(title)}, 'Europe/Copenhagen', 'DKK', 'Ry'${names.map((name) => `, ${quoted(fields[name])}`).join('')})`);
  const dates = {};
  for (const day of days) dates[day] = await addDate(stack, id, day);
  return { id, slug, title, dates };
}

/** Its key. */
export async function addDate(stack, market, day, { status = 'scheduled' } = {}) {
  const [row] = await stack.sql(`INSERT INTO market_date (market_id, key, starts, ends, day, status)
    SELECT '${market}', k, k AT TIME ZONE 'Europe/Copenhagen', k AT TIME ZONE 'Europe/Copenhagen' + interval '6 hours', k::date, '${status}'
    FROM (SELECT current_date + ${day} + time '09:00' AS k) at RETURNING to_char(key, 'YYYY-MM-DD"T"HH24:MI:SS') AS key`);
  return row.key;
}

export const stars = (n) => ({ selection: n, prices: n, setting: n, access: n });
