/** The camera as the shaders need it: a matrix from local units, and the size of a pixel. */
import type { Map as MapLibre } from 'maplibre-gl';
import type { Camera } from '../state.ts';
import type { Origin } from './geometry.ts';
import { UNITS } from './geometry.ts';

/**
 * MapLibre's matrix maps Web Mercator (0…1) to the screen. The local origin is moved in here in
 * double precision; what goes to the GPU is small numbers only.
 */
export function localMatrix(main: ArrayLike<number>, origin: Origin): Float32Array {
  const m = new Float64Array(16);
  for (let i = 0; i < 16; i++) m[i] = main[i]!;
  const out = new Float32Array(16);
  for (let r = 0; r < 4; r++) {
    out[r] = m[r]! / UNITS;
    out[4 + r] = m[4 + r]! / UNITS;
    out[8 + r] = m[8 + r]!;
    out[12 + r] = m[12 + r]! + m[r]! * origin.x + m[4 + r]! * origin.y;
  }
  return out;
}

/** Local units in one CSS pixel at a zoom. */
export function pixelUnits(zoom: number): number {
  return UNITS / (512 * 2 ** zoom);
}

/** Piecewise exponential between (zoom, value) stops, as the base style does for its lines. */
export function atZoom(zoom: number, stops: [number, number][]): number {
  const first = stops[0]!;
  const last = stops[stops.length - 1]!;
  if (zoom <= first[0]) return first[1];
  if (zoom >= last[0]) return last[1];
  const k = stops.findIndex((stop) => stop[0] > zoom);
  const [z0, v0] = stops[k - 1]!;
  const [z1, v1] = stops[k]!;
  const share = (1.5 ** (zoom - z0) - 1) / (1.5 ** (z1 - z0) - 1);
  return v0 + share * (v1 - v0);
}

export function cameraOf(map: MapLibre): Camera {
  const { lng, lat } = map.getCenter();
  return { lng, lat, zoom: map.getZoom(), bearing: map.getBearing(), pitch: map.getPitch() };
}
