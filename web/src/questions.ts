/** What the page asks the server at once, beside stored runs (src/docs/api.md): shapes and calls. */
import { getJson, postJson, type FrameInfo } from './api.ts';

/** One hour of traffic after an edit, beside the base. */
export interface Estimate {
  step: number;
  frames: (Pick<
    FrameInfo,
    'quantity' | 'unit' | 'count' | 'dtype' | 'scale' | 'offset' | 'nodata'
  > & {
    base: string;
    values: string;
  })[];
  kpis: { id: string; unit: string; base: number; value: number }[];
}

/** Who uses a street in an hour. */
export interface StreetUsers {
  step: number;
  vehPerH: number;
  classes: { id: string; vehicles: number }[];
  origins: { zone: string; district: string | null; vehicles: number }[];
  destinations: { zone: string; district: string | null; vehicles: number }[];
  flows: { elements: number[]; vehicles: number[] };
}

/** Which streets and vehicles cause the concentration at a place. */
export interface Causes {
  unit: string;
  background: number;
  traffic: number;
  classes: { class: string; value: number; share: number }[];
  links: { element: number; id: string; name: string; value: number; share: number }[];
}

/** A datastream of a sensor: what it would read and did read. */
export interface Reading {
  sensor: string;
  name: string;
  observedProperty: string;
  unit: string;
  driftPerDay: number;
  simulated: (number | null)[];
  observed: (number | null)[];
}

interface Scores {
  count: number | null;
  fac2: number | null;
  fb: number | null;
  r: number | null;
  rmse: number | null;
}

/** How well the map meets the sensors, alone and corrected by the others. */
export interface Assimilation {
  sensors: number;
  hours: number;
  modelAlone: Scores;
  leaveOneOut: Scores;
}

const v1 = 'api/v1';

export const questions = {
  estimate: (yaml: string, hour: number) => postJson<Estimate>(`${v1}/estimates`, { yaml, hour }),
  air: (yaml: string, hour: number) => postJson<Estimate>(`${v1}/estimates/air`, { yaml, hour }),
  users: (run: string, link: number, step: number) =>
    getJson<StreetUsers>(`${v1}/runs/${run}/select-link/${link}?hour=${step}`),
  causes: (run: string, pollutant: string, step: number, [lon, lat]: [number, number]) =>
    getJson<Causes>(
      `${v1}/runs/${run}/attribution?lon=${lon}&lat=${lat}&pollutant=${pollutant}&step=${step}&limit=500`,
    ),
  readings: async (run: string) =>
    (
      await getJson<{ features: { properties: Reading }[] }>(`${v1}/runs/${run}/sensors`)
    ).features.map((f) => f.properties),
  assimilation: (run: string, pollutant: string, step: number) =>
    getJson<Assimilation>(`${v1}/runs/${run}/assimilation?pollutant=${pollutant}&step=${step}`),
};
