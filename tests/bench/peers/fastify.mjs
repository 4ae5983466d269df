// The peer: Fastify with its schema-compiled serialiser, pg with prepared statements, one process a core. Given Redis's socket, it
// also does what Curio does for each request: counts the reader's limit there, logs a line, and says a validator and safety headers.
import cluster from 'node:cluster';
import Fastify from 'fastify';
import pg from 'pg';
import { connection, exactNumbers, query } from './queries.mjs';

const [port, database, redis] = process.argv.slice(2);

async function addDuties(app) {
  const { default: Redis } = await import('ioredis');
  await app.register(import('@fastify/helmet'));
  await app.register(import('@fastify/etag'));
  await app.register(import('@fastify/rate-limit'), { redis: new Redis(redis), max: 1000000, timeWindow: 1000 });
}

if (cluster.isPrimary) {
  for (let i = 0; i < 2; i++) cluster.fork();
} else {
  exactNumbers(pg);
  const pool = new pg.Pool({ ...connection(database), max: 4 });
  const one = query('schematic_one');
  const page = query('schematic_page');
  const app = Fastify({ logger: redis !== undefined });
  if (redis) await addDuties(app);
  app.get('/api/v1/schematics/:id', async (request, reply) => {
    const { rows } = await pool.query(one({ id: request.params.id }));
    return rows[0] ?? reply.code(404).send({ status: 404 });
  });
  app.get('/api/v1/schematics', async (request) => {
    const limit = Number(request.query.limit ?? 20);
    const { rows } = await pool.query(page({ limit: limit + 1 }));
    return { data: rows.slice(0, limit), next: rows.length > limit ? rows[limit - 1].id : null };
  });
  await app.listen({ port: Number(port), host: '127.0.0.1' });
}
