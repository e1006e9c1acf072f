/**
 * Benchmarks of the page, one JSON line each; figures, never assertions. `web.recolour` is the
 * script time of one step of 50,000 links. `web.first_map` needs a running server (EMONA_URL): from
 * the request for the page to a map with values that stands still, in a browser with empty caches.
 */
import { fileURLToPath } from 'node:url';
import { cpus } from 'node:os';
import { createServer } from 'vite';
import { openBrowser } from '../test/browser/browser.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const round = (x) => Math.round(x * 100) / 100;
const at = (sorted, share) =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];

function report(bench, times, more) {
  const sorted = [...times].sort((a, b) => a - b);
  const line = {
    bench,
    ...more,
    runs: times.length,
    medianMs: round(at(sorted, 0.5)),
    p95Ms: round(at(sorted, 0.95)),
    maxMs: round(sorted[sorted.length - 1]),
    cpus: cpus().length,
  };
  console.log(JSON.stringify(line));
}

async function recolour(browser) {
  const server = await createServer({ root, logLevel: 'error', server: { port: 0, hmr: false } });
  await server.listen();
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  await page.goto(`${server.resolvedUrls.local[0]}tools/bench/recolour.html`);
  await page.waitForFunction(() => window.recolour, null, { timeout: 60_000 });
  for (const links of [5_000, 50_000]) {
    const times = await page.evaluate((n) => window.recolour(n, 60), links);
    report('web.recolour', times.slice(10), { links });
    await page.reload();
    await page.waitForFunction(() => window.recolour, null, { timeout: 60_000 });
  }
  await page.close();
  await server.close();
}

async function firstMap(browser, url) {
  const times = [];
  for (let i = 0; i < 5; i++) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.goto(url);
    const mark = await page.waitForFunction(
      () => performance.getEntriesByName('emona.first-map')[0]?.startTime,
      null,
      { timeout: 60_000 },
    );
    times.push(await mark.jsonValue());
    await context.close();
  }
  report('web.first_map', times, {});
}

const browser = await openBrowser();
try {
  await recolour(browser);
  if (process.env.EMONA_URL) await firstMap(browser, process.env.EMONA_URL);
  else console.error('web.first_map is left out: EMONA_URL names no server');
} finally {
  await browser.close();
}
