// Figures of the made-up floor, by interval, day and month, with what they are made of.

const MINUTE = 60_000;
const STEPS = { interval: 15 * MINUTE, day: 24 * 60 * MINUTE };
const iso = (at) => new Date(at).toISOString();

const ratio = (numerator, denominator) => ({ numerator, denominator, value: denominator === 0 ? null : numerator / denominator });

/** Where the rows of a span begin. */
function edges(by, from, to) {
  const found = [];
  if (by === 'month') {
    const first = new Date(from);
    for (let at = Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), 1); at < to; ) {
      found.push(at);
      const month = new Date(at);
      at = Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 1);
    }
    return [...found, to];
  }
  for (let at = from; at < to; at += STEPS[by]) found.push(at);
  return [...found, to];
}

export function answerFigures(world, key, url, name) {
  const from = Date.parse(url.searchParams.get('from') ?? iso(world.midnight));
  const to = Date.parse(url.searchParams.get('to') ?? iso(world.midnight + STEPS.day));
  if (key === 'GET figures') {
    const queue = url.searchParams.get('queue');
    const begins = edges(url.searchParams.get('by') ?? 'interval', from, to);
    const rows = begins.slice(0, -1).map((at, place) => {
      const sum = world.counts(queue, at, begins[place + 1]);
      const long = sum.offered - sum.short;
      return {
        from: iso(at), to: iso(begins[place + 1]),
        figures: {
          offered: ratio(sum.offered, 1), answered: ratio(sum.answered, sum.offered), abandoned: ratio(sum.abandoned, sum.offered),
          service_level_15: ratio(sum.within, sum.offered), service_level_15_without_short: ratio(sum.within, long),
          abandonment: ratio(sum.abandoned, sum.offered), abandonment_without_short: ratio(sum.abandoned - sum.short, long),
          asa: ratio(sum.wait, sum.answered), talk_mean: ratio(sum.talk, sum.answered),
        },
      };
    });
    return { status: 200, type: 'application/json', body: { rows } };
  }
  if (key === 'GET agents/*/timeline') {
    const states = ['ready', 'talking', 'wrap_up', 'ready', 'offered', 'talking', 'wrap_up', 'not_ready'];
    const spans = [];
    let at = from + 8 * 60 * MINUTE;
    for (let step = Number(name.slice(2)); at < Math.min(to, world.started); step += 1) {
      const state = states[step % states.length];
      const next = Math.min(at + { ready: 3, talking: 6, wrap_up: 1.5, offered: 0.3, not_ready: 22 }[state] * MINUTE * (1 + (step % 5) / 3), world.started);
      spans.push({ from: iso(at), to: next >= world.started ? null : iso(next), state, not_ready: state === 'not_ready' ? 'pause' : null, contact: state === 'talking' ? `C-${800 + (step % 90)}` : null });
      at = next;
    }
    return { status: 200, type: 'application/json', body: { spans } };
  }
  return null;
}
