/**
 * Numbers for people: two or three significant digits, thin space between thousands, the unit
 * always beside the number, no false precision.
 */
import { currentLang, tOr } from './words.ts';

const THIN = '\u202f';
const MINUS = '\u2212';

export function number(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  const rounded = size === 0 ? 0 : Number(value.toPrecision(digits));
  const fraction =
    size === 0 || size >= 100
      ? 0
      : Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(rounded) || 1)));
  const text = Math.abs(rounded).toFixed(Math.min(fraction, 4));
  const [whole = '0', decimals] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, whole.length > 4 ? THIN : '');
  const kept = decimals?.replace(/0+$/, '');
  const point = currentLang() === 'sl' ? ',' : '.';
  return (rounded < 0 ? MINUS : '') + grouped + (kept ? point + kept : '');
}

export function signed(value: number, digits = 3): string {
  const text = number(value, digits);
  return value > 0 && text !== '0' ? '+' + text : text;
}

export function withUnit(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  return number(value) + space(unit);
}

export function space(unit: string): string {
  const word = unitWord(unit);
  return word && '\u00a0' + word;
}

/** A unit as people read it; symbols stay, words are those of the language. */
export function unitWord(unit: string): string {
  return !unit || unit === '1' ? '' : tOr(`unit.${unit}`, unit);
}

/** Relative change in percent; null where the base is nothing. */
export function percent(change: number, base: number): string | null {
  if (!base) return null;
  const p = (100 * change) / Math.abs(base);
  if (Math.abs(p) > 999) return null;
  const rounded = Math.abs(p) < 10 ? Math.round(p * 10) / 10 : Math.round(p);
  return signed(rounded) + '\u00a0%';
}

export function clock(minutes: number): string {
  const h = Math.floor(minutes / 60) % 24;
  return `${String(h).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
