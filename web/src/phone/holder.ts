//! Which window of this browser has something that only one can have. The telephone: the newest window that asked for
//! it by name, a phone window before a desk. The desk: the newest of all. The browser's locks decide, so that a window
//! which closes or crashes gives it back at once.

export interface Holder {
  /** Gives it back. */
  release(): void;
}

export interface Turn {
  /** This window has it now. */
  mine(): void;
  /** Another window has it. */
  elsewhere(): void;
}

/** `first`: this window takes it, whoever has it; others wait until it is free. */
export function hold(what: 'phone' | 'desk', agent: string, first: boolean, turn: Turn): Holder {
  const end = new AbortController();
  if (!('locks' in navigator)) {
    turn.mine();
    return { release: () => end.abort() };
  }
  void compete(`heliotrope.${what}.${agent}`, first, turn, end.signal);
  return { release: () => end.abort() };
}

async function compete(name: string, first: boolean, turn: Turn, end: AbortSignal): Promise<void> {
  let steal = first;
  const released = new Promise<void>((resolve) => end.addEventListener('abort', () => resolve(), { once: true }));
  while (!end.aborted) {
    if (!steal && (await taken(name)) && !end.aborted) turn.elsewhere();
    try {
      await navigator.locks.request(name, steal ? { steal } : { signal: end }, async () => {
        turn.mine();
        await released;
      });
    } catch {
      // It was taken over, or nobody waits for it any more.
      if (!end.aborted) turn.elsewhere();
    }
    steal = false;
  }
}

async function taken(name: string): Promise<boolean> {
  const { held } = await navigator.locks.query();
  return held?.some((lock) => lock.name === name) ?? false;
}
