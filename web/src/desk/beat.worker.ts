//! A clock that browsers do not slow down while the page is in the background.

let timer: ReturnType<typeof setInterval> | undefined;

/** A number of milliseconds begins it, 0 ends it. */
addEventListener('message', ({ data }: MessageEvent<number>) => {
  clearInterval(timer);
  if (data > 0) timer = setInterval(() => postMessage(null), data);
});
