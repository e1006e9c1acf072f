/** A short message that goes away by itself, read aloud by screen readers. */
import { h } from './dom.ts';

let box: HTMLElement | null = null;
let timer = 0;

export function toast(text: string): void {
  if (!box?.isConnected) {
    box = h('div', { class: 'toast', role: 'status' });
    document.body.append(box);
  }
  box.textContent = text;
  box.classList.add('on');
  window.clearTimeout(timer);
  timer = window.setTimeout(() => box?.classList.remove('on'), 4000);
}
