//! Small choices that survive a reload. A browser that keeps nothing only forgets them.

export interface Kept {
  get(): string | null;
  set(value: string | null): void;
}

/** A place in local storage, or in session storage, which ends with the tab. */
export function kept(name: string, where: 'local' | 'session' = 'local'): Kept {
  const storage = (): Storage => (where === 'local' ? localStorage : sessionStorage);
  return {
    get() {
      try {
        return storage().getItem(name);
      } catch {
        return null;
      }
    },
    set(value) {
      try {
        if (value === null) storage().removeItem(name);
        else storage().setItem(name, value);
      } catch {
        // Storage is full or forbidden: the choice holds until the page is left.
      }
    },
  };
}
