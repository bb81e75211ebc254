//! What somebody wrote in this tab before they were signed out: `desk/workplace` keeps it in the tab's storage.

import { kept } from '../design/kept';

const DRAFTS = kept('heliotrope.notes', 'session');

/** How many notes are not saved. */
export function left(): number {
  try {
    return Object.keys(JSON.parse(DRAFTS.get() ?? '{}') as object).length;
  } catch {
    return 0;
  }
}
