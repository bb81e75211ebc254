//! The title of the window: where the page is, unless something wants to be looked at.

let base = 'Heliotrope';
let alert: string | null = null;

function show(): void {
  document.title = alert ?? base;
}

export const title = {
  /** Where the page is. */
  set(where: string): void {
    base = `${where} · Heliotrope`;
    show();
  },
  /** Stands in front until it is taken away with null. */
  alert(says: string | null): void {
    alert = says;
    show();
  },
};
