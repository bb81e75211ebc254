//! Where the page is, by its address.

export { agentAddress } from './address';

export type Place =
  /** Where somebody who asks for nothing in particular belongs: by their role. */
  | { page: 'home' }
  | { page: 'wallboard' }
  | { page: 'desk' }
  /** The telephone in a window of its own. */
  | { page: 'phone' }
  /** One's own second factor, sessions, and what one lends. */
  | { page: 'security' }
  /** For who keeps accounts. */
  | { page: 'accounts' }
  /** For privacy officers. */
  | { page: 'privacy' }
  /** Versions of the plan, for who reads it. */
  | { page: 'plan' }
  /** Rules of authority, for who reads them. */
  | { page: 'authority' }
  | { page: 'contacts'; contact: string | null; query: URLSearchParams }
  | { page: 'figures'; query: URLSearchParams }
  | { page: 'queue'; queue: string; query: URLSearchParams }
  | { page: 'agent'; agent: string; query: URLSearchParams }
  | { page: 'missing' };

/** What an address shows. */
export function place(path: string, search: string): Place {
  const [first = '', second, ...more] = path.split('/').filter((part) => part !== '');
  const query = new URLSearchParams(search);
  if (more.length > 0) return { page: 'missing' };
  if (second === undefined) {
    switch (first) {
      case '':
        return { page: 'home' };
      case 'wallboard':
      case 'desk':
      case 'phone':
      case 'security':
      case 'accounts':
      case 'privacy':
      case 'plan':
      case 'authority':
        return { page: first };
      case 'contacts':
        return { page: 'contacts', contact: null, query };
      case 'figures':
        return { page: 'figures', query };
      default:
        return { page: 'missing' };
    }
  }
  const named = decoded(second);
  switch (first) {
    case 'contacts':
      return { page: 'contacts', contact: named, query };
    case 'queues':
      return { page: 'queue', queue: named, query };
    case 'agents':
      return { page: 'agent', agent: named, query };
    default:
      return { page: 'missing' };
  }
}

/** The address of the contacts page. */
export function contactsAddress(contact: string | null, query: URLSearchParams): string {
  const text = query.toString();
  return `/contacts${contact === null ? '' : `/${encodeURIComponent(contact)}`}${text === '' ? '' : `?${text}`}`;
}

/** The address of a queue's page. */
export function queueAddress(queue: string): string {
  return `/queues/${encodeURIComponent(queue)}`;
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
