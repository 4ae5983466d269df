// wrk against several targets in turns, so that whatever else the machine does meets all of them alike.
import { execFileSync } from 'node:child_process';
import { table } from './table.mjs';

export const clients = 64;
export const seconds = Number(process.env.BENCH_SECONDS ?? 5);
export const turns = Number(process.env.BENCH_TURNS ?? 5);

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

function milliseconds(text) {
  const [, number, unit] = text.match(/([\d.]+)(us|ms|s|m)/);
  return Number(number) * { us: 0.001, ms: 1, s: 1000, m: 60000 }[unit];
}

// One turn: requests a second, median and 99th percentile in ms, and how many were not answered with a 2xx or 3xx.
function wrk(url, duration = seconds) {
  const args = ['-t2', `-c${clients}`, `-d${duration}s`, '--latency', '--timeout', '10s', url];
  const text = execFileSync('wrk', args, { encoding: 'utf8' });
  const errors = text.match(/Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/)?.slice(1) ?? [];
  return {
    rate: Number(text.match(/Requests\/sec:\s+([\d.]+)/)[1]),
    p50: milliseconds(text.match(/^ +50% +(\S+)/m)[1]),
    p99: milliseconds(text.match(/^ +99% +(\S+)/m)[1]),
    failed: errors.reduce((sum, count) => sum + Number(count), Number(text.match(/Non-2xx or 3xx responses: (\d+)/)?.[1] ?? 0)),
  };
}

/** TARGETS: { name: url }. Each is warmed up, then measured A B C A B C …; answers the medians, and the sum of what failed. */
export function inTurns(targets) {
  const results = Object.fromEntries(Object.keys(targets).map((name) => [name, []]));
  for (const url of Object.values(targets)) wrk(url, 1);
  for (let turn = 0; turn < turns; turn++)
    for (const [name, url] of Object.entries(targets)) results[name].push(wrk(url));
  return Object.fromEntries(Object.entries(results).map(([name, list]) => [name, {
    rate: median(list.map((one) => one.rate)), p50: median(list.map((one) => one.p50)), p99: median(list.map((one) => one.p99)),
    failed: list.reduce((sum, one) => sum + one.failed, 0),
  }]));
}

/** The first of RESULTS is what the others are compared with. */
export function report(title, results) {
  const first = Object.keys(results)[0];
  table(title, ['', 'req/s', 'p50 ms', 'p99 ms', 'p99 ÷ p50', `${first} is × as fast`, 'failed'],
    Object.entries(results).map(([name, one]) => [name, one.rate.toFixed(0), one.p50.toFixed(2), one.p99.toFixed(2),
      (one.p99 / one.p50).toFixed(1), (results[first].rate / one.rate).toFixed(2), one.failed]));
}
