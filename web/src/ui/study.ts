/** What the studies beside the map share. */
import type { Session } from '../session.ts';

/** What had the focus is gone: the next key belongs to the map. */
export function focusMap(): void {
  document.querySelector<HTMLElement>('.maplibregl-canvas')?.focus();
}

/** On a narrow screen the card gives way, so that the map shows the answer. */
export function makeRoom(session: Session): void {
  if (window.matchMedia('(max-width: 719px)').matches) session.store.set({ selection: null });
}
