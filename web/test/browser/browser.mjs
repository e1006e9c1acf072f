/** A real browser on a real server: EMONA_URL says where it is. Shared by the tests of the page. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const url = (process.env.EMONA_URL ?? 'http://localhost:8080').replace(/\/?$/, '/');
export const screenshots = fileURLToPath(new URL('../screenshots/', import.meta.url));

/** Software WebGL and no traffic of the browser's own. */
const FLAGS = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
];

export async function openBrowser() {
  mkdirSync(screenshots, { recursive: true });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: FLAGS,
  });
  return browser;
}

/** Opens the page with a state and waits until the map with its values stands still. */
export async function openPage(browser, hash = '', options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const seen = { requests: [], errors: [] };
  page.on('request', (request) => seen.requests.push(request.url()));
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    if (why !== 'net::ERR_ABORTED') seen.errors.push(`${request.url()} ${why}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) seen.errors.push(`${response.status()} ${response.url()}`);
  });
  page.on('console', (message) => {
    // Software WebGL warns of slow read-backs; only errors count.
    if (message.type() === 'error') seen.errors.push(message.text());
  });
  page.on('pageerror', (error) => seen.errors.push(error.message));
  await page.goto(url + hash);
  await settled(page);
  return { page, seen, context };
}

/** Values shown, tiles there, nothing moving. */
export async function settled(page) {
  await page.waitForFunction(() => {
    const app = window.emona;
    if (!app) return false;
    const done = app.display.shown || app.display.problem || location.hash.includes('l=none');
    return done && app.view.map.loaded() && !app.view.map.isMoving();
  });
  await page.waitForTimeout(350);
}

export const hashOf = (state) =>
  '#' +
  Object.entries({ v: 1, s: 'base', l: 'traffic_volume', m: 'value', t: '08:00', ...state })
    .map(([key, value]) => `${key}=${value}`)
    .join('&');

export const stateOf = (page) =>
  page.evaluate(() => Object.fromEntries(new URLSearchParams(location.hash.slice(1))));

/** The answer of the server, decoded here on purpose by code of its own: the oracle of the page. */
export async function frame(run, quantity, step) {
  const info = await (await fetch(`${url}api/v1/runs/${run}/frames/${quantity}`)).json();
  const bytes = await (
    await fetch(`${url}api/v1/runs/${run}/frames/${quantity}/${step}`)
  ).arrayBuffer();
  const view = new DataView(bytes);
  const size = { uint8: 1, uint16: 2, float32: 4 }[info.dtype];
  const read = { uint8: 'getUint8', uint16: 'getUint16', float32: 'getFloat32' }[info.dtype];
  return Array.from({ length: bytes.byteLength / size }, (_, i) => {
    const stored = view[read](i * size, true);
    return stored === info.nodata || Number.isNaN(stored)
      ? null
      : info.offset + info.scale * stored;
  });
}

export async function getJson(path) {
  const answer = await fetch(url + path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

/**
 * Brings the busiest street of the shown values, within a box where one is given, to the middle of
 * the map; gives where it lies.
 */
export async function busiestStreet(page, box = null) {
  const spot = await page.evaluate(async (within) => {
    const { display, view } = window.emona;
    const { shown } = display;
    const { geometry } = await view.shapes.of('links', shown.run);
    const isIn = (v) => {
      if (!within) return true;
      const unit = 2 ** 20;
      const lng = (geometry.xy[2 * v] / unit + geometry.origin.x - 0.5) * 360;
      const y = geometry.xy[2 * v + 1] / unit + geometry.origin.y;
      const lat = (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
      // Its inner half: what is closed at the edge shows half of what it does.
      const [[w, s], [e, n]] = within;
      return Math.abs(2 * lng - w - e) < (e - w) / 2 && Math.abs(2 * lat - s - n) < (n - s) / 2;
    };
    let best = -1;
    let most = -Infinity;
    for (let i = 0; i < geometry.count; i++) {
      if (!isIn(geometry.first[i])) continue;
      const v = Math.abs(display.valueAt(i) ?? 0);
      const length = geometry.first[i + 1] - geometry.first[i];
      if (v > most && length >= 2) [best, most] = [i, v];
    }
    return { index: best, value: display.valueAt(best) };
  }, box);
  await page.evaluate(async (index) => {
    const { view, display } = window.emona;
    const { geometry } = await view.shapes.of('links', display.shown.run);
    const v = geometry.first[index];
    const unit = 2 ** 20;
    const x = (geometry.xy[2 * v] + geometry.xy[2 * v + 2]) / 2 / unit + geometry.origin.x;
    const y = (geometry.xy[2 * v + 1] + geometry.xy[2 * v + 3]) / 2 / unit + geometry.origin.y;
    const lat = (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
    view.map.jumpTo({ center: [(x - 0.5) * 360, lat], zoom: 16.5, bearing: 0, pitch: 0 });
  }, spot.index);
  await settled(page);
  return spot;
}

/** Middle of the map in page coordinates, a little to the right of a street's own direction. */
export async function middle(page) {
  const box = await page.locator('.map').boundingBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
