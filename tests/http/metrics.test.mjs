// What those who watch a site see: the figures, over all processes, and the health of what it leans on.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { makeBuild } from '../lib/build.mjs';
import { startStack } from '../lib/stack.mjs';

let stack, owner;

before(async () => {
  stack = await startStack({ conf: { web_workers: 2 }, scanner: true });
  owner = await stack.register();
});
after(() => stack?.close());

/** The exposition format, held to its grammar: series → value, and family → type. */
function parse(text) {
  const values = new Map(), types = new Map();
  let family;
  assert.ok(text.endsWith('\n') && !text.includes('\r'));
  for (const line of text.slice(0, -1).split('\n')) {
    const help = /^# HELP ([a-z_]+) \S.*$/.exec(line), type = /^# TYPE ([a-z_]+) (counter|gauge|histogram)$/.exec(line);
    if (help) {
      family = help[1];
      assert.ok(!types.has(family), `${family} is described twice`);
      continue;
    }
    if (type) {
      assert.equal(type[1], family);
      types.set(family, type[2]);
      continue;
    }
    const sample = /^([a-z_]+)(?:\{([a-z]+="(?:[^"\\\n]|\\["\\n])*"(?:,[a-z]+="(?:[^"\\\n]|\\["\\n])*")*)\})? (\d+(?:\.\d+)?)$/.exec(line);
    assert.ok(sample, `not a line of the format: ${line}`);
    const [, name, labels, value] = sample;
    const allowed = types.get(family) === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => family + end) : [family];
    assert.ok(allowed.includes(name), `${name} stands below ${family}`);
    const series = labels ? `${name}{${labels}}` : name;
    assert.ok(!values.has(series), `${series} stands twice`);
    values.set(series, Number(value));
  }
  return { values, types, get: (series) => values.get(series) ?? 0 };
}

const figures = async () => parse(await stack.metrics());
const requests = (method, route, status) => `curio_requests_total{method="${method}",route="${route}",status="${status}"}`;
const sum = (metrics, name) => [...metrics.values].filter(([series]) => series.startsWith(`${name}{`)).reduce((all, [, value]) => all + value, 0);
const list = () => stack.api('GET', '/schematics/mine', undefined, { token: owner.token });

function upload() {
  const parts = new FormData();
  parts.append('file', new Blob([makeBuild()]), 'a.schem');
  return stack.api('POST', '/schematics', parts, { token: owner.token });
}

describe('the figures', () => {
  test('keep to the format, whoever is asked', async () => {
    const answer = await fetch(`http://127.0.0.1:${stack.setting('metrics_port')}/metrics`);
    assert.match(answer.headers.get('content-type'), /^text\/plain; version=0\.0\.4/);
    const { types } = parse(await answer.text());
    assert.deepEqual(Object.fromEntries(types), {
      curio_requests_total: 'counter', curio_database_errors_total: 'counter', curio_cache_total: 'counter', curio_jobs_total: 'counter',
      curio_jobs_waiting: 'gauge', curio_jobs_aside: 'gauge', curio_worker_starts_total: 'counter', curio_request_seconds: 'histogram',
      curio_database_seconds: 'histogram', curio_pool_workers: 'gauge', curio_pool_busy: 'gauge', curio_metrics_dropped_total: 'counter',
    });
  });

  test('move exactly as requests do, over all workers of both pools', async () => {
    const from = await figures();
    const answers = await Promise.all([
      ...Array.from({ length: 40 }, list),
      ...Array.from({ length: 7 }, (_, i) => stack.api('GET', `/nothing/${i}`)),
      ...Array.from({ length: 5 }, () => stack.api('GET', '/people/nobody-at-all', undefined, { token: owner.token })),
      ...Array.from({ length: 3 }, () => stack.api('POST', '/auth/login', { email: owner.email, password: 'not this one' })),
      stack.fetch('/account/sessions'),
    ]);
    const to = await figures();
    const moved = (...series) => to.get(requests(...series)) - from.get(requests(...series));
    assert.equal(moved('GET', '/api/v1/schematics/mine', 200), 40);
    assert.equal(moved('GET', 'none', 404), 7); // no path of a stranger becomes a label
    assert.equal(moved('GET', '/api/v1/people/{slug}', 404), 5);
    assert.equal(moved('POST', '/api/v1/auth/login', 401), 3);
    assert.equal(moved('GET', '/account/sessions', 303), 1);
    assert.equal(moved('GET', '/metrics', 200), 1);
    const all = sum(to, 'curio_requests_total') - sum(from, 'curio_requests_total');
    assert.equal(all, answers.length + 1);
    assert.equal(to.get('curio_request_seconds_count') - from.get('curio_request_seconds_count'), all);
    assert.ok(to.get('curio_database_seconds_count') - from.get('curio_database_seconds_count') >= 40);
    assert.ok(to.get('curio_cache_total{result="hit"}') - from.get('curio_cache_total{result="hit"}') >= 40); // the session, looked aside
  });

  test('histograms add up', async () => {
    const metrics = await figures();
    for (const name of ['curio_request_seconds', 'curio_database_seconds']) {
      const buckets = [...metrics.values].filter(([series]) => series.startsWith(`${name}_bucket`));
      const bounds = buckets.map(([series]) => Number(/le="([^"]+)"/.exec(series)[1].replace('+Inf', 'Infinity')));
      assert.deepEqual(bounds, [...bounds].sort((a, b) => a - b));
      assert.equal(bounds.at(-1), Infinity);
      buckets.reduce((least, [series, value]) => (assert.ok(value >= least, series), value), 0);
      assert.equal(buckets.at(-1)[1], metrics.get(`${name}_count`));
      assert.ok(metrics.get(`${name}_sum`) > 0);
    }
  });

  test('jobs are counted by what became of them', async () => {
    const from = await figures();
    assert.equal((await upload()).status, 201);
    const done = 'curio_jobs_total{kind="scan",result="done"}', aside = 'curio_jobs_total{kind="unknown",result="aside"}';
    await stack.waitFor(async () => (await figures()).get(done) === from.get(done) + 1, { what: 'the scan to be counted' });
    await stack.sql("INSERT INTO job (id, kind) VALUES (gen_random_uuid(), 'of\"another\nversion')");
    const to = await stack.waitFor(async () => {
      const metrics = await figures();
      return metrics.get(aside) === 1 && metrics.get('curio_jobs_aside') === 1 && metrics;
    }, { what: 'the strange job to be put aside' });
    assert.equal(to.get('curio_jobs_waiting'), 0);
    await stack.sql("DELETE FROM job WHERE state = 'aside'");
  });

  test('every pool shows its workers, and only those who work are busy', async () => {
    const metrics = await figures();
    for (const [pool, workers] of [['web', 2], ['auth', 1], ['jobs', 1]]) {
      assert.equal(metrics.get(`curio_pool_workers{pool="${pool}"}`), workers);
      assert.ok(metrics.get(`curio_pool_busy{pool="${pool}"}`) <= workers);
    }
    assert.equal(metrics.get('curio_pool_busy{pool="web"}'), 1); // the one that was asked
    assert.equal(metrics.get('curio_pool_busy{pool="auth"}'), 0);
  });

  test('a worker that is killed at its work is neither there nor busy any more', async () => {
    const from = await figures();
    const lock = stack.sql('BEGIN; LOCK TABLE schematic; SELECT pg_sleep(60)').catch(() => {});
    const waiting = (what) => stack.sql(`SELECT pid FROM pg_stat_activity WHERE ${what}`);
    const sleeper = "query LIKE '%pg_sleep(60)%' AND wait_event = 'PgSleep'";
    await stack.waitFor(async () => (await waiting(sleeper)).length > 0, { what: 'the lock' });
    const stuck = [list(), list()];
    await stack.waitFor(async () => (await waiting("wait_event_type = 'Lock'")).length >= 2, { seconds: 4, what: 'both workers to wait' });
    const killed = stack.workers('web');
    assert.equal(killed.length, 2);
    for (const pid of killed) process.kill(pid, 'SIGKILL');
    await stack.waitFor(() => stack.workers('web').filter((pid) => !killed.includes(pid)).length === 2, { what: 'the pool to be whole again' });
    await stack.sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${sleeper}`);
    await Promise.all([lock, ...stuck]);
    const to = await stack.waitFor(async () => {
      const metrics = await figures();
      return metrics.get('curio_pool_workers{pool="web"}') === 2 && metrics.get('curio_pool_busy{pool="web"}') === 1 && metrics;
    }, { what: 'only the living to be counted' });
    const starts = 'curio_worker_starts_total{pool="web"}';
    assert.equal(to.get(starts) - from.get(starts), 2);
  });
});

describe('health', () => {
  const readiness = () => stack.fetch('/api/v1/health/readiness');
  const ready = () => stack.waitFor(async () => (await readiness()).json.status === 'ready', { what: 'the site to be ready again', seconds: 20 });

  /** While LACKS is away: the answer's status, and that only that one check is not healthy. Another worker may still be on its way back
   *  from what was away before. */
  async function without(lacks, status, word) {
    const answer = await stack.waitFor(async () => {
      const got = await readiness();
      return Object.entries(got.json.checks).every(([check, state]) => state === (check === lacks ? 'away' : 'healthy')) && got;
    }, { what: `${lacks}, and nothing else, to be missed` });
    assert.equal(answer.status, status);
    assert.equal(answer.json.status, word);
    assert.equal(answer.headers['cache-control'], 'no-store');
    const alive = await stack.fetch('/api/v1/health/liveness');
    assert.equal(alive.status, 200);
    assert.equal(alive.json.status, 'ok');
  }

  test('is ready with everything there', async () => {
    await ready();
    const { status, json } = await readiness();
    assert.equal(status, 200);
    assert.deepEqual(json.checks, { database: 'healthy', redis: 'healthy', storage: 'healthy', scanner: 'healthy' });
    assert.ok(Math.abs(Date.parse(json.timestamp) - Date.now()) < 60000);
  });

  test('is degraded without Redis, which the figures show', async () => {
    const from = await figures();
    await stack.stop('redis');
    try {
      await without('redis', 200, 'degraded');
      assert.equal((await list()).status, 200);
      assert.ok((await figures()).get('curio_cache_total{result="away"}') > from.get('curio_cache_total{result="away"}'));
    } finally {
      await stack.start('redis');
    }
    await ready();
  });

  test('is degraded without the scanner, whose work is tried again', async () => {
    await stack.stop('clamd');
    try {
      await without('scanner', 200, 'degraded');
      const { json: build } = await upload();
      assert.equal(build.status, 'pending');
      await stack.waitFor(async () => (await figures()).get('curio_jobs_total{kind="scan",result="retried"}') > 0, { what: 'the scan to wait' });
    } finally {
      await stack.start('clamd');
    }
    await ready();
  });

  test('can not serve without its storage', async () => {
    const tmp = join(stack.setting('blob_dir'), 'tmp'); // where a file begins; those who hold the folder see that it is gone
    rmSync(tmp, { recursive: true });
    try {
      await without('storage', 503, 'unavailable');
    } finally {
      mkdirSync(tmp, { mode: 0o700 });
      for (const pid of stack.workers('web')) process.kill(pid, 'SIGTERM');
    }
    await ready();
    assert.equal((await upload()).status, 201);
  });

  test('can not serve without PostgreSQL, whose failures the figures show', async () => {
    const from = await figures();
    await stack.stop('postgres');
    try {
      await without('database', 503, 'unavailable');
      assert.ok((await figures()).get('curio_database_errors_total') > from.get('curio_database_errors_total'));
    } finally {
      await stack.start('postgres');
    }
    await ready();
    // The worker that answered is back; another that was refused a moment ago pauses before it asks the database again.
    await stack.waitFor(async () => (await list()).status === 200, { what: 'every worker to have its database again' });
  });
});
