/** Size budget of the built page, gzipped: own script ≤ 60 kB, all script ≤ 520 kB (ux.md, §8). */
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const folder = new URL('../dist/assets/', import.meta.url);
let own = 0;
let all = 0;
for (const name of readdirSync(folder)) {
  if (!/\.m?js$/.test(name)) continue;
  const size = gzipSync(readFileSync(new URL(name, folder)), { level: 9 }).length / 1000;
  all += size;
  if (name.startsWith('index-')) own += size;
}
const line = { bench: 'web.size', ownKbGz: round(own), allKbGz: round(all) };
console.log(JSON.stringify(line));
if (own === 0 || own > 60 || all > 520) {
  console.error('The page is larger than its budget: own script 60 kB, all script 520 kB gzipped.');
  process.exit(1);
}

function round(x) {
  return Math.round(x * 10) / 10;
}
