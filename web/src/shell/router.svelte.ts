//! Where the page is, by its address.

export type Place =
  | { page: 'wallboard' }
  | { page: 'contacts'; contact: string | null; query: URLSearchParams }
  | { page: 'missing' };

/** What an address shows. */
export function place(path: string, search: string): Place {
  const [first = '', second, ...more] = path.split('/').filter((part) => part !== '');
  if (first === '') return { page: 'wallboard' };
  if (first === 'contacts' && more.length === 0) {
    return { page: 'contacts', contact: second === undefined ? null : decoded(second), query: new URLSearchParams(search) };
  }
  return { page: 'missing' };
}

/** The address of the contacts page. */
export function contactsAddress(contact: string | null, query: URLSearchParams): string {
  const text = query.toString();
  return `/contacts${contact === null ? '' : `/${encodeURIComponent(contact)}`}${text === '' ? '' : `?${text}`}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

class Router {
  #place = $state.raw(place(location.pathname, location.search));

  constructor() {
    addEventListener('popstate', () => this.#read());
    document.addEventListener('click', (click) => this.#follow(click));
  }

  get place(): Place {
    return this.#place;
  }

  /** `replace`: the step back leads past this one. */
  go(address: string, replace = false): void {
    if (replace) history.replaceState(null, '', address);
    else history.pushState(null, '', address);
    this.#read();
  }

  #read(): void {
    this.#place = place(location.pathname, location.search);
  }

  /** Links of the page change the place; a click that asks for more than that is the browser's. */
  #follow(click: MouseEvent): void {
    if (click.defaultPrevented || click.button !== 0 || click.metaKey || click.ctrlKey || click.shiftKey || click.altKey) return;
    const link = click.target instanceof Element ? click.target.closest('a') : null;
    if (!link || link.origin !== location.origin || link.hash !== '' || link.target !== '') return;
    click.preventDefault();
    this.go(link.pathname + link.search);
  }
}

export const router = new Router();
