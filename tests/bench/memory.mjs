// What a running copy takes, by program: PSS, which counts a page that n processes share as one nth for each.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { table } from './table.mjs';

function family(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  return [pid, ...children.flatMap(family)];
}

const kibibytes = (pid, name) => Number(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8').match(new RegExp(`^${name}:\\s+(\\d+)`, 'm'))[1]);

function programs(stack) {
  const found = {};
  for (const part of readdirSync(join(stack.folder, 'pid'))) {
    for (const pid of family(stack.pid(part))) {
      const name = readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
      found[name] ??= { processes: 0, pss: 0, rss: 0 };
      found[name].processes++;
      found[name].pss += kibibytes(pid, 'Pss') / 1024;
      found[name].rss += kibibytes(pid, 'Rss') / 1024;
    }
  }
  return found;
}

export function memory(title, stack) {
  const found = Object.entries(programs(stack));
  const sum = (label, list) => [label, ...['processes', 'pss', 'rss'].map((key) => list.reduce((total, [, one]) => total + one[key], 0))];
  const rows = found.map(([name, one]) => [name, one.processes, one.pss, one.rss]);
  rows.push(sum('our own', found.filter(([name]) => name.startsWith('curio'))), sum('all', found));
  table(title, ['program', 'processes', 'PSS MiB', 'RSS MiB'], rows.map(([name, count, ...sizes]) => [name, count, ...sizes.map((size) => size.toFixed(1))]));
}
