// HTTP against a copy: its self-signed certificate is accepted, redirects are not followed, no cookie is kept.
import { Agent, request } from 'node:https';

/** Bytes and content type of whatever a test hands over as a body. */
async function encode(body) {
  if (body === undefined || body === null) return {};
  if (typeof body === 'string' || Buffer.isBuffer(body)) return { bytes: Buffer.from(body) };
  if (body instanceof URLSearchParams || body instanceof FormData) {
    const answer = new Response(body);
    return { bytes: Buffer.from(await answer.arrayBuffer()), type: answer.headers.get('content-type') };
  }
  return { bytes: Buffer.from(JSON.stringify(body)), type: 'application/json' };
}

export class Answer {
  constructor(message, bytes) {
    this.status = message.statusCode;
    this.headers = message.headers; // names in lower case
    this.bytes = bytes;
  }

  get text() {
    return this.bytes.toString();
  }

  get json() {
    return JSON.parse(this.text);
  }
}

let people = 0;

export class Client {
  #agent = new Agent({ keepAlive: true, rejectUnauthorized: false, maxSockets: 64 });

  constructor(url) {
    this.url = url;
  }

  /** Body: text, bytes, URLSearchParams, FormData, or anything else as JSON. */
  async fetch(path, { method = 'GET', headers = {}, body, timeout = 30000 } = {}) {
    const { bytes, type } = await encode(body);
    const sent = { ...(type && { 'content-type': type }), ...(bytes && { 'content-length': bytes.length }), ...headers };
    return new Promise((resolve, reject) => {
      const call = request(new URL(path, this.url), { method, headers: sent, agent: this.#agent, timeout }, (message) => {
        const parts = [];
        message.on('data', (part) => parts.push(part));
        message.on('error', reject);
        message.on('end', () => resolve(new Answer(message, Buffer.concat(parts))));
      });
      call.on('timeout', () => call.destroy(new Error(`${method} ${path}: no answer within ${timeout} ms`)));
      call.on('error', (error) => reject(Object.assign(error, { reused: call.reusedSocket })));
      call.end(bytes);
    });
  }

  /** PATH below /api/v1. */
  api(method, path, body, { token, headers = {} } = {}) {
    return this.fetch(`/api/v1${path}`, {
      method, body, headers: { accept: 'application/json', ...(token && { authorization: `Bearer ${token}` }), ...headers },
    });
  }

  /** Someone new: { user, token, refresh, email, password, name }. */
  async register({ name = `Person ${++people}`, email, password = 'correct horse battery' } = {}) {
    const address = email ?? `person${process.pid}-${++people}@example.org`;
    const answer = await this.api('POST', '/auth/register', { email: address, name, password });
    if (answer.status !== 201) throw new Error(`register: ${answer.status} ${answer.text}`);
    const { user, access_token, refresh_token } = answer.json;
    return { user, token: access_token, refresh: refresh_token, email: address, password, name };
  }

  disconnect() {
    this.#agent.destroy();
  }
}
