// A page with nothing on it but the preview, from the template and the built scripts, under the site's own policy: what the
// viewer does can so be tried with any sections file, and with a line that breaks.
import { createServer } from 'node:http';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const build = process.env.CURIO_BUILD ?? 'release';
const folder = join(build.includes('/') ? build : join(root, 'build', build), 'static');
const types = { js: 'text/javascript', css: 'text/css', woff2: 'font/woff2' };

/** The name under which the build serves a file of static/. */
function assetAddress(name) {
  const [, base, end] = name.match(/^(.*)(\.[a-z0-9]+)$/);
  const found = readdirSync(folder).find((file) => file.startsWith(`${base}.`) && file.endsWith(end) && file.length === name.length + 11);
  if (!found) throw new Error(`no ${name} in ${folder}`);
  return `/static/${found}`;
}

/** Enough of the template language for this one template. */
function render(values) {
  const known = (word) => (word === 'or' ? '||' : String(Boolean(values[word])));
  const source = readFileSync(join(root, 'templates/schematic/schematic_preview.html'), 'utf8').replace(/\{#[^]*?#\}/g, '');
  const parts = source.split(/(\{%[^]*?%\})/);
  const shown = [true];
  const out = [];
  for (const part of parts) {
    const tag = part.match(/^\{%\s*(\w+)\s*([^]*?)\s*%\}$/);
    const holds = () => tag[2].split(' ').map(known).join('').split('||').includes('true');
    if (!tag) { if (shown.every((s) => s === true)) out.push(part); }
    else if (tag[1] === 'if') shown.push(holds() || null);
    else if (tag[1] === 'elif') shown.push(shown.pop() === null ? holds() || null : 'past');
    else if (tag[1] === 'else') shown.push(shown.pop() === null ? true : 'past');
    else if (tag[1] === 'end') shown.pop();
  }
  return out.join('')
    .replace(/\{\{ asset\("([^"]+)"\) \}\}/g, (all, name) => assetAddress(name))
    .replace(/\{\{ icon\("[^"]+"\) \}\}/g, '').replace(/\[\[|\]\]/g, '').replace(/\{\{ slug \}\}/g, 'build').replace(/\{title\}/g, values.title);
}

function policy() {
  const source = readFileSync(join(root, 'app/web/headers.c'), 'utf8');
  return source.match(/page_policy\[\] = ([^;]*"[^]*?");\n/)[1].match(/"[^"]*"/g).map((piece) => piece.slice(1, -1)).join('');
}

const picture = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path fill="#857b6c" d="M4 1l3 1.5v3L4 7 1 5.5v-3z"/></svg>';

/**
 * Starts a site of one page. What it answers may be changed while it runs: FILE (the sections file), BROKEN (null, or a function
 * of the request's number that is true where the line shall break), RANGES (false: it gives whole files).
 */
export async function startPreviewSite(file, { ready = true, tooLarge = false, title = 'A house by a pond' } = {}) {
  const site = { file, broken: null, ranges: true, asked: [] };
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Preview</title>
    <link rel="stylesheet" href="${assetAddress('app.css')}"></head><body data-room="schematic"><main id="main" class="wrap"><h1>${title}</h1><div class="exhibit"><div class="exhibit-figure">
    ${render({ title, ready, too_large: tooLarge })}</div></div></main></body></html>`;
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://localhost').pathname;
    if (path === '/schematics/build') return response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Security-Policy': policy() }).end(page);
    if (path.endsWith('/thumb.webp')) return response.writeHead(200, { 'Content-Type': 'image/svg+xml' }).end(picture);
    if (path.endsWith('/sections')) return answerSections(site, request, response);
    if (path.startsWith('/static/') && !path.includes('..')) return response.writeHead(200, { 'Content-Type': types[path.split('.').pop()] }).end(readFileSync(join(folder, path.slice(8))));
    return response.writeHead(path === '/favicon.ico' ? 204 : 404).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  site.url = `http://127.0.0.1:${server.address().port}/schematics/build`;
  site.close = () => new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  return site;
}

function answerSections(site, request, response) {
  site.asked.push(request.headers.range ?? '');
  if (site.broken?.(site.asked.length)) return request.socket.destroy();
  if (site.status) return response.writeHead(site.status).end();
  const [, from, to] = request.headers.range?.match(/^bytes=(\d+)-(\d+)$/) ?? [];
  if (!site.ranges || from === undefined) return response.writeHead(200, { 'Content-Type': 'application/octet-stream' }).end(site.file);
  const part = site.file.subarray(Number(from), Number(to) + 1);
  return response.writeHead(206, { 'Content-Type': 'application/octet-stream', 'Content-Range': `bytes ${from}-${Number(from) + part.length - 1}/${site.file.length}` }).end(part);
}
