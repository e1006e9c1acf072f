/**
 * What the viewer asks of `/api/v1` (src/docs/api.md) and the shapes of the answers. Every failure
 * becomes an `ApiError` that carries what, where and how to fix, so that a page can show it.
 */
import type { StoredEdit } from './drawing.ts';

export interface City {
  id: string;
  name: string;
  version: string;
  timeZone: string;
  bounds: [number, number, number, number];
  center: [number, number];
  licence: string;
  attribution: string;
  sources: string[];
  estimates: string[];
  synthetic: { seed: number } | null;
  population: number;
  jobs: number;
  counts: Record<string, number>;
  baseRun: string | null;
}

export interface RampStyle {
  id: string;
  title: string;
  type: 'ramp';
  breaks: number[];
  colors: string[];
  colorsDark: string[];
  labels?: string[];
  width?: 'sqrt' | 'fixed' | null;
}

export interface FixedStyle {
  type: 'fixed';
  color: string;
  colorDark: string;
}

export interface ChoiceStyle {
  type: 'choice';
  field: string;
  colors: Record<string, string>;
}

export interface LayerInfo {
  id: string;
  title: string;
  abstract: string;
  group: 'base' | 'run' | 'diff';
  geometry: 'point' | 'line' | 'polygon' | 'grid';
  element: 'link' | 'cell' | 'bin' | 'sensor' | 'side' | null;
  quantity: string | null;
  /** Worked out when asked: `causes` of a place, `readings` of sensors. */
  source?: string;
  unit: string;
  style: RampStyle | FixedStyle | ChoiceStyle | null;
  /** All styles, the default first. */
  styles?: (RampStyle | FixedStyle | ChoiceStyle)[];
  attribution: string;
  licence: string;
  links: {
    mvt?: string | null;
    tilejson?: string | null;
    wms?: string | null;
    ogc?: string | null;
  };
}

export interface Scenario {
  id: string;
  title: string;
  problem: string;
  goals: {
    kpi: string;
    district: string | null;
    target: string | number | null;
    by: string | null;
  }[];
  parent: string | null;
  hash: string;
  edits: { type: string; title: string; on: boolean }[];
  /** The stored run; null where there is none yet. */
  run: string | null;
  /** The run that waits or runs now. */
  job: string | null;
  status: 'stored' | 'queued' | 'running' | 'none';
  /** Why it does not fit this city. */
  misfit: string | null;
  /** The file of a scenario drawn on this page, which the server has not on its shelf. */
  draft?: string;
}

export interface Run {
  id: string;
  scenario: string;
  title: string;
  status: string;
  seed: number;
  cityVersion: string;
  engines: Record<string, string>;
  steps: { date: string; timeZone: string; start: string; stepMinutes: number; count: number };
  quantities: string[];
  finishedAt: string;
  /** What was asked; of one stored run. */
  parent?: string | null;
  edits?: StoredEdit[];
}

export interface FrameInfo {
  quantity: string;
  unit: string;
  element: string;
  steps: number;
  count: number;
  dtype: 'uint8' | 'uint16' | 'float32';
  scale: number;
  offset: number;
  /** The stored number that means "no data"; NaN in float32. */
  nodata: number | 'NaN';
  start: string;
  stepMinutes: number;
  grid: { cols: number; rows: number; cellM: number; corners: [number, number][] } | null;
}

export interface Kpi {
  id: string;
  title: string;
  value: number | null;
  unit: string;
  baseValue: number | null;
  change: number | null;
  better: 'lower' | 'higher' | 'neither';
  district: string;
  districtName: string | null;
}

export interface Provenance {
  id: string;
  title: string;
  formula: string;
  unit: string;
  better: string;
  inputs: string[];
  run: string;
  value: number | null;
  scenario: string;
  cityVersion: string;
  engines: Record<string, string>;
  seed: number;
  finishedAt: string;
}

export interface Element {
  id: string;
  index: number;
  table: string;
  values: Record<string, string | number | null>;
}

export interface Found {
  name: string;
  kind: 'street' | 'district' | 'place';
  center: [number, number];
  bounds: [number, number, number, number] | null;
}

export class ApiError extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly fix: string,
  ) {
    super(message);
  }
}

/** The server that gave us this page; the page may be served below a path by a proxy. */
const root = new URL('.', document.baseURI).href;

export function absolute(path: string): string {
  return /^https?:/.test(path) ? path : root + path.replace(/^\//, '');
}

async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const answer = await fetch(absolute(path), init);
  if (answer.ok) return answer;
  const problem = (await answer.json().catch(() => ({}))) as Record<string, string>;
  throw new ApiError(
    problem['detail'] ?? problem['title'] ?? `${path}: ${answer.status}`,
    answer.status,
    problem['fix'] ?? '',
  );
}

export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await request(path, signal ? { signal } : {})).json() as Promise<T>;
}

export async function postJson<T>(path: string, body: unknown): Promise<T> {
  const headers = { 'Content-Type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(body) };
  return (await request(path, init)).json() as Promise<T>;
}

export async function getBytes(path: string, signal?: AbortSignal): Promise<ArrayBuffer> {
  return (await request(path, signal ? { signal } : {})).arrayBuffer();
}

interface Items<T> {
  items: T[];
}

const v1 = 'api/v1';

export const api = {
  city: () => getJson<City>(`${v1}/city`),
  layers: async () => (await getJson<Items<LayerInfo>>(`${v1}/layers`)).items,
  scenarios: async () =>
    (await getJson<Items<Omit<Scenario, 'job'>>>(`${v1}/scenarios`)).items.map((s): Scenario => {
      const stored = s.status === 'stored';
      return { ...s, run: stored ? s.run : null, job: stored ? null : s.run };
    }),
  run: (run: string) => getJson<Run>(`${v1}/runs/${run}`),
  runs: async () => (await getJson<Items<Run>>(`${v1}/runs`)).items,
  start: (scenario: { scenario: string } | { yaml: string }) =>
    postJson<Run>(`${v1}/runs`, scenario),
  cancel: (run: string) => postJson<Run>(`${v1}/runs/${run}/cancel`, {}),
  progress: (run: string) => new EventSource(absolute(`${v1}/runs/${run}/progress`)),
  frameInfos: async (run: string) =>
    (await getJson<Items<FrameInfo>>(`${v1}/runs/${run}/frames`)).items,
  frame: (run: string, quantity: string, step: number, signal?: AbortSignal) =>
    getBytes(`${v1}/runs/${run}/frames/${quantity}/${step}`, signal),
  series: async (run: string, quantity: string, element: number) =>
    (
      await getJson<{ values: (number | null)[] }>(
        `${v1}/runs/${run}/series/${quantity}?element=${element}`,
      )
    ).values,
  kpis: async (run: string) =>
    (await getJson<{ base: string; kpis: Kpi[] }>(`${v1}/runs/${run}/kpis`)).kpis,
  provenance: (kpi: string, run: string) => getJson<Provenance>(`${v1}/kpis/${kpi}?run=${run}`),
  element: (table: string, index: number | string, run: string | null) =>
    getJson<Element>(`${v1}/elements/${table}/${index}${run ? `?run=${run}` : ''}`),
  search: async (text: string, signal?: AbortSignal) =>
    (await getJson<Items<Found>>(`${v1}/search?q=${encodeURIComponent(text)}`, signal)).items,
};
