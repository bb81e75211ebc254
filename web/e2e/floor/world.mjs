// A floor made up for the stories of wallboard, contacts, recordings and figures: the same every time for a
// moment and a size. What it tells has the form the API tells it in.

/** Small, seeded, good enough for figures that only have to look like some (mulberry32). */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const QUEUES = ['cards', 'loans', 'fraud', 'vip', 'foreigners', 'net-bank'];
const SKILLS = [['cards', 'lang.zh'], ['loans', 'lang.zh'], ['fraud', 'cards'], ['vip', 'lang.en'], ['lang.ko', 'cards'], ['net-bank']];
export const LINES = ['hotline-zh', 'hotline-ko', 'hotline-en', 'vip-line'];
const QUARTER = 900_000;
export const PROMPTS = ['emergency-outage', 'emergency-weather', 'emergency-evacuation'];
const iso = (at) => new Date(at).toISOString();
const pick = (list, random) => list[Math.floor(random() * list.length)];
const share = (numerator, denominator) => ({ numerator, denominator, value: denominator === 0 ? null : numerator / denominator });

/** The day's arrivals by quarter hour: two hills, as banks have them, and somebody who has lost a card at any hour. */
function busy(quarter) {
  const hour = quarter / 4;
  const hill = (middle, width) => Math.exp(-((hour - middle) ** 2) / (2 * width ** 2));
  return 5 + 34 * hill(10.3, 1.7) + 26 * hill(15, 2.1) + 4 * hill(20, 2);
}

export class World {
  constructor({ now = Date.now(), agents = 24, seed = 7 } = {}) {
    this.random = chance(seed);
    this.started = now;
    this.sequence = 4_000;
    this.midnight = Date.parse(`${iso(now).slice(0, 10)}T00:00:00Z`);
    this.closed = new Map();
    this.announcements = [];
    this.views = [];
    this.agents = Array.from({ length: agents }, (_, at) => this.agent(at + 1, now));
    this.contacts = Array.from({ length: 260 }, (_, at) => this.contact(900 - at, now - at * 71_000));
    for (const [at, agent] of this.agents.filter((one) => one.state === 'talking').entries()) {
      const contact = this.contacts[at];
      if (!contact) break;
      agent.contact = contact.id;
      Object.assign(contact, { phase: 'talking', agent: agent.id, closed_at: null, reason: null, talk: null, wait: null, queue: contact.queue ?? 'cards' });
    }
    for (const [at, contact] of this.contacts.slice(12, 17).entries()) {
      Object.assign(contact, { phase: at === 0 ? 'offered' : 'waiting', agent: null, closed_at: null, reason: null, talk: null, wait: null, queue: 'cards' });
    }
    this.waiting = QUEUES.map((_, at) => [3, 0, 1, 0, 2, 0][at]);
  }

  agent(number, now) {
    const random = this.random;
    const state = pick(['talking', 'talking', 'talking', 'ready', 'ready', 'wrap_up', 'offered', 'not_ready'], random);
    return {
      id: `A-${number}`, state, since: iso(now - Math.floor(random() * 600) * 1000), contact: null,
      not_ready: state === 'not_ready' ? pick(['pause', 'no_answer', 'signed_out', 'supervisor'], random) : null,
      skills: pick(SKILLS, random),
    };
  }

  contact(number, at) {
    const random = this.random;
    const kind = random();
    const queue = kind < 0.08 ? null : pick(QUEUES, random);
    const served = kind > 0.16;
    const wait = served ? Math.round(random() ** 3 * 900) / 10 : null;
    const talk = served ? Math.round(300 * random() + 40) : null;
    return {
      id: `C-${number}`, phase: 'closed', opened_at: iso(at), closed_at: iso(at + ((wait ?? 30) + (talk ?? 0) + 20) * 1000),
      reason: queue === null ? 'left_in_flow' : served ? pick(['customer_hung_up', 'customer_hung_up', 'agent_hung_up'], random) : 'abandoned',
      line: pick(LINES, random), language: pick(['zh', 'zh', 'ko', 'en'], random), customer: random() < 0.7 ? `K-${Math.floor(random() * 1e6)}` : null,
      verified: random() < 0.5, caller: random() < 0.9 ? `+86…${1000 + Math.floor(random() * 9000)}` : null,
      disposition: served ? { code: 'enquiry', texts: { zh: '咨询已答复', ko: '문의 답변 완료', en: 'Enquiry answered' } } : null,
      queue, agent: served ? `A-${1 + Math.floor(random() * this.agents.length)}` : null, wait, talk,
    };
  }

  /** Counts of a queue between two moments; of all queues when it is null. */
  counts(queue, from, to) {
    const sum = { offered: 0, answered: 0, within: 0, abandoned: 0, short: 0, wait: 0, talk: 0 };
    for (const name of queue === null ? QUEUES : [queue]) {
      const weight = [0.34, 0.2, 0.1, 0.06, 0.14, 0.16][QUEUES.indexOf(name)] ?? 0;
      for (let at = Math.floor(from / QUARTER) * QUARTER; at < Math.min(to, this.started); at += QUARTER) {
        const day = new Date(at).getUTCDay();
        const random = chance((at / QUARTER) * 31 + QUEUES.indexOf(name));
        const weekend = day === 0 || day === 6 ? 0.35 : 1;
        const offered = Math.round(busy((at % 86_400_000) / QUARTER) * weight * weekend * (0.8 + 0.4 * random()));
        const strain = offered / (34 * weight + 1);
        const abandoned = Math.round(offered * (0.02 + 0.08 * strain * random()));
        const answered = offered - abandoned;
        sum.offered += offered;
        sum.answered += answered;
        sum.abandoned += abandoned;
        sum.short += Math.round(abandoned * 0.3);
        sum.within += Math.round(answered * Math.min(1, 1.02 - 0.24 * strain * (0.6 + 0.6 * random())));
        sum.wait += answered * (4 + 14 * strain);
        sum.talk += answered * (150 + 60 * random());
      }
    }
    return sum;
  }

  today(queue) {
    const sum = this.counts(queue, this.midnight, this.started);
    const long = sum.offered - sum.short;
    return {
      offered: sum.offered, answered: sum.answered, abandoned: sum.abandoned, abandoned_short: sum.short, interrupted: 0,
      service_level: share(sum.within, sum.offered), service_level_without_short: share(sum.within, long),
      abandonment: share(sum.abandoned, sum.offered), abandonment_without_short: share(sum.abandoned - sum.short, long),
      average_speed_of_answer: share(sum.wait, sum.answered), mean_talk: share(sum.talk, sum.answered),
    };
  }

  queueList(now) {
    const queues = QUEUES.map((name, at) => {
      const waiting = this.waiting[at];
      return {
        name, waiting, longest_wait: waiting === 0 ? 0 : 4 + ((now / 1000 + 7 * at) % 40), service_level_within: name === 'vip' ? 10 : 15,
        today: this.today(name),
        by_hand: this.closed.get(name) ?? null,
        callbacks: 0, next_callback: null,
      };
    });
    return { at: iso(now), queues, today: this.today(null) };
  }

  queue(name, now) {
    const list = this.queueList(now);
    const waiting = this.contacts.filter((contact) => contact.queue === name && ['waiting', 'offered'].includes(contact.phase)).toReversed();
    const ringing = this.agents.find((agent) => agent.state === 'offered')?.id ?? 'A-1';
    return {
      at: list.at, ...list.queues.find((queue) => queue.name === name), agents: this.agents.filter((agent) => agent.skills.includes(name)),
      kept: [],
      contacts: waiting.map((contact, place) => ({
        contact: contact.id, waited: 52 - place * 9, position: contact.phase === 'offered' ? null : place + 1, agent: contact.phase === 'offered' ? ringing : null,
      })),
    };
  }

  note(contact) {
    return { zh: '客户询问境外消费手续费，\n已说明费率并发送短信。', ko: '해외 결제 수수료 문의.\n요율 안내 후 문자 발송함.', en: 'Asked about the fee for purchases abroad;\nexplained, and sent by text message.' }[contact.language];
  }

  /** One thing happens; gives back its entry. */
  happen(now) {
    const random = this.random;
    const agent = pick(this.agents, random);
    agent.state = pick(['talking', 'ready', 'wrap_up', 'offered'], random);
    agent.not_ready = null;
    agent.since = iso(now);
    agent.contact = agent.state === 'ready' ? null : pick(this.contacts, random).id;
    const queue = Math.floor(random() * QUEUES.length);
    this.waiting[queue] = Math.max(0, this.waiting[queue] + (random() < 0.5 ? 1 : -1));
    return this.entry(now, { kind: agent.state === 'ready' ? 'agent_ready' : 'connected', agent: agent.id, ...(agent.contact ? { contact: agent.contact } : {}) });
  }

  entry(now, fields) {
    this.sequence += 1;
    return { sequence: `J-${this.sequence}`, at: iso(now), ...fields };
  }

  /** What happened to a contact, from what is known of it. */
  journal(contact) {
    const begun = Date.parse(contact.opened_at);
    const entries = [];
    const say = (after, kind, fields = {}) => entries.push({ sequence: `J-${begun % 100_000}${entries.length}`, at: iso(begun + after * 1000), kind, contact: contact.id, ...fields });
    say(0, 'contact_opened', { line: contact.line, language: contact.language, leg: 'N-1/31', node: 'N-1' });
    if (contact.customer) say(0.4, 'customer_matched', { customer: contact.customer });
    say(0.5, 'flow_moved', { flow: 'main', step: 'greeting', act: { do: 'say', prompts: ['welcome', 'menu'] }, tries: 0 });
    if (contact.verified) say(9, 'customer_verified', { customer: contact.customer });
    if (contact.queue === null) {
      say(14, 'contact_ended', { reason: contact.reason });
      say(14, 'contact_closed', { reason: contact.reason, queue: null, agent: null, wait: null, talk: null });
      return entries;
    }
    say(12, 'queued', { queue: contact.queue, since: contact.opened_at, credit: contact.queue === 'vip' ? 90 : 0, skills: [contact.queue], front: false });
    if (contact.agent === null) {
      say(30, 'contact_closed', { reason: contact.reason, queue: contact.queue, agent: null, wait: null, talk: null });
      return entries;
    }
    const answered = 12 + (contact.wait ?? 6);
    say(answered - 2, 'offered', { agent: contact.agent, leg: 'N-1/32' });
    say(answered - 1.8, 'agent_ringing', { agent: contact.agent });
    say(answered, 'connected', { agent: contact.agent });
    if (contact.phase === 'talking') return entries;
    const talk = contact.talk ?? 60;
    if (talk > 60) {
      say(answered + talk * 0.3, 'held', { agent: contact.agent });
      say(answered + talk * 0.45, 'retrieved', { agent: contact.agent });
    }
    say(answered + talk, 'contact_ended', { reason: contact.reason });
    say(answered + talk, 'wrap_up_started', { agent: contact.agent, until: iso(begun + (answered + talk + 60) * 1000) });
    say(answered + talk + 12, 'wrap_up_ended', { agent: contact.agent });
    say(answered + talk + 12, 'contact_closed', { reason: contact.reason, queue: contact.queue, agent: contact.agent, wait: contact.wait, talk: contact.talk });
    return entries;
  }

  recording(contact) {
    const none = { state: 'none', recording: null, started: null, duration_s: null, channels: ['customer', 'agent'], holds: [], markers: [], peaks: null };
    if (contact.agent === null) return none;
    if (contact.phase !== 'closed') return { ...none, state: 'running', recording: 'R-1', started: contact.opened_at };
    const rare = { 3: 'sealing', 5: 'failed', 7: 'erased' }[Number(contact.id.slice(2)) % 20];
    if (rare) return { ...none, state: rare };
    const story = this.journal(contact);
    const begun = Date.parse(story.find((entry) => entry.kind === 'connected').at);
    const after = (entry) => (Date.parse(entry.at) - begun) / 1000;
    const held = story.filter((entry) => entry.kind === 'held' || entry.kind === 'retrieved').map(after);
    const heard = story.filter((entry) => after(entry) >= 0 && after(entry) <= contact.talk);
    return {
      state: 'ready', recording: `R-${contact.id.slice(2)}`, started: iso(begun), duration_s: contact.talk, channels: ['customer', 'agent'],
      holds: held.length === 2 ? [{ from_s: held[0], to_s: held[1] }] : [],
      markers: heard.map((entry) => ({ at_s: after(entry), kind: entry.kind, sequence: entry.sequence })),
      peaks: this.peaks(contact.talk, held, Number(contact.id.slice(2))),
    };
  }

  /** Two who speak in turns, and neither while the other holds. */
  peaks(duration, [from = 0, to = 0], seed) {
    const random = chance(seed);
    const per_second = 10;
    const [customer, agent] = [[], []];
    let speaks = true;
    for (let at = 0; at < duration * per_second; at += 1) {
      if (random() < 0.03) speaks = !speaks;
      const quiet = at / per_second >= from && at / per_second < to;
      const loud = (on) => (quiet || !on ? Math.floor(random() * 6) : Math.floor(40 + 170 * random() * Math.abs(Math.sin(at / 5))));
      customer.push(loud(!speaks));
      agent.push(loud(speaks));
    }
    return { per_second, customer, agent };
  }
}
