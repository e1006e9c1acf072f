/** Colours of the base map in both themes: four hues, hardly saturated, so that data stand out. */
import type { Theme } from './ramp.ts';

export interface Palette {
  land: string;
  built: string;
  industry: string;
  field: string;
  park: string;
  forest: string;
  water: string;
  waterEdge: string;
  building: string;
  buildingEdge: string;
  street: string;
  main: string;
  casing: string;
  path: string;
  rail: string;
  /** Streets below a value layer: quieter, no casing. */
  ghost: string;
  /** Streets over the air grid. */
  veil: string;
  border: string;
  label: string;
  strong: string;
  waterLabel: string;
  halo: string;
  accent: string;
  noData: string;
  sensor: string;
  bin: string;
  /** Edge of a bin's disc, so that an empty bin still shows. */
  binRim: string;
  stop: string;
  /** Streets that cause the air at a place. */
  cause: string;
}

export const PALETTES: Record<Theme, Palette> = {
  light: {
    land: '#f6f5f2',
    built: '#f2f0ec',
    industry: '#efedeb',
    field: '#f3f3ea',
    park: '#e4ebdd',
    forest: '#dde7d6',
    water: '#cfdde6',
    waterEdge: '#bccfdb',
    building: '#e9e6e1',
    buildingEdge: '#dcd8d1',
    street: '#ffffff',
    main: '#ffffff',
    casing: '#dedbd5',
    path: '#e6e3dd',
    rail: '#c3c0ba',
    ghost: '#dedbd5',
    veil: 'rgba(255,255,255,0.75)',
    border: '#a39d94',
    label: '#5f646b',
    strong: '#3c4148',
    waterLabel: '#587b92',
    halo: '#f8f7f5',
    accent: '#c2185b',
    noData: '#b9b6b0',
    sensor: '#0f766e',
    bin: '#7c5e3c',
    binRim: '#9a94ab',
    stop: '#2563a8',
    cause: '#2d3a8c',
  },
  dark: {
    land: '#14171b',
    built: '#171a1f',
    industry: '#191b20',
    field: '#15191b',
    park: '#182019',
    forest: '#161f19',
    water: '#1c2730',
    waterEdge: '#263643',
    building: '#1f242a',
    buildingEdge: '#292f37',
    street: '#2d333b',
    main: '#39414a',
    casing: '#0f1216',
    path: '#252a30',
    rail: '#3c434c',
    ghost: '#252a31',
    veil: 'rgba(255,255,255,0.09)',
    border: '#4f5863',
    label: '#9aa3ad',
    strong: '#cfd5dc',
    waterLabel: '#6d8ea6',
    halo: '#14171b',
    accent: '#ff6fa5',
    noData: '#565d66',
    sensor: '#4fd1c5',
    bin: '#c9a26d',
    binRim: '#14171b',
    stop: '#7fb2ff',
    cause: '#ffffff',
  },
};
