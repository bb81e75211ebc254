//! The browser, as the desk's socket needs it.

import type { Api } from '../api/client';
import { worker } from '../shell/trusted';
import beat from './beat.worker?worker&url';
import type { Asked } from './protocol';
import type { Line, World } from './socket';

export function world(api: Api, hello: () => Asked): World {
  return {
    // A WebSocket hands its handlers more than a Line promises.
    open: () => api.desk() as unknown as Line,
    hello,
    ticks,
    after: (time, then) => {
      const timer = setTimeout(then, time);
      return () => clearTimeout(timer);
    },
    visible: () => document.visibilityState === 'visible',
    now: () => performance.now(),
    allowed: () =>
      api.session().then(
        (who) => who.agent !== null,
        // Nobody answers: that is no denial. A token that ended signs the page out by itself.
        () => true,
      ),
  };
}

function ticks(every: number, tick: () => void): () => void {
  try {
    const clock = worker(beat);
    clock.onmessage = tick;
    clock.postMessage(every);
    return () => clock.terminate();
  } catch {
    // Without a worker the page beats as well as it can: in the background that is seldom.
    const timer = setInterval(tick, every);
    return () => clearInterval(timer);
  }
}
