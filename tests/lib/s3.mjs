// A small S3-compatible store for tests: one bucket in memory, spoken to by path. It believes no request whose Signature Version 4 an
// independent signer (aws4) does not make as well, and checks what is sent against the digest that was signed.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import aws4 from 'aws4';

export const region = 'eu-test-1', bucket = 'curio-test';
const credentials = { accessKeyId: 'CURIOTEST', secretAccessKey: 'a+secret/with=marks' };

const hex = (bytes) => createHash('sha256').update(bytes).digest('hex');
const md5 = (bytes) => createHash('md5').update(bytes).digest('hex');
const timeOf = (text) => Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

function byHeader(request) {
  const told = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(request.headers.authorization);
  if (!told) return 'AuthorizationHeaderMalformed';
  const [, , signed, signature] = told;
  const names = signed.split(';');
  if (!names.includes('host') || !names.includes('x-amz-date') || !names.includes('x-amz-content-sha256')) return 'AccessDenied';
  const headers = Object.fromEntries(names.map((name) => [name, request.headers[name] ?? '']));
  const again = aws4.sign({ service: 's3', region, method: request.method, path: request.url, headers }, credentials);
  if (!again.headers.Authorization.endsWith(`Signature=${signature}`)) return 'SignatureDoesNotMatch';
  return Math.abs(Date.now() - timeOf(request.headers['x-amz-date'])) > 15 * 60_000 ? 'RequestTimeTooSkewed' : null;
}

function byQuery(request, query, now) {
  const signature = query.get('X-Amz-Signature'), expires = Number(query.get('X-Amz-Expires'));
  if (query.get('X-Amz-SignedHeaders') !== 'host' || !(expires > 0 && expires <= 7 * 86400)) return 'AuthorizationQueryParametersError';
  const path = request.url.replace(/&X-Amz-Signature=[0-9a-f]*$/, '');
  const again = aws4.sign({ service: 's3', region, method: request.method, path, signQuery: true, headers: { host: request.headers.host } }, credentials);
  if (new URL(again.path, 'http://x').searchParams.get('X-Amz-Signature') !== signature) return 'SignatureDoesNotMatch';
  return now() > timeOf(query.get('X-Amz-Date')) + expires * 1000 ? 'AccessDenied' : null;
}

/** { url, settings, objects: Map of name → Buffer, calls: ["PUT name 200", …], away, spoils, forward: ms, close() } */
export async function startS3() {
  const store = { objects: new Map(), calls: [], away: false, spoils: false, forward: 0 };

  function answerObject(request, response, bytes, query) {
    const headers = { etag: `"${md5(bytes)}"`, 'accept-ranges': 'bytes', 'content-type': query.get('response-content-type') ?? 'application/octet-stream',
      ...(query.has('response-content-disposition') && { 'content-disposition': query.get('response-content-disposition') }) };
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    const holds = !request.headers['if-range'] || request.headers['if-range'] === headers.etag;
    if (request.headers['if-none-match'] === headers.etag) return response.writeHead(304, headers).end();
    if (!range || !holds) return response.writeHead(200, { ...headers, 'content-length': bytes.length }).end(request.method === 'HEAD' ? undefined : bytes);
    const from = Number(range[1]), last = Math.min(range[2] ? Number(range[2]) : Infinity, bytes.length - 1);
    if (from > last) return response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
    return response.writeHead(206, { ...headers, 'content-range': `bytes ${from}-${last}/${bytes.length}`, 'content-length': last - from + 1 })
      .end(bytes.subarray(from, last + 1));
  }

  function refuse(response, status, code) {
    response.writeHead(status, { 'content-type': 'application/xml' }).end(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);
  }

  function handle(request, response, body) {
    const { pathname, searchParams: query } = new URL(request.url, 'http://x');
    const name = pathname.replace(`/${bucket}/`, '');
    response.on('finish', () => store.calls.push(`${request.method} ${name} ${response.statusCode}`));
    if (store.away) return refuse(response, 503, 'SlowDown');
    const now = () => Date.now() + store.forward;
    const wrong = query.has('X-Amz-Signature') ? byQuery(request, query, now) : byHeader(request);
    if (wrong) return refuse(response, 403, wrong);
    if (!pathname.startsWith(`/${bucket}/`)) return refuse(response, 404, 'NoSuchBucket');
    if (request.method === 'PUT') {
      if (request.headers['x-amz-content-sha256'] !== hex(body)) return refuse(response, 400, 'XAmzContentSHA256Mismatch');
      const kept = Buffer.from(body);
      if (store.spoils) kept[kept.length >> 1] ^= 1;
      store.objects.set(name, kept);
      return response.writeHead(200, { etag: `"${md5(body)}"` }).end();
    }
    if (request.method === 'DELETE') {
      store.objects.delete(name);
      return response.writeHead(204).end();
    }
    const bytes = store.objects.get(name);
    return bytes ? answerObject(request, response, bytes, query) : refuse(response, 404, 'NoSuchKey');
  }

  const server = createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => handle(request, response, Buffer.concat(parts)));
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  store.url = `http://127.0.0.1:${server.address().port}`;
  store.settings = { store: 's3', s3_endpoint: store.url, s3_region: region, s3_bucket: bucket, s3_key: credentials.accessKeyId, s3_secret: credentials.secretAccessKey };
  store.close = () => new Promise((resolve) => { server.closeAllConnections?.(); server.close(resolve); });
  return store;
}
