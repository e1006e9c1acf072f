/** The parts under the page: address, frames, geometry, picking, numbers. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openModules, random } from './modules.mjs';

let modules;
before(async () => (modules = await openModules()));
after(() => modules.close());

test('a share link restores any state', async () => {
  const { encode, decode, INITIAL } = await modules.load('/src/state.ts');
  const next = random(7);
  const of = (list) => list[Math.floor(next() * list.length)];
  for (let i = 0; i < 300; i++) {
    const state = {
      scenario: of(['base', 'close-old-bridge', 'ev_2035', 'a.b']),
      layer: of(['traffic_volume', 'air_pm25', 'none']),
      mode: of(['value', 'diff']),
      time: of(['00:00', '08:15', '23:45']),
      camera: of([
        null,
        {
          lng: Math.round((next() * 360 - 180) * 1e5) / 1e5,
          lat: Math.round((next() * 160 - 80) * 1e5) / 1e5,
          zoom: Math.round(next() * 1900) / 100,
          bearing: Math.round(next() * 36000 - 18000) / 100,
          pitch: Math.round(next() * 6000) / 100,
        },
      ]),
      theme: of(['light', 'dark']),
      lang: of(['en', 'sl']),
      style: of(['', 'magma']),
      overlays: of([[], ['bins'], ['districts', 'bus_stops']]),
      selection: of([null, { table: 'links', index: 4711 }, { table: 'cells', index: 0 }]),
      changes: of(['', '[["close",["s1f","s1b"],"","Cesta & trg"]]']),
      place: [14.51, 46.05],
      city: of(['', 'c0ffee123456']),
    };
    assert.deepEqual(decode(encode(state), INITIAL), state);
  }
});

test('nonsense in an address falls back, and never gets through', async () => {
  const { decode, INITIAL } = await modules.load('/src/state.ts');
  assert.deepEqual(decode('', INITIAL), INITIAL);
  assert.deepEqual(decode('#s=no-version', INITIAL), INITIAL);
  const bad =
    '#v=1&s=<script>&l=../x&m=both&t=25:00&c=1,2,three&th=pink&lang=xx&o=<b>&sel=links:-1&city=%00';
  assert.deepEqual(decode(bad, INITIAL), { ...INITIAL, mode: 'value' });
  assert.equal(decode('#v=1&c=14,46,99,0,0', INITIAL).camera, null);
  assert.equal(decode('#v=1&unknown=key&t=09:00', INITIAL).time, '09:00');
});

test('the changes of a link come back, and nothing else does', async () => {
  const { packChanges, unpackChanges } = await modules.load('/src/drawing.ts');
  const changes = [
    { kind: 'close', links: ['s1f', 's1b'], street: '', title: 'Cesta & trg' },
    { kind: 'slow', links: ['s2f'], street: 'Glavna "A"', title: 'Glavna' },
  ];
  assert.deepEqual(unpackChanges(packChanges(changes)), changes);
  assert.equal(packChanges([]), '');
  for (const bad of ['', '[', '[1]', '[["fly",[],"",""]]', '[["close","s","",""]]', '{}', 'null'])
    assert.deepEqual(unpackChanges(bad), []);
});

test('frames decode to value = offset + scale · stored, gaps to NODATA', async () => {
  const { decodeFrame, NODATA } = await modules.load('/src/frames.ts');
  const u16 = decodeFrame(
    { dtype: 'uint16', scale: 0.2, offset: 1, nodata: 65535 },
    Uint16Array.of(0, 5, 65534, 65535).buffer,
  );
  assert.deepEqual([...u16], [1, 2, 13107.8, NODATA].map(Math.fround));
  const u8 = decodeFrame(
    { dtype: 'uint8', scale: 1, offset: 0, nodata: 255 },
    Uint8Array.of(0, 3, 255).buffer,
  );
  assert.deepEqual([...u8], [0, 3, NODATA].map(Math.fround));
  const f32 = decodeFrame(
    { dtype: 'float32', scale: 1, offset: 0, nodata: 'NaN' },
    Float32Array.of(1.5, NaN, -2).buffer,
  );
  assert.deepEqual([...f32], [1.5, NODATA, -2].map(Math.fround));
});

/** Packs lines as `/api/v1/geometry/links` does. */
function pack(lines, kinds) {
  const vertices = lines.reduce((sum, line) => sum + line.length, 0);
  const n = lines.length;
  const bytes = new ArrayBuffer(8 + 4 * (n + 1) + 8 * vertices + n);
  const view = new DataView(bytes);
  view.setUint32(0, n, true);
  view.setUint32(4, vertices, true);
  let first = 0;
  let v = 0;
  lines.forEach((line, i) => {
    view.setUint32(8 + 4 * i, first, true);
    first += line.length;
    for (const [lng, lat] of line) {
      view.setInt32(8 + 4 * (n + 1) + 4 * v, Math.round(lng * 1e7), true);
      view.setInt32(8 + 4 * (n + 1) + 4 * (vertices + v), Math.round(lat * 1e7), true);
      v++;
    }
    view.setUint8(bytes.byteLength - n + i, kinds[i] ?? 0);
  });
  view.setUint32(8 + 4 * n, first, true);
  return bytes;
}

function randomLines(seed, count) {
  const next = random(seed);
  return Array.from({ length: count }, () => {
    const line = [[14.5 + next() * 0.05, 46.05 + next() * 0.03]];
    for (let k = 1 + Math.floor(next() * 4); k > 0; k--) {
      const [lng, lat] = line[line.length - 1];
      line.push([lng + (next() - 0.5) * 0.002, lat + (next() - 0.5) * 0.002]);
    }
    return line;
  });
}

test('geometry keeps positions to a centimetre', async () => {
  const { readGeometry, originAt, toLngLat } = await modules.load('/src/map/geometry.ts');
  const lines = randomLines(1, 200);
  const g = readGeometry(pack(lines, []), originAt([14.5, 46.05]));
  let v = 0;
  for (const line of lines) {
    for (const [lng, lat] of line) {
      const [x, y] = toLngLat(g.origin, g.xy[2 * v], g.xy[2 * v + 1]);
      assert.ok(Math.abs(x - lng) * 77000 < 0.02 && Math.abs(y - lat) * 111000 < 0.02);
      v++;
    }
  }
  assert.throws(() => readGeometry(pack(lines, []).slice(0, 99), g.origin), /bytes/);
});

test('length of a street agrees with the sphere', async () => {
  const { readGeometry, originAt, lengthsKm } = await modules.load('/src/map/geometry.ts');
  // 0.01° of latitude is 1.1132 km where a degree is 40075.017 / 360 km.
  const g = readGeometry(
    pack(
      [
        [
          [14.5, 46.045],
          [14.5, 46.055],
        ],
      ],
      [],
    ),
    originAt([14.5, 46.05]),
  );
  assert.ok(Math.abs(lengthsKm(g)[0] - 1.1132) < 2e-4);
});

test('picking finds what a search through all segments finds', async () => {
  const { readGeometry, originAt } = await modules.load('/src/map/geometry.ts');
  const { PickIndex } = await modules.load('/src/map/pick.ts');
  const g = readGeometry(pack(randomLines(3, 400), []), originAt([14.5, 46.05]));
  const index = new PickIndex(g);
  const next = random(5);
  let hits = 0;
  for (let i = 0; i < 500; i++) {
    const k = 2 * Math.floor((next() * g.xy.length) / 2);
    const [x, y] = [g.xy[k] + (next() - 0.5) * 2, g.xy[k + 1] + (next() - 0.5) * 2];
    const found = index.find(x, y, 0.8);
    const nearest = slowDistance(g, x, y);
    if (nearest.distance > 0.8) assert.equal(found, -1);
    if (nearest.distance < 0.75) {
      assert.ok(nearest.all[found] <= nearest.distance * 1.0001 + 0.02 * 0.8, `${found}`);
      hits++;
    }
  }
  assert.ok(hits > 50);
});

function slowDistance(g, x, y) {
  const all = new Float64Array(g.count).fill(Infinity);
  for (let i = 0; i < g.count; i++) {
    for (let v = g.first[i]; v + 1 < g.first[i + 1]; v++) {
      const [ax, ay, bx, by] = g.xy.subarray(2 * v, 2 * v + 4);
      const [dx, dy] = [bx - ax, by - ay];
      const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
      all[i] = Math.min(all[i], Math.hypot(x - ax - t * dx, y - ay - t * dy));
    }
  }
  return { all, distance: Math.min(...all) };
}

test('the two directions of a street differ by the side of the pointer', async () => {
  const { readGeometry, originAt, findTwins, toLocal } = await modules.load('/src/map/geometry.ts');
  const { PickIndex } = await modules.load('/src/map/pick.ts');
  const east = [
    [14.5, 46.05],
    [14.51, 46.05],
  ];
  const g = readGeometry(pack([east, [...east].reverse()], []), originAt([14.5, 46.05]));
  assert.deepEqual([...findTwins(g)], [1, 1]);
  const index = new PickIndex(g);
  const [x, y] = toLocal(g.origin, 14.505, 46.05);
  assert.equal(index.find(x, y + 0.2, 1), 0, 'south of an eastbound lane is its right');
  assert.equal(index.find(x, y - 0.2, 1), 1);
});

test('the mesh of a straight street is a strip of even width on its right', async () => {
  const { readGeometry, originAt } = await modules.load('/src/map/geometry.ts');
  const { buildLinkMesh, RESTART, STRIDE } = await modules.load('/src/map/link-mesh.ts');
  const line = [
    [14.5, 46.05],
    [14.505, 46.05],
    [14.51, 46.05],
  ];
  const g = readGeometry(pack([line], [2]), originAt([14.5, 46.05]));
  const mesh = buildLinkMesh(g, Uint8Array.of(1));
  assert.deepEqual([...mesh.indices], [0, 1, 2, 3, 4, 5, RESTART]);
  const view = new DataView(mesh.vertices);
  for (let vertex = 0; vertex < 6; vertex++) {
    const normal = [0, 2].map((d) => view.getInt16(vertex * STRIDE + 8 + d, true) / 32767);
    assert.ok(Math.abs(normal[0]) < 1e-3 && Math.abs(normal[1] - 0.5) < 1e-3, String(normal));
    const flags = view.getUint32(vertex * STRIDE + 12, true);
    assert.equal(flags & 0xffffff, 0);
    assert.equal((flags >>> 24) & 15, 2);
    assert.equal((flags >>> 28) & 1, 1);
    assert.equal((flags >>> 29) & 1, vertex < 2 ? 1 : 0);
    assert.equal((flags >>> 30) & 1, vertex > 3 ? 1 : 0);
    assert.equal(flags >>> 31, vertex % 2);
  }
});

test('elements of two runs are matched by what they are, not by their number', async () => {
  const { readGeometry, originAt } = await modules.load('/src/map/geometry.ts');
  const { Shapes } = await modules.load('/src/map/shapes.ts');
  const origin = originAt([14.5, 46.05]);
  const lines = randomLines(9, 50);
  const shape = (list) => ({ geometry: readGeometry(pack(list, []), origin) });
  const base = shape(lines);
  const fewer = shape([
    ...lines.slice(0, 10),
    ...lines.slice(12),
    [
      [14.6, 46],
      [14.61, 46],
    ],
  ]);
  const pair = new Shapes(origin).match(fewer, base);
  assert.deepEqual([...pair.slice(0, 10)], [...Array(10).keys()]);
  assert.equal(pair[10], 12);
  assert.equal(pair[48], -1);
  assert.equal(new Shapes(origin).match(base, base), null);
});

test('numbers carry three digits, a thin space, a true minus', async () => {
  const { number, signed, percent, withUnit } = await modules.load('/src/format.ts');
  const cases = [
    [0, '0'],
    [412345.6, '412\u202f000'],
    [1240, '1240'],
    [12345, '12\u202f300'],
    [31.44, '31.4'],
    [18, '18'],
    [0.01234, '0.0123'],
    [-2.5, '\u22122.5'],
    [999.96, '1000'],
    [NaN, '–'],
  ];
  for (const [value, words] of cases) assert.equal(number(value), words);
  assert.equal(signed(0.5), '+0.5');
  assert.equal(percent(1, 0), null);
  assert.equal(percent(-12, 100), '\u221212\u00a0%');
  assert.equal(withUnit(null, 'km'), '–');
  assert.equal(withUnit(0.78, '1'), '0.78');
});

test('steps name local times, also on the days when the clock is moved', async () => {
  const { Steps } = await modules.load('/src/session.ts');
  const plain = new Steps('2026-03-17T00:00:00+01:00', 60, 24, 'Europe/Ljubljana');
  assert.equal(plain.from(8), '08:00');
  assert.equal(plain.to(23), '24:00');
  assert.equal(plain.at('08:30'), 8);
  const spring = new Steps('2026-03-29T00:00:00+01:00', 60, 23, 'Europe/Ljubljana');
  assert.deepEqual([spring.from(1), spring.from(2), spring.to(22)], ['01:00', '03:00', '24:00']);
  const autumn = new Steps('2026-10-25T00:00:00+02:00', 60, 25, 'Europe/Ljubljana');
  assert.equal(autumn.from(24), '23:00');
});

test('a ramp puts a value on a break into the class above it', async () => {
  const { classOf, diffRamp } = await modules.load('/src/map/ramp.ts');
  const ramp = { breaks: [10, 20], colors: ['a', 'b', 'c'] };
  assert.deepEqual(
    [9.9, 10, 19.9, 20, 1e9].map((v) => classOf(ramp, v)),
    [0, 1, 1, 2, 2],
  );
  const diff = diffRamp(
    { style: { type: 'ramp', breaks: [100, 1500], width: 'sqrt' } },
    undefined,
    'light',
  );
  assert.equal(diff.colors.length, diff.breaks.length + 1);
  diff.breaks.forEach((at, i) => assert.equal(at, -diff.breaks[diff.breaks.length - 1 - i]));
});

test('drawn changes make one scenario file, the same for the same changes', async () => {
  const { scenarioFile } = await modules.load('/src/drawing.ts');
  const close = { kind: 'close', links: ['s1b', 's1f'], street: '', title: 'A: "one" street' };
  const slow = { kind: 'slow', links: ['s2f'], street: 'High Street', title: 'High Street' };
  const { id, yaml } = scenarioFile('base', [close, slow], 'What if');
  assert.match(id, /^what-if-[0-9a-f]{16}$/);
  const file = JSON.parse(yaml);
  assert.deepEqual(
    file.edits.map(({ edit, place }) => [edit, place]),
    [
      ['close', { links: ['s1b', 's1f'] }],
      ['speedLimit', { streets: 'High Street' }],
    ],
  );
  assert.equal(file.parent, 'base');
  assert.equal(scenarioFile('base', [{ ...close }, slow], 'Kaj če').id, id, 'words do not count');
  assert.notEqual(scenarioFile('base', [slow, close], '').id, id, 'order counts');
  assert.notEqual(scenarioFile('other', [close, slow], '').id, id);
});

test('the opposite of a link runs between the same ends', async () => {
  const { oppositeOf } = await modules.load('/src/map/geometry.ts');
  // Two directions of one street with a bend, and a street from its end on.
  const xy = Float32Array.from([0, 0, 1, 2, 3, 3, 3, 3, 1, 2, 0, 0, 3, 3, 5, 5]);
  const geometry = { count: 3, first: Uint32Array.from([0, 3, 6, 8]), xy };
  assert.deepEqual(
    [0, 1, 2].map((i) => oppositeOf(geometry, i)),
    [1, 0, -1],
  );
});
