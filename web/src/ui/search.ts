/** Search of streets, districts and places: a combobox in the sense of WAI-ARIA. */
import { api, type Found } from '../api.ts';
import { t } from '../words.ts';
import { h, icon } from './dom.ts';

export function searchBox(goTo: (found: Found) => void): HTMLElement {
  const input = h('input', {
    id: 'search',
    class: 'search-input',
    type: 'search',
    role: 'combobox',
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: t('header.search'),
    'aria-label': t('header.search'),
    'aria-expanded': 'false',
    'aria-controls': 'search-results',
    'aria-autocomplete': 'list',
  });
  const list = h('ul', {
    id: 'search-results',
    class: 'search-results',
    role: 'listbox',
    'aria-label': t('header.search'),
    hidden: true,
  });
  const note = h('div', { class: 'visually-hidden', role: 'status' });
  let items: Found[] = [];
  let active = -1;
  let timer = 0;
  let asking: AbortController | null = null;

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const choose = (found: Found | undefined) => {
    if (!found) return;
    input.value = found.name;
    close();
    goTo(found);
  };
  const point = (next: number) => {
    active = items.length ? (next + items.length) % items.length : -1;
    [...list.children].forEach((row, i) => row.setAttribute('aria-selected', String(i === active)));
    if (active >= 0) input.setAttribute('aria-activedescendant', `found-${active}`);
  };
  const show = (text: string) => {
    list.replaceChildren(
      ...items.map((found, i) =>
        h(
          'li',
          {
            id: `found-${i}`,
            class: 'search-row',
            role: 'option',
            'aria-selected': 'false',
            onmousedown: (event: MouseEvent) => event.preventDefault(),
            onclick: () => choose(found),
          },
          h('span', {}, found.name),
          h('span', { class: 'muted' }, t(`kind.${found.kind}`)),
        ),
      ),
    );
    if (!items.length) {
      const none = t('header.searchNone', { text });
      list.append(
        h('li', { class: 'search-row muted', role: 'option', 'aria-disabled': 'true' }, none),
      );
    }
    note.textContent = t('header.searchCount', { count: items.length });
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
  };
  const ask = async () => {
    const text = input.value.trim();
    asking?.abort();
    if (text.length < 2) return close();
    asking = new AbortController();
    try {
      items = await api.search(text, asking.signal);
      show(text);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'AbortError')) console.warn(error);
    }
  };
  input.addEventListener('input', () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), 160);
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') point(active + 1);
    else if (event.key === 'ArrowUp') point(active - 1);
    else if (event.key === 'Enter') choose(items[Math.max(0, active)]);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  });
  input.addEventListener('blur', close);
  return h('div', { class: 'search', role: 'search' }, icon('search'), input, list, note);
}
