// The API's description held against what the site answers: each answer's status is told there, and its body is of the schema that stands there.
import assert from 'node:assert/strict';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** Members that a row's schema does not name are a mistake here; problems may carry more. */
const closed = (name, schema) => (name === 'problem' ? schema : { ...schema, additionalProperties: false });

/** References as the validator knows them. */
const here = (schema) => JSON.parse(JSON.stringify(schema).replaceAll('"#/components/schemas/', '"site:'));

/**
 * STACK's document: { document, validatorOf(schema), ask(method, template, …), never(paths) }. ask() asks, checks and answers what came; never() tells
 * which operations of the paths that PATHS says yes to were not asked yet with the success that they promise.
 */
export async function readDocument(stack) {
  const document = (await stack.fetch('/api/v1/openapi.json')).json;
  const ajv = new Ajv({ strict: true, strictRequired: false, allErrors: true, allowUnionTypes: true });
  addFormats(ajv);
  for (const [name, schema] of Object.entries(document.components.schemas)) ajv.addSchema(here(closed(name, schema)), `site:${name}`);
  const seen = new Set(); // "get /path 200"
  const validators = new Map();

  function validatorOf(schema) {
    const key = JSON.stringify(schema);
    if (!validators.has(key)) validators.set(key, ajv.compile(here(schema)));
    return validators.get(key);
  }

  /** Asks and holds the answer to the document. */
  async function ask(method, template, { at = {}, query = '', body, token, status, headers = {} } = {}) {
    const path = template.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(at[name]));
    const answer = await stack.fetch(path + query, { method: method.toUpperCase(), body, headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers } });
    const about = `${method} ${path}${query}: ${answer.status} ${answer.text.slice(0, 500)}`;
    assert.equal(answer.status, status, about);
    const operation = document.paths[template]?.[method];
    assert.ok(operation, `${method} ${template} is not in the document`);
    const told = operation.responses[status] ?? operation.responses.default;
    assert.ok(told && (operation.responses[status] || status >= 400), `${about} is not in the document`);
    seen.add(`${method} ${template} ${status}`);
    if (!told.content) {
      assert.equal(answer.bytes.length, 0, about);
      return answer;
    }
    const type = answer.headers['content-type'].split(';')[0];
    const media = told.content[type] ?? told.content['*/*'];
    assert.ok(media, `${about}: ${type} is not told`);
    if (!media.schema) return answer;
    const valid = validatorOf(media.schema);
    assert.ok(valid(answer.json), `${about}\n${JSON.stringify(valid.errors, null, 1)}`);
    if (status >= 400 && type === 'application/problem+json') {
      assert.equal(answer.json.status, status);
      assert.equal(answer.json.request_id, answer.headers['x-request-id']);
    }
    return answer;
  }

  const never = (paths) => Object.entries(document.paths).filter(([path]) => paths(path)).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { responses }]) => `${method} ${path} ${Object.keys(responses).find((status) => status.startsWith('2'))}`))
    .filter((one) => !seen.has(one));

  return { document, validatorOf, ask, never };
}

/** Whoever is known by the cookie of VISITOR alone is refused at every address of PATHS that changes something, unless the token of a form comes along. */
export async function refuseForeignForms(stack, document, visitor, paths = () => true) {
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  let tried = 0;
  for (const [path, methods] of Object.entries(document.paths).filter(([one]) => paths(one)))
    for (const method of Object.keys(methods).filter((m) => m !== 'get'))
      for (const headers of [{}, { 'x-csrf-token': 'made-up' }, { 'sec-fetch-site': 'cross-site' }, { origin: 'https://foe.example' }]) {
        const answer = await stack.fetch(path.replace(/\{\w+\}/g, 'x'), {
          method: method.toUpperCase(), body: new URLSearchParams({}), headers: { cookie, accept: 'application/json', ...headers },
        });
        assert.equal(answer.status, 403, `${method} ${path} ${JSON.stringify(headers)}: ${answer.text}`);
        assert.equal(answer.json.type, '/problems/cross-site-request', path);
        tried++;
      }
  assert.ok(tried > 0);
}
