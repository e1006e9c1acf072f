/** The first picture of a city, the places of names, and words that the server says. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openModules, random } from './modules.mjs';

let modules;
before(async () => (modules = await openModules()));
after(() => modules.close());

/** Links as points, degrees. */
async function geometryOf(points) {
  const { originAt, toLocal } = await modules.load('/src/map/geometry.ts');
  const origin = originAt([7.42, 43.74]);
  const first = Uint32Array.from({ length: points.length + 1 }, (_, i) => i);
  const xy = Float32Array.from(points.flatMap(([lng, lat]) => toLocal(origin, lng, lat)));
  return { count: points.length, first, xy, kind: new Uint8Array(points.length), origin };
}

const spread = (count, at, reach, next) =>
  Array.from({ length: count }, () => at.map((x) => x + reach * (2 * next() - 1)));

test('a compact city is shown whole, one with outskirts by its core', async () => {
  const { homeBounds } = await modules.load('/src/map/home.ts');
  const next = random(5);
  const town = spread(900, [7.42, 43.74], 0.01, next);
  const whole = homeBounds(await geometryOf(town));
  for (const [lng, lat] of town) {
    assert.ok(lng >= whole[0] - 1e-6 && lng <= whole[2] + 1e-6, `${lng} is cut off`);
    assert.ok(lat >= whole[1] - 1e-6 && lat <= whole[3] + 1e-6, `${lat} is cut off`);
  }
  const villages = spread(100, [7.42, 43.74], 0.06, next);
  const core = homeBounds(await geometryOf([...town, ...villages]));
  assert.ok(core[2] - core[0] < 0.024 && core[3] - core[1] < 0.024, 'fields to the horizon');
  // A valley: whole along it, by its core across.
  const valley = town.map(([lng, lat]) => [lng, 43.74 + 12 * (lat - 43.74)]);
  const passes = villages.map(([lng, lat]) => [lng, 43.74 + (lat - 43.74)]);
  const box = homeBounds(await geometryOf([...valley, ...passes]));
  assert.ok(box[2] - box[0] < 0.024, `${box} across`);
  assert.ok(box[3] - box[1] > 0.235, `${box} along`);
  assert.equal(homeBounds(await geometryOf(town.slice(0, 19))), null);
});

test('the first picture leaves room for the legend only where the city stays as large', async () => {
  const { homePadding } = await modules.load('/src/map/home.ts');
  const { mercator } = await modules.load('/src/map/geometry.ts');
  const next = random(6);
  for (let i = 0; i < 200; i++) {
    const [w, h] = [200 + 1800 * next(), 200 + 1200 * next()];
    const [lng, lat] = [300 * next() - 150, 120 * next() - 60];
    const box = [lng, lat, lng + 0.01 + next(), lat + 0.01 + next()];
    const [x0, y1] = mercator(box[0], box[1]);
    const [x1, y0] = mercator(box[2], box[3]);
    const scale = (p) =>
      Math.min((w - p.left - p.right) / (x1 - x0), (h - p.top - p.bottom) / (y1 - y0));
    const even = scale({ left: 32, right: 32, top: 32, bottom: 32 });
    const padding = homePadding(box, w, h);
    assert.ok(Math.abs(scale(padding) / even - 1) < 1e-9, `${w} ${h} ${box}`);
    assert.ok(padding.left <= 840 && padding.bottom <= 128);
  }
});

test('a name stands inside its district, not in the town that the district surrounds', async () => {
  const { labelPoints } = await modules.load('/src/map/labels.ts');
  const square = (a, b) => [
    [a, a],
    [b, a],
    [b, b],
    [a, b],
    [a, a],
  ];
  const area = (coordinates, type = 'Polygon') => ({
    features: [{ properties: { name: 'A', population: 1 }, geometry: { type, coordinates } }],
  });
  const at = (areas) => labelPoints(areas).features[0].geometry.coordinates;
  const near = (a, b) => a.forEach((x, i) => assert.ok(Math.abs(x - b[i]) < 1e-9, `${a} ${b}`));
  near(at(area([square(0, 0.03)])), [0.015, 0.015]);
  // Around a town: on the ring, and well away from both of its edges.
  const ring = at(area([square(0, 0.03), square(0.01, 0.02)]));
  const out = Math.max(...ring.map((x) => Math.abs(x - 0.015)));
  assert.ok(out > 0.008 && out < 0.012, `${ring}`);
  // A crescent, whose centroid lies outside of it.
  const bend = [
    [0, 0],
    [0.03, 0],
    [0.03, 0.03],
    [0.028, 0.03],
    [0.028, 0.002],
    [0, 0.002],
    [0, 0],
  ];
  const [x, y] = at(area([[bend]], 'MultiPolygon'));
  assert.ok(y < 0.002 || x > 0.028, `${x} ${y}`);
  assert.deepEqual(labelPoints(area([[]])).features, []);
});

test('what the server says of estimates, goals and misfits is told in Slovene', async () => {
  const { setLang, estimate, served } = await modules.load('/src/words.ts');
  const { misfitWords, targetWords } = await modules.load('/src/ui/scenario.ts');
  const jobs = 'jobs: 0.45 per resident, spread by floor area of buildings';
  const session = { city: { name: 'Monaco' } };
  const misfit = (role) =>
    `scenarios/x.yaml:12:1: edits[0] (close): role: The city Monaco has no role "${role}". Fix: …`;
  assert.deepEqual(estimate(jobs), { name: 'jobs', all: jobs });
  assert.equal(targetWords('at most +2 %'), 'at most +2\u00a0%');
  assert.equal(targetWords('something else'), 'something else');
  assert.match(misfitWords(session, misfit('old-bridge')), /^Monaco .*: old bridge \(old-bridge\)/);
  setLang('sl');
  assert.deepEqual(estimate(jobs), {
    name: 'delovna mesta',
    all: 'delovna mesta: 0,45 na prebivalca, razdeljeno po površini stavb',
  });
  assert.equal(estimate('trees: counted').all, 'trees: counted');
  assert.equal(targetWords('lower'), 'manj');
  assert.equal(targetWords('at most 40.5'), 'največ 40,5');
  assert.equal(targetWords('-30 %'), '\u221230\u00a0%');
  assert.match(misfitWords(session, misfit('old-bridge')), /: stari most \(old-bridge\)/);
  const mixed = `${misfit('old-bridge')}\nscenarios/x.yaml:13:1: edits[1] (close): no such street`;
  assert.equal(misfitWords(session, mixed), mixed, 'what is not known is told as it is');
  assert.equal(served('Surroundings'), 'Okolica');
  const causes = 'What the traffic of each street adds to the PM2.5 at a place';
  assert.match(served(causes), /^koliko promet .* PM2,5 /);
  setLang('en');
});

test('the changes of a stored run come back as drawn, others are not taken for such', async () => {
  const { readChanges, scenarioFile } = await modules.load('/src/drawing.ts');
  const changes = [
    { kind: 'close', links: ['s1b', 's1f'], street: '', title: 'Glavna' },
    { kind: 'slow', links: [], street: 'Cesta', title: 'Cesta' },
    { kind: 'half', links: ['s2f'], street: '', title: 'Nova' },
  ];
  const { edits } = JSON.parse(scenarioFile('base', changes, 'T').yaml);
  // As the server writes them: defaults spelt out, numbers with a decimal point.
  const stored = edits.map((e) => ({ on: true, from: '00:00', ...e }));
  assert.deepEqual(readChanges(stored), changes);
  assert.deepEqual(readChanges([{ edit: 'close', modes: ['bus'], place: { links: ['a'] } }]), []);
  assert.deepEqual(readChanges([{ edit: 'speedLimit', kmh: 50, place: { links: ['a'] } }]), []);
  assert.deepEqual(readChanges([{ edit: 'close', modes: ['car', 'truck'], place: {} }]), []);
});
