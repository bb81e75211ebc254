// Serves the built page with a made-up floor behind it, for stories that need more than a demonstration has: 300
// agents, every state of a recording, refusals on demand.
//
//   node e2e/floor/mock.mjs [--port 0] [--agents 24] [--rate 4]
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { answerFigures } from './figures.mjs';
import { answerPlan, madeUp } from './plan.mjs';
import { LINES, PROMPTS, World } from './world.mjs';

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
/** As `crates/api/src/page` sends it. */
const POLICY =
  "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types svelte-trusted-html heliotrope-worker";
const TYPES = { html: 'text/html; charset=utf-8', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' };
const ALL = ['contacts.read', 'journal.read', 'agents.read', 'agents.change', 'queues.read', 'queues.change', 'announcements.change', 'events.read', 'recordings.listen', 'figures.read', 'plan.read', 'plan.change', 'notes.write', 'session.read'];
const ROLES = { supervisor: ALL, viewer: ['agents.read', 'queues.read', 'session.read'] };
export const TOKENS = { hlt_supervisor: 'supervisor', hlt_viewer: 'viewer' };

const problem = (status, name, detail) => ({ status, type: 'application/problem+json', body: { type: `urn:heliotrope:problem:${name}`, title: name, status, detail, instance: '' } });
const json = (body, status = 200) => ({ status, type: 'application/json', body });

/** A stereo tone a side, as an audio element can play it anywhere: RIFF, 16 bit, 8 kHz. */
function tones(seconds) {
  const rate = 8_000;
  const frames = Math.floor(seconds * rate);
  const wave = Buffer.alloc(44 + frames * 4);
  wave.write('RIFF', 0);
  wave.writeUInt32LE(36 + frames * 4, 4);
  wave.write('WAVEfmt ', 8);
  wave.writeUInt32LE(16, 16);
  wave.writeUInt16LE(1, 20);
  wave.writeUInt16LE(2, 22);
  wave.writeUInt32LE(rate, 24);
  wave.writeUInt32LE(rate * 4, 28);
  wave.writeUInt16LE(4, 32);
  wave.writeUInt16LE(16, 34);
  wave.write('data', 36);
  wave.writeUInt32LE(frames * 4, 40);
  for (let at = 0; at < frames; at += 1) {
    wave.writeInt16LE(Math.round(6_000 * Math.sin((2 * Math.PI * 440 * at) / rate)), 44 + at * 4);
    wave.writeInt16LE(Math.round(6_000 * Math.sin((2 * Math.PI * 660 * at) / rate)), 46 + at * 4);
  }
  return wave;
}

export function start({ port = 0, agents = 24, rate = 4, now = Date.now() } = {}) {
  const world = new World({ agents, now });
  const plan = madeUp(now);
  const streams = new Set();
  const audio = new Map();
  /** What the next command is answered with; a test sets it. */
  const state = { refuse: null, delay: 150, audio: 0 };
  const tell = (entry) => {
    for (const stream of streams) stream.write(`event: entry\nid: ${entry.sequence}\ndata: ${JSON.stringify(entry)}\n\n`);
  };
  const timer = setInterval(() => tell(world.happen(Date.now())), 1000 / rate);

  function command(role, permission, does) {
    if (!ROLES[role].includes(permission)) return problem(403, 'not-permitted', 'this role may not');
    if (state.refuse) return state.refuse;
    return does() ?? { status: 204 };
  }

  function contacts(query) {
    const fits = (contact) =>
      ['queue', 'agent', 'line'].every((name) => !query.get(name) || contact[name] === query.get(name)) &&
      (!query.get('open') || (contact.phase !== 'closed') === (query.get('open') === 'true'));
    const before = query.get('before');
    const from = before ? world.contacts.findIndex((contact) => contact.id === before) + 1 : 0;
    const limit = Number(query.get('limit') ?? 50);
    const all = world.contacts.slice(from).filter(fits);
    return { contacts: all.slice(0, limit), next: all.length > limit ? all[limit - 1].id : null };
  }

  function answer(method, url, role, body, over) {
    const now = Date.now();
    const [, , noun, name, more, last] = url.pathname.split('/').map(decodeURIComponent);
    const contact = noun === 'contacts' ? world.contacts.find((one) => one.id === name) : undefined;
    const key = `${method} ${noun}${name === undefined ? '' : '/*'}${more === undefined ? '' : `/${more}`}${last === undefined ? '' : `/${last}`}`;
    switch (key) {
      case 'GET session':
        return json({ account: 1, name: role, role, agent: null, permissions: ROLES[role] });
      case 'GET house':
        return json({ zone: 'UTC', queues: {}, lines: {}, skills: {}, prompts: {} });
      case 'GET queues':
        return json(world.queueList(now));
      case 'GET queues/*':
        return world.queueList(now).queues.some((one) => one.name === name) ? json(world.queue(name, now)) : problem(404, 'not-found', 'no such queue');
      case 'GET agents':
        return json({ at: new Date(now).toISOString(), agents: world.agents });
      case 'GET contacts':
        return role === 'viewer' ? problem(403, 'not-permitted', 'not yours') : json(contacts(url.searchParams));
      case 'GET contacts/*':
        return contact ? json(contact) : problem(404, 'not-found', 'no such contact');
      case 'GET contacts/*/note':
        return json(contact?.agent ? { version: 3, text: world.note(contact), at: contact.opened_at, by: 'kim' } : { version: 0, text: '', at: null, by: null });
      case 'GET contacts/*/journal':
        return contact ? json({ contact: name, entries: world.journal(contact) }) : problem(404, 'not-found', 'no such contact');
      case 'GET contacts/*/routing':
        return contact?.phase === 'waiting'
          ? json({ contact: name, queue: contact.queue, position: 2, stage: 1, order: 'weighted', weight: 3, level: 1, wait: null, reasons: [{ reason: 'all_busy', signed_in: 7 }, { reason: 'behind', contacts: 1 }, { reason: 'widens', at: new Date(now + 20_000).toISOString(), stage: 2 }] })
          : problem(404, 'not-found', `${name} does not wait`);
      case 'GET contacts/*/recording':
        return contact ? json(world.recording(contact)) : problem(404, 'not-found', 'no such contact');
      case 'POST contacts/*/recording/ticket': {
        if (Number(name.slice(2)) % 20 === 9) return problem(403, 'not-permitted', 'not your own');
        const ticket = `t${audio.size}`;
        audio.set(ticket, tones(contact.talk));
        return json({ url: `/api/recordings/audio/${ticket}`, expires: new Date(now + 300_000).toISOString() });
      }
      case 'PUT agents/*/state':
        return command(role, 'agents.change', () => {
          const agent = world.agents.find((one) => one.id === name);
          const busy = !['ready', 'not_ready'].includes(agent.state);
          agent.not_ready = body.ready ? null : (body.reason ?? 'supervisor');
          if (!busy) Object.assign(agent, { state: body.ready ? 'ready' : 'not_ready', since: new Date(now).toISOString() });
          tell(world.entry(now, { kind: body.ready ? 'agent_ready' : 'agent_not_ready', agent: name, ...(body.ready ? {} : { reason: agent.not_ready }) }));
          return json(agent);
        });
      case 'PUT queues/*/state':
        return command(role, 'queues.change', () => {
          if (body.open) world.closed.delete(name);
          else world.closed.set(name, { since: new Date(now).toISOString(), by: role, flush: body.waiting === 'flush' });
          tell(world.entry(now, { kind: body.open ? 'queue_opened' : 'queue_closed', queue: name }));
        });
      case 'GET announcements':
        return json({ announcements: world.announcements, prompts: PROMPTS, lines: LINES });
      case 'PUT announcements/*':
      case 'DELETE announcements/*':
        return command(role, 'announcements.change', () => {
          const line = name === 'all' ? null : name;
          world.announcements = world.announcements.filter((one) => one.line !== line);
          if (method === 'PUT') world.announcements.push({ line, ...body, since: new Date(now).toISOString(), by: role });
          tell(world.entry(now, { kind: method === 'PUT' ? 'announcement_set' : 'announcement_cleared', line, ...body }));
        });
      case 'GET views':
        return json({ views: world.views });
      case 'PUT views/*':
        world.views = [...world.views.filter((view) => view.name !== name), { name, ...body }];
        return { status: 204 };
      case 'DELETE views/*':
        world.views = world.views.filter((view) => view.name !== name);
        return { status: 204 };
      default:
        return answerPlan(plan, key, body, now, over) ?? answerFigures(world, key, url, name) ?? problem(404, 'not-found', `nothing at ${url.pathname}`);
    }
  }

  function sendAudio(request, response, ticket) {
    const wave = audio.get(ticket);
    state.audio += 1;
    const asked = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '');
    const from = asked ? Number(asked[1]) : 0;
    const to = asked?.[2] ? Math.min(Number(asked[2]), wave.length - 1) : wave.length - 1;
    const range = asked ? { 'content-range': `bytes ${from}-${to}/${wave.length}` } : {};
    response.writeHead(asked ? 206 : 200, { 'content-type': 'audio/wav', 'accept-ranges': 'bytes', 'content-length': to - from + 1, ...range });
    response.end(wave.subarray(from, to + 1));
  }

  function sendFile(response, path) {
    const name = /\.(js|css|svg)$/.test(path) ? path.slice(1) : 'index.html';
    try {
      const file = readFileSync(join(DIST, name));
      response.writeHead(200, { 'content-type': TYPES[name.split('.').at(-1)], 'content-security-policy': POLICY });
      response.end(file);
    } catch {
      response.writeHead(404).end();
    }
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://localhost');
    if (!url.pathname.startsWith('/api/')) return sendFile(response, url.pathname);
    if (url.pathname.startsWith('/api/recordings/audio/')) return sendAudio(request, response, url.pathname.split('/').at(-1));
    const role = TOKENS[(request.headers.authorization ?? '').replace('Bearer ', '')];
    const send = ({ status, type, body }) => {
      response.writeHead(status, type ? { 'content-type': type } : {});
      response.end(body === undefined ? undefined : JSON.stringify(body));
    };
    if (!role) return send(problem(401, 'not-signed-in', 'no such token'));
    if (url.pathname === '/api/events') {
      if (role === 'viewer') return send(problem(403, 'not-permitted', 'not yours'));
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': here\n\n');
      streams.add(response);
      return request.on('close', () => streams.delete(response));
    }
    let text = '';
    for await (const piece of request) text += piece;
    const given = answer(request.method, url, role, text ? JSON.parse(text) : undefined, request.headers['if-match']);
    // Commands take their time, so that pending is seen.
    if (request.method === 'GET') send(given);
    else setTimeout(() => send(given), state.delay);
  });
  return new Promise((resolve) =>
    server.listen(port, '127.0.0.1', () =>
      resolve({
        url: `http://127.0.0.1:${server.address().port}`,
        world,
        state,
        close: () => {
          clearInterval(timer);
          server.closeAllConnections();
          server.close();
        },
      }),
    ),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' }, agents: { type: 'string', default: '24' }, rate: { type: 'string', default: '4' } } });
  const { url } = await start({ port: Number(values.port), agents: Number(values.agents), rate: Number(values.rate) });
  console.log(`${url}, tokens ${Object.keys(TOKENS).join(' and ')}`);
}
