/**
 * Words of the page, from one catalogue for each language (a test holds their keys together).
 * Text that the server gives (street names, scenarios of one's own) is shown as it is, except for
 * the shipped scenarios and layers, which `served-sl.json` has by their English words.
 */
import en from './messages/en.json';
import servedSl from './messages/served-sl.json';
import sl from './messages/sl.json';

export type Lang = 'en' | 'sl';
type Words = Record<string, string>;
const catalogues: Record<Lang, Words> = { en, sl };
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

const POLLUTANTS: Words = { NO2: 'NO₂', NOx: 'NOₓ', 'PM2.5': 'PM2,5', PM10: 'PM10' };

/** What the server says, in the language of the page where that knows it. */
export function served(text: string): string {
  if (lang === 'en') return text;
  // An edit that a package takes from another scenario says so at its end.
  const [, own, from] = /^(.*?)(?: \(as in ([\w-]+)\))?$/s.exec(text) ?? [];
  const { scenarios, edits, layers, places } = servedSl;
  const known: Words = { ...scenarios, ...edits, ...layers, ...places };
  const pollutant = /NO2|NOx|PM2\.5|PM10/.exec(text)?.[0] ?? '';
  const words =
    known[own ?? text] ??
    known[text.replace(pollutant, '{p}')]?.replace('{p}', POLLUTANTS[pollutant]!);
  if (!words) return text;
  return from ? t('scenario.asIn', { words, from }) : words;
}

/** What of the inputs is an estimate ("jobs: 0.45 per resident, …"): its name, and all of it. */
export function estimate(text: string): { name: string; all: string } {
  const [name = '', how = ''] = text.split(': ');
  const known = servedSl.estimates as Words;
  const said = (part: string) => {
    if (lang === 'en') return part;
    const number = /\d[\d.]*/.exec(part)?.[0] ?? '';
    const words = known[number ? part.replace(number, '{n}') : part];
    return words?.replace('{n}', number.replace('.', ',')) ?? part;
  };
  const parts = how.split(', ').map(said).join(', ');
  return { name: said(name), all: how ? `${said(name)}: ${parts}` : said(name) };
}
