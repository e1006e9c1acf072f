/**
 * Words of the page, from one catalogue for each language (a test holds their keys together).
 * Text that the server gives (scenario titles, street names) is shown as it is.
 */
import en from './messages/en.json';
import sl from './messages/sl.json';

export type Lang = 'en' | 'sl';
const catalogues: Record<Lang, Record<string, string>> = { en, sl };
let lang: Lang = 'en';

export function setLang(next: Lang): void {
  lang = next;
  document.documentElement.lang = next;
}

export function currentLang(): Lang {
  return lang;
}

/** The words of a key, with `{name}` places filled in. */
export function t(key: string, places: Record<string, string | number> = {}): string {
  const text = catalogues[lang][key] ?? catalogues.en[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(places[name] ?? whole));
}

/** The words of a key, or what the server says where the catalogue has none. */
export function tOr(key: string, served: string): string {
  return catalogues[lang][key] ?? (served || key);
}
