// Figures of the made-up floor, by interval, day and month, with what they are made of.
import { QUEUES } from './world.mjs';

const MINUTE = 60_000;
const STEPS = { quarter: 15 * MINUTE, hour: 60 * MINUTE, day: 24 * 60 * MINUTE };
const iso = (at) => new Date(at).toISOString();
const ratio = (numerator, denominator) => ({ numerator, denominator, value: denominator === 0 ? null : numerator / denominator, colour: null });
const count = (numerator) => ({ numerator, denominator: 0, value: numerator, colour: null });
const coloured = (figure, good, fair) => {
  const more = good > fair;
  const at = (bound) => (more ? figure.value >= bound : figure.value <= bound);
  return { ...figure, colour: figure.value === null ? null : at(good) ? 'green' : at(fair) ? 'amber' : 'red' };
};

const DEFINITIONS = [
  ['offered', 'count'], ['answered', 'count'], ['abandoned', 'count'], ['short_abandons', 'count'], ['service_level', 'share'], ['service_level_15', 'share'],
  ['abandonment', 'share'], ['asa', 'seconds'], ['talk_mean', 'seconds'], ['longest_wait', 'seconds'], ['under_10s', 'share'], ['occupancy', 'share'],
  ['recording_success', 'share', 'recordings'], ['csat', 'share', 'surveys'], ['qa_score', 'mark', 'quality'],
].map(([key, unit, fed_by = null]) => ({ key, unit, fed_by, rule: 'arrival_at_queue', target: null }));

/** Where the rows of a span begin, and where the last ends. */
function edges(interval, from, to) {
  if (interval === 'whole') return [from, to];
  const found = [];
  if (interval === 'month') {
    const first = new Date(from);
    for (let month = 0; ; month += 1) {
      const at = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + month, 1);
      if (at >= to) return [...found, to];
      found.push(at);
    }
  }
  for (let at = from; at < to; at += STEPS[interval]) found.push(at);
  return [...found, to];
}

function figures(world, queue, from, to, short) {
  const sum = world.counts(queue, from, to);
  const out = short === 'out' ? sum.short : 0;
  const offered = sum.offered - out;
  return {
    offered: count(offered), answered: count(sum.answered), abandoned: count(sum.abandoned - out), short_abandons: count(sum.short - out),
    service_level: coloured(ratio(sum.within, offered), 0.85, 0.8), service_level_15: coloured(ratio(Math.round(sum.within * 0.97), offered), 0.85, 0.8),
    abandonment: coloured(ratio(sum.abandoned - out, offered), 0.05, 0.08), asa: ratio(sum.wait, sum.answered), talk_mean: ratio(sum.talk, sum.answered),
    longest_wait: { ...ratio(74.5, 1), denominator: offered }, under_10s: ratio(Math.round(sum.answered * 0.033), sum.answered), occupancy: ratio(sum.talk, sum.talk * 1.24),
    recording_success: coloured(ratio(sum.answered, sum.answered), 0.999, 0.99), csat: ratio(0, 0), qa_score: ratio(0, 0),
  };
}

export function answerFigures(world, key, url, name) {
  const query = url.searchParams;
  const from = Date.parse(query.get('from') ?? iso(world.midnight));
  const to = Date.parse(query.get('to') ?? iso(world.midnight + STEPS.day));
  if (key === 'GET figures') {
    const begins = edges(query.get('interval'), from, to);
    const keys = query.get('by') === 'queue' ? QUEUES : [query.get('queue')];
    const listed = (from, to, queue, figures) =>
      Object.fromEntries(Object.entries(figures).map(([key, figure]) => {
        const link = (part) => `/api/contacts?${new URLSearchParams({ indicator: key, part, from: iso(from), to: iso(to), ...(queue ? { queue } : {}) })}`;
        const own = !['occupancy', 'recording_success', 'csat', 'qa_score'].includes(key);
        return [key, { ...figure, contacts: { numerator: own ? link('numerator') : null, denominator: own && figure.denominator > 0 ? link('denominator') : null } }];
      }));
    const rows = begins.slice(0, -1).flatMap((at, place) =>
      keys.map((queue) => ({ from: iso(at), to: iso(begins[place + 1]), key: query.get('by') ? queue : null, figures: listed(at, begins[place + 1], queue, figures(world, queue, at, begins[place + 1], query.get('short'))) })),
    );
    return { status: 200, type: 'application/json', body: { zone: 'UTC', definitions: DEFINITIONS, rows: rows.filter((row) => row.figures.offered.numerator > 0) } };
  }
  if (key === 'GET figures/*' && name === 'week') {
    const slots = new Map();
    for (let at = from; at < to; at += STEPS.hour) {
      const slot = ((new Date(at).getUTCDay() + 6) % 7) * 24 + new Date(at).getUTCHours();
      const sum = slots.get(slot) ?? { offered: 0, answered: 0, abandoned: 0, within: 0 };
      for (const [field, value] of Object.entries(world.counts(query.get('queue'), at, at + STEPS.hour))) if (field in sum) sum[field] += value;
      slots.set(slot, sum);
    }
    const laid = [...slots].filter(([, sum]) => sum.offered > 0).map(([slot, sum]) => ({
      slot, figures: { offered: count(sum.offered), answered: count(sum.answered), abandoned: count(sum.abandoned), service_level: ratio(sum.within, sum.offered) },
    }));
    return { status: 200, type: 'application/json', body: { zone: 'UTC', slots: laid } };
  }
  if (key === 'GET figures/*' && name === 'extent') {
    return { status: 200, type: 'application/json', body: { live: { from: iso(world.midnight), to: iso(world.started) }, imported: { from: '1999-01-01T00:00:00Z', to: '1999-02-01T00:00:00Z' } } };
  }
  if (key === 'GET figures/*' && name === 'alarm') {
    const standing_out = [{ agent: 'A-3', services: 1204, under_10s: 207, share: 207 / 1204, at_least: 0.141, contacts: '/api/contacts?indicator=under_10s&part=numerator&agent=A-3' }];
    return { status: 200, type: 'application/json', body: { median: 0.033, without_agent: 12, standing_out: query.get('imported') === 'true' ? standing_out : [] } };
  }
  if (key === 'GET figures.csv' || key === 'GET figures.xlsx') return { status: 200, type: 'text/csv', body: 'from,to,offered' };
  if (key === 'GET agents/*/timeline') {
    const states = ['ready', 'talking', 'wrap_up', 'ready', 'offered', 'talking', 'wrap_up', 'not_ready'];
    const spans = [];
    // At eight; the story is also told before that.
    let at = from + Math.min(8 * 60 * MINUTE, (Math.min(to, world.started) - from) / 4);
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
