/**
 * Values of layers that the server works out when asked: which streets cause the air at a place, what
 * sensors read, the air at both sides of streets. They come by layer, not by frame, and the last ones are kept.
 */
import { getJson, type LayerInfo } from './api.ts';
import { decodeFrame } from './frames.ts';
import type { Session } from './session.ts';

export interface Asked {
  values: Float32Array;
  /** What was measured, by sensor. */
  observed: Float32Array | null;
  place: [number, number] | null;
}

interface Answer {
  dtype: 'float32';
  scale: number;
  offset: number;
  nodata: 'NaN';
  values: string;
  observed?: string;
  place?: [number, number];
}

const KEPT = 60;
const answers = new Map<string, Promise<Asked>>();

export function isAsked(layer: LayerInfo): boolean {
  return ['causes', 'readings', 'sides'].includes(layer.source ?? '');
}

export function bytes(base64: string): ArrayBuffer {
  return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)).buffer;
}

/** Start of a step of a run as an instant. */
export async function instant(session: Session, run: string, step: number): Promise<string> {
  const { start, stepMinutes } = (await session.run(run)).steps;
  return new Date(Date.parse(start) + step * stepMinutes * 60000).toISOString();
}

export async function ask(
  session: Session,
  layer: LayerInfo,
  run: string,
  step: number,
): Promise<Asked> {
  const { place } = session.store.get();
  const query = new URLSearchParams({ run, time: await instant(session, run, step) });
  if (layer.source === 'causes' && place) query.set('place', place.join());
  const path = `api/v1/layers/${layer.id}/values?${query}`;
  let answer = answers.get(path);
  if (!answer) {
    answer = getJson<Answer>(path).then((a) => ({
      values: decodeFrame(a, bytes(a.values)),
      observed: a.observed ? decodeFrame(a, bytes(a.observed)) : null,
      place: a.place ?? null,
    }));
    answer.catch(() => answers.delete(path));
    answers.set(path, answer);
    if (answers.size > KEPT) answers.delete(answers.keys().next().value!);
  }
  return answer;
}
