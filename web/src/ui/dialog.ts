/** A modal dialog (the browser's own: focus stays inside, Esc closes, focus returns). */
import { t } from '../words.ts';
import { h, icon } from './dom.ts';

let count = 0;

export function dialog(title: string, subtitle: string, ...content: Node[]): HTMLDialogElement {
  const id = `dialog-${++count}`;
  const close = h(
    'button',
    {
      type: 'button',
      class: 'button icon-button',
      'aria-label': t('kpi.close'),
      onclick: () => box.close(),
    },
    icon('close'),
  );
  const box = h(
    'dialog',
    { class: 'dialog', 'aria-labelledby': id },
    h(
      'div',
      { class: 'dialog-head' },
      h('div', {}, h('h2', { id }, title), subtitle && h('p', { class: 'muted' }, subtitle)),
      close,
    ),
    h('div', { class: 'dialog-body' }, ...content),
  );
  box.addEventListener('close', () => box.remove());
  box.addEventListener('click', (event) => event.target === box && box.close());
  document.body.append(box);
  box.showModal();
  return box;
}
