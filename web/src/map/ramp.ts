/**
 * Colours of values: ascending breaks with one colour more than breaks, as the server's layer
 * catalogue gives them for both themes, so that the page, WMS and the legend agree. Differences get
 * symmetric breaks around zero and ColorBrewer PuOr (purple = less, orange = more): never red-green.
 */
import type { LayerInfo, RampStyle } from '../api.ts';

export interface Ramp {
  breaks: number[];
  /** breaks.length + 1 colours as #rrggbb. */
  colors: string[];
  labels: string[] | null;
  width: 'sqrt' | 'fixed';
  /** True where zero is the middle and means "no change". */
  diverging: boolean;
}

/** ColorBrewer PuOr, 9 classes, purple first; the middle is the grey of the base map. */
const PUOR = {
  light: [
    '#542788',
    '#8073ac',
    '#b2abd2',
    '#c3bdd6',
    '#d5d4d2',
    '#f3c58f',
    '#fdb863',
    '#e08214',
    '#b35806',
  ],
  dark: [
    '#b39ae0',
    '#9a86c4',
    '#7a6ca6',
    '#5b5478',
    '#3b4048',
    '#7d5f35',
    '#b98235',
    '#e8973a',
    '#ffbe70',
  ],
};

export type Theme = 'light' | 'dark';

/** The ramps that a layer may be drawn with, the default first. */
export function rampStyles(layer: LayerInfo): RampStyle[] {
  const all = layer.styles ?? [layer.style];
  return all.filter((style): style is RampStyle => style?.type === 'ramp');
}

export function valueRamp(layer: LayerInfo, theme: Theme, styleId = ''): Ramp | null {
  const styles = rampStyles(layer);
  const style = styles.find((s) => s.id === styleId) ?? styles[0];
  if (!style) return null;
  return {
    breaks: style.breaks,
    colors: theme === 'dark' ? style.colorsDark : style.colors,
    labels: style.labels ?? null,
    width: style.width === 'sqrt' ? 'sqrt' : 'fixed',
    diverging: false,
  };
}

/** The served ramp of the `_diff` layer, else one derived from the reach of the value layer. */
export function diffRamp(layer: LayerInfo, served: LayerInfo | undefined, theme: Theme): Ramp {
  const width = layer.style?.type === 'ramp' && layer.style.width === 'sqrt' ? 'sqrt' : 'fixed';
  const ramp = served ? valueRamp(served, theme) : null;
  if (ramp) return { ...ramp, width, diverging: true };
  const limit = niceLimit(layer.style as RampStyle | null);
  const half = [0.04, 0.2, 0.5, 1].map((share) => share * limit);
  return {
    breaks: [...half.map((x) => -x).reverse(), ...half],
    colors: PUOR[theme],
    labels: null,
    width,
    diverging: true,
  };
}

function niceLimit(style: RampStyle | null): number {
  const breaks = style?.breaks ?? [1];
  const reach = Math.max(...breaks.map(Math.abs)) / 3;
  const power = 10 ** Math.floor(Math.log10(reach || 1));
  return ([1, 2, 5, 10].find((m) => m * power >= reach) ?? 10) * power;
}

export function classOf(ramp: Ramp, value: number): number {
  let k = 0;
  while (k < ramp.breaks.length && value >= ramp.breaks[k]!) k++;
  return k;
}

export function rgb(hex: string): [number, number, number] {
  const n = parseInt(hex.slice(1, 7), 16);
  return [((n >> 16) & 255) / 255, ((n >> 8) & 255) / 255, (n & 255) / 255];
}
