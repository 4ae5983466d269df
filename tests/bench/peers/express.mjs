// The peer: Express and pg with prepared statements, one process a core.
import cluster from 'node:cluster';
import express from 'express';
import pg from 'pg';
import { connection, exactNumbers, query } from './queries.mjs';

const [port, database] = process.argv.slice(2);
if (cluster.isPrimary) {
  for (let i = 0; i < 2; i++) cluster.fork();
} else {
  exactNumbers(pg);
  const pool = new pg.Pool({ ...connection(database), max: 4 });
  const one = query('schematic_one');
  const page = query('schematic_page');
  const app = express();
  app.get('/api/v1/schematics/:id', async (request, response) => {
    const { rows } = await pool.query(one({ id: request.params.id }));
    rows[0] ? response.json(rows[0]) : response.status(404).json({ status: 404 });
  });
  app.get('/api/v1/schematics', async (request, response) => {
    const limit = Number(request.query.limit ?? 20);
    const { rows } = await pool.query(page({ limit: limit + 1 }));
    response.json({ data: rows.slice(0, limit), next: rows.length > limit ? rows[limit - 1].id : null });
  });
  app.listen(Number(port), '127.0.0.1');
}
