// What a browser without script does: keeps cookies, sends a form with its hidden fields, follows the redirect after it.

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const decode = (text) => text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => entities[name]);
const attribute = (tag, name) => {
  const found = tag.match(new RegExp(`\\s${name}="([^"]*)"`, 'i'));
  return found ? decode(found[1]) : undefined;
};

/** The form whose action is ACTION (or the page itself): its hidden fields as an object; undefined without such a form. */
export function hiddenFields(html, action) {
  for (const [, tag, inner] of html.matchAll(/(<form\b[^>]*>)([\s\S]*?)<\/form>/gi)) {
    if (attribute(tag, 'action') !== action) continue;
    const inputs = [...inner.matchAll(/<input\b[^>]*>/gi)].map(([input]) => input).filter((input) => attribute(input, 'type') === 'hidden');
    return Object.fromEntries(inputs.map((input) => [attribute(input, 'name'), attribute(input, 'value') ?? '']));
  }
  return undefined;
}

export class Visitor {
  #client;
  cookies = new Map();

  constructor(client) {
    this.#client = client;
  }

  async fetch(path, options = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { accept: 'text/html', ...(cookie && { cookie }), ...options.headers };
    const answer = await this.#client.fetch(path, { ...options, headers });
    for (const line of answer.headers['set-cookie'] ?? []) this.#keep(line);
    return answer;
  }

  #keep(line) {
    const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
    if (/;\s*max-age=0\b/i.test(line) || value === '') this.cookies.delete(name);
    else this.cookies.set(name, value);
  }

  get(path) {
    return this.fetch(path);
  }

  /** Opens PAGE, fills in its form for ACTION and sends it, as a browser would; does not follow the redirect. */
  async submit(page, fields, { action = page, files = {} } = {}) {
    const html = (await this.get(page)).text;
    const hidden = hiddenFields(html, action);
    if (!hidden) throw new Error(`${page} has no form for ${action}`);
    const body = Object.keys(files).length ? new FormData() : new URLSearchParams();
    for (const [name, value] of Object.entries({ ...hidden, ...fields })) body.append(name, value);
    for (const [name, { bytes, filename }] of Object.entries(files)) body.append(name, new Blob([bytes]), filename);
    return this.fetch(action, { method: 'POST', body, headers: { origin: this.#client.url, 'sec-fetch-site': 'same-origin' } });
  }
}
