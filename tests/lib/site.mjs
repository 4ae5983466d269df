// A site elsewhere, as the importer meets it: pages by path, and who asked for what.
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';

/** PAGES: path → text, bytes, {status, headers, body} or (request, response) => void; what is not there is a 404. */
export async function startSite(pages = {}) {
  const site = { pages: { ...pages }, asked: [], open: 0, most: 0 };
  const server = createServer((request, response) => {
    site.asked.push({ path: request.url, headers: request.headers });
    site.open++;
    site.most = Math.max(site.most, site.open);
    response.on('close', () => site.open--);
    const page = site.pages[request.url];
    if (typeof page === 'function') return page(request, response);
    const { status = page === undefined ? 404 : 200, headers = {}, body = page ?? '' } = page && page.body !== undefined ? page : {};
    const etag = headers.etag;
    if (etag && request.headers['if-none-match'] === etag) return response.writeHead(304, { etag }).end();
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  site.port = server.address().port;
  site.url = `http://127.0.0.1:${site.port}`;
  site.count = (path) => site.asked.filter((one) => one.path === path).length;
  site.close = () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); });
  return site;
}

/** A Danish market calendar: its list in pages of SIZE, as such sites write them. */
export function calendar(markets, { size = 5, page = 1 } = {}) {
  const shown = markets.slice((page - 1) * size, page * size), more = page * size < markets.length;
  const months = ['januar', 'februar', 'marts', 'april', 'maj', 'juni', 'juli', 'august', 'september', 'oktober', 'november', 'december'];
  const rows = shown.map(({ id, title, place, street, postcode, town, date, from = 10, until = 16, fee }) => {
    const day = new Date(`${date}T00:00:00Z`);
    return `<li class="marked" id="m${id}"><h3><a href="/marked/${id}">${title}</a></h3>
      <p class="dato">den ${day.getUTCDate()}. ${months[day.getUTCMonth()]} ${day.getUTCFullYear()} kl. ${from}-${until}</p>
      <address><span class="sted">${place}</span>, <span class="vej">${street}</span>, <span class="post">${postcode}</span> <span class="by">${town}</span></address>
      ${fee === undefined ? '' : `<p class="pris">Entré: ${fee} kr.</p>`}</li>`;
  });
  return `<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Markedskalenderen</title></head><body><ul class="liste">${rows.join('\n')}</ul>
    ${more ? `<a class="naeste" href="/kalender?side=${page + 1}">Næste</a>` : ''}</body></html>`;
}

export const calendarSettings = {
  item: 'li.marked', next: 'a.naeste',
  fields: {
    external_id: { select: '', attribute: 'id' }, name: 'h3 a', url: { select: 'h3 a', attribute: 'href' }, dates: '.dato', place: '.sted', street: '.vej',
    postcode: '.post', town: '.by', entrance_fee: { select: '.pris', pattern: 'Entré: (.*)' },
  },
};

export const bomb = () => gzipSync(Buffer.alloc(64 << 20, 32));
