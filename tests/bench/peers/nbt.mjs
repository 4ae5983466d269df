// `node nbt.mjs FILE`: how long prismarine-nbt takes to read a build, gzip included; the median of several runs, in processor time.
import { readFileSync } from 'node:fs';
import nbt from 'prismarine-nbt';

const runs = 3;
const file = readFileSync(process.argv[2]);
const took = [];
for (let i = 0; i < runs; i++) {
  const before = process.cpuUsage();
  await nbt.parseAs(file, 'big', { noArraySizeCheck: true }); // arrays of real builds are past its bound
  const { user, system } = process.cpuUsage(before);
  took.push((user + system) / 1e6);
}
const seconds = took.sort((a, b) => a - b)[Math.floor(runs / 2)];
console.log(JSON.stringify({ seconds, peak: process.resourceUsage().maxRSS / 1024 }));
