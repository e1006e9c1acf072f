/**
 * Recolours a grid town of `links` directed links through the viewer's own link layer, step after
 * step, and gives the script time of each: taking the new values, uploading them, drawing.
 */
import { Map as MapLibre, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { originAt, UNITS, type Geometry } from '../../src/map/geometry.ts';
import { LinkLayer } from '../../src/map/link-layer.ts';

setWorkerUrl(workerUrl);
const CENTER: [number, number] = [14.5, 46.05];

function town(links: number): Geometry {
  const side = Math.ceil(Math.sqrt(links / 2));
  const first = Uint32Array.from({ length: links + 1 }, (_, i) => 3 * i);
  const xy = new Float32Array(6 * links);
  const step = (100 / 40075017 / 0.694) * UNITS;
  for (let i = 0; i < links; i++) {
    const k = i >> 1;
    const x = ((k % side) - side / 2) * step;
    const y = (Math.floor(k / side) - side / 2) * step;
    const line = [x, y, x + step / 2, y + step / 9, x + step, y];
    const way = i & 1 ? [4, 5, 2, 3, 0, 1] : [0, 1, 2, 3, 4, 5];
    way.forEach((from, to) => (xy[6 * i + to] = line[from]!));
  }
  const kind = Uint8Array.from({ length: links }, (_, i) => i % 8);
  return { count: links, first, xy, kind, origin: originAt(CENTER) };
}

async function run(links: number, steps: number): Promise<number[]> {
  const map = new MapLibre({
    container: 'map',
    center: CENTER,
    zoom: 13,
    style: {
      version: 8,
      sources: {},
      layers: [{ id: 'land', type: 'background', paint: { 'background-color': '#f6f5f2' } }],
    },
  });
  await map.once('load');
  const geometry = town(links);
  const layer = new LinkLayer('values', geometry.origin);
  layer.setGeometry(geometry);
  layer.visible = true;
  layer.values.ramp = {
    breaks: [100, 300, 600, 900],
    colors: ['#ffffcc', '#a1dab4', '#41b6c4', '#2c7fb8', '#253494'],
    labels: null,
    width: 'sqrt',
    diverging: false,
  };
  const frames = Array.from({ length: 24 }, (_, t) =>
    Float32Array.from({ length: links }, (_, i) => ((i * 7919 + t * 104729) % 1200) + 1),
  );
  let spent = 0;
  const draw = layer.render.bind(layer);
  layer.render = (gl, input) => {
    const began = performance.now();
    draw(gl, input);
    spent += performance.now() - began;
  };
  map.addLayer(layer);
  const times: number[] = [];
  for (let t = 0; t < steps; t++) {
    spent = 0;
    const began = performance.now();
    layer.values.show(frames[t % 24]!, null, 0);
    const taken = performance.now() - began;
    map.triggerRepaint();
    await map.once('render');
    times.push(taken + spent);
  }
  return times;
}

declare global {
  interface Window {
    recolour: typeof run;
  }
}
window.recolour = run;
