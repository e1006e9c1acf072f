/**
 * Changes drawn on the page and the scenario file that they make. A file is JSON, which is YAML too;
 * its id comes from what it says, so the same changes are the same scenario and find their run.
 */
import { t } from './words.ts';

/** How ids of scenarios begin that were drawn on a page. */
export const DRAWN = 'what-if-';

export type Kind = 'close' | 'slow' | 'half';
export const KINDS: Kind[] = ['close', 'slow', 'half'];

export interface Change {
  kind: Kind;
  /** Ids of the links of both directions; not read where the street is given. */
  links: string[];
  /** The whole street of this name; empty = the links alone. */
  street: string;
  /** What people call it. */
  title: string;
}

const EDITS: Record<Kind, { edit: string } & Record<string, unknown>> = {
  close: { edit: 'close', modes: ['car', 'truck'] },
  slow: { edit: 'speedLimit', kmh: 30 },
  half: { edit: 'capacity', factor: 0.5 },
};

export const editType = (kind: Kind): string => EDITS[kind].edit;

/** What a change does, in the language of the page. */
export const changeWords = (c: Change): string => t(`whatif.did.${c.kind}`, { name: c.title });

export const changesTitle = (changes: Change[]): string =>
  `${t('whatif.title')} ${changes.map(changeWords).join('; ')}`;

export function sameChange(a: Change, b: Change): boolean {
  return a.kind === b.kind && a.street === b.street && a.links.join() === b.links.join();
}

export function scenarioFile(parent: string, changes: Change[], title: string) {
  const edits = changes.map(({ kind, links, street }) => ({
    ...EDITS[kind],
    place: street ? { streets: street } : { links },
  }));
  const id = DRAWN + digest(JSON.stringify([parent, edits]));
  // What people call the streets goes along as notes, which do not act.
  const noted = edits.map((edit, i) => ({ ...edit, note: changes[i]!.title }));
  return { id, yaml: JSON.stringify({ emona: 1, id, title, parent, edits: noted }) };
}

/** An edit as the server tells it of a stored run: the fields of a scenario file, defaults too. */
export interface StoredEdit {
  edit: string;
  note?: string;
  place?: { links?: string | string[]; streets?: string | string[] };
  [field: string]: unknown;
}

/** The changes of a stored run; none where it is not of the kind that a page draws. */
export function readChanges(edits: StoredEdit[]): Change[] {
  const changes = edits.map((stored): Change | null => {
    const { note, place } = stored;
    const isOf = (k: Kind) =>
      Object.entries(EDITS[k]).every(([key, v]) => String(stored[key]) === String(v));
    const kind = KINDS.find(isOf);
    const street = [place?.streets ?? []].flat()[0] ?? '';
    const links = [place?.links ?? []].flat();
    if (!kind || (!street && !links.length)) return null;
    return { kind, links, street, title: note || street || t('card.unnamed') };
  });
  return changes.every((c) => c !== null) ? changes : [];
}

/** Changes as a text for the address of the page. */
export function packChanges(changes: Change[]): string {
  if (!changes.length) return '';
  return JSON.stringify(
    changes.map(({ kind, links, street, title }) => [kind, links, street, title]),
  );
}

/** The changes of an address; none where it says anything else. */
export function unpackChanges(text: string): Change[] {
  try {
    const read = JSON.parse(text || '[]') as unknown[][];
    const changes = read.map(([kind, links, street, title]) => ({ kind, links, street, title }));
    const isText = (x: unknown) => typeof x === 'string' && x.length < 200;
    const sound = changes.every(
      ({ kind, links, street, title }) =>
        KINDS.includes(kind as Kind) &&
        Array.isArray(links) &&
        links.every(isText) &&
        isText(street) &&
        isText(title),
    );
    return sound ? (changes as Change[]) : [];
  } catch {
    return []; // an address that somebody has cut or typed
  }
}

/** FNV-1a over two offsets: 64 bits are enough to keep drawings apart. */
function digest(text: string): string {
  return [0x811c9dc5, 0x01234567]
    .map((seed) => {
      let hash = seed;
      for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
      return (hash >>> 0).toString(16).padStart(8, '0');
    })
    .join('');
}
