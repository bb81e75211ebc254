//! Filters that an account keeps under a name, at the server.

import type { Api, Schemas } from '../api/client';
import { type Filter, read, write } from './filter';

export type View = Schemas['View'];

const PAGE = 'contacts';

export async function readViews(api: Api): Promise<readonly View[]> {
  const { views } = await api.request<Schemas['ViewList']>('GET', '/api/views');
  return views.filter((view) => view.page === PAGE);
}

export function keepView(api: Api, name: string, filter: Filter): Promise<unknown> {
  return api.request('PUT', `/api/views/${encodeURIComponent(name)}`, { page: PAGE, query: write(filter).toString() });
}

export function dropView(api: Api, name: string): Promise<unknown> {
  return api.request('DELETE', `/api/views/${encodeURIComponent(name)}`);
}

/** Under its new name first: should the second half fail, nothing is lost. */
export async function renameView(api: Api, view: View, name: string): Promise<void> {
  if (name === view.name) return;
  await keepView(api, name, filterOf(view));
  await dropView(api, view.name);
}

/** What a view shows. */
export function filterOf(view: View): Filter {
  return read(new URLSearchParams(view.query));
}

/** The view that shows just this filter. */
export function viewOf(views: readonly View[], filter: Filter): View | undefined {
  const shown = write(filter).toString();
  return views.find((view) => write(filterOf(view)).toString() === shown);
}
