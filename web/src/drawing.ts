/**
 * Changes drawn on the page and the scenario file that they make. A file is JSON, which is YAML too;
 * its id comes from what it says, so the same changes are the same scenario and find their run.
 */
import { DRAWN } from './session.ts';

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

const EDITS: Record<Kind, object> = {
  close: { edit: 'close', modes: ['car', 'truck'] },
  slow: { edit: 'speedLimit', kmh: 30 },
  half: { edit: 'capacity', factor: 0.5 },
};

export const EDIT_TYPE: Record<Kind, string> = {
  close: 'close',
  slow: 'speedLimit',
  half: 'capacity',
};

export function sameChange(a: Change, b: Change): boolean {
  return a.kind === b.kind && a.street === b.street && a.links.join() === b.links.join();
}

export function scenarioFile(parent: string, changes: Change[], title: string) {
  const edits = changes.map(({ kind, links, street }) => ({
    ...EDITS[kind],
    place: street ? { streets: street } : { links },
  }));
  const id = DRAWN + digest(JSON.stringify([parent, edits]));
  return { id, yaml: JSON.stringify({ emona: 1, id, title, parent, edits }) };
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
