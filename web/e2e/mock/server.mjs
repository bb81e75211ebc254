// The page's server, mocked: the built page under the policy of the real one, a desk without a centre, and next to
// nothing else. `node e2e/mock/server.mjs [PORT]` serves it for a look; the tests start it by themselves.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { WebSocketServer } from 'ws';
import { CLOSED, Desk } from './desk.mjs';
import { Finder } from './finder.mjs';
import { Operations } from './operations.mjs';
import { Promises } from './promises.mjs';

const DIST = new URL('../../dist/', import.meta.url);
const KINDS = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml' };

/** The policy as the program sends it. */
const source = readFileSync(new URL('../../../crates/api/src/page/mod.rs', import.meta.url), 'utf8');
const POLICY = /const POLICY: &str = "([^"]+)"/.exec(source)[1].replaceAll(/\\\n\s*/g, '');

export const TOKENS = { agent: 'hlt_agent', supervisor: 'hlt_supervisor' };
const WHO = {
  [TOKENS.agent]: { account: 'U-7', name: 'li', role: 'agent', permissions: ['contacts.read', 'agents.read', 'queues.read', 'events.read', 'customers.read', 'customers.find', 'operations.order', 'operations.withdraw', 'promises.keep'], agent: 'A-7' },
  [TOKENS.supervisor]: { account: 'U-1', name: 'chief', role: 'supervisor', permissions: ['contacts.read', 'agents.read', 'agents.change', 'queues.read', 'events.read'], agent: null },
};
const share = { numerator: 0, denominator: 0, value: null };
const today = {
  offered: 0, answered: 0, abandoned: 0, service_level: share, abandonment: share, abandonment_without_short: share,
  average_speed_of_answer: { numerator: 0, denominator: 0, value: null },
};
const queue = (name) => ({
  name, waiting: 0, longest_wait: 0, service_level_within: 20, today,
  by_hand: name === CLOSED ? { by: 'chief', since: new Date().toISOString(), flush: false } : null,
});
const ANSWERS = {
  '/api/queues': () => ({ at: new Date().toISOString(), queues: ['cards', 'loans', CLOSED].map(queue), today }),
  '/api/agents': () => ({ at: new Date().toISOString(), agents: [] }),
  '/api/announcements': () => ({ at: new Date().toISOString(), announcements: [], lines: [], prompts: [] }),
  '/api/views': () => ({ views: [] }),
  '/api/contacts': () => ({ contacts: [], next: null }),
};

/** What a demonstration shows on its first page. */
export const DEMONSTRATION = {
  sign_ins: [
    { role: 'agent', agent: 'A-7', languages: ['zh', 'en'], token: TOKENS.agent },
    { role: 'supervisor', agent: null, languages: [], token: TOKENS.supervisor },
  ],
  numbers: [
    { called: '4008001001', address: 'sip:4008001001@127.0.0.1:5060', language: 'zh' },
    { called: '15881002', address: 'sip:15881002@127.0.0.1:5060', language: 'ko' },
    { called: '8001003', address: 'sip:8001003@127.0.0.1:5060', language: 'en' },
  ],
};

/** Starts it; port 0 is any. */
export async function start(port = 0) {
  const desk = new Desk();
  const operations = new Operations();
  const finder = new Finder();
  const promises = new Promises();
  promises.changed = () => desk.works({ contacts: [], operations: [], promises: promises.open });
  const state = { demonstration: null, operations, finder, promises };
  const server = createServer((request, response) => serve(request, response, state));
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'heliotrope.desk.v1' });
  const exchange = new Exchange();
  server.on('upgrade', (request, socket, head) => {
    const { pathname } = new URL(request.url, 'http://mock');
    const token = /bearer\.(\S+)/.exec(request.headers['sec-websocket-protocol'] ?? '')?.[1];
    if (pathname === '/mock/exchange') sockets.handleUpgrade(request, socket, head, (joined) => exchange.join(joined));
    else if (pathname !== '/api/desk' || WHO[token]?.agent === null || !WHO[token]) socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    else sockets.handleUpgrade(request, socket, head, (joined) => desk.join(joined));
  });
  await new Promise((listening) => server.listen(port, '127.0.0.1', listening));
  desk.exchange = (sdp) => exchange.ask(sdp);
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    desk,
    operations,
    finder,
    promises,
    state,
    close: () => {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The page that plays the voice node. */
class Exchange {
  #page = null;
  #waiting = new Map();
  #n = 0;

  join(socket) {
    this.#page = socket;
    socket.on('message', (data) => {
      const { n, sdp } = JSON.parse(String(data));
      this.#waiting.get(n)?.(sdp);
    });
  }

  ask(sdp) {
    const n = (this.#n += 1);
    return new Promise((answered) => {
      this.#waiting.set(n, answered);
      this.#page?.send(JSON.stringify({ n, sdp }));
    });
  }
}

/** What was promised; whether it was about that. */
function promised(request, promises, pathname, json) {
  if (pathname === '/api/promises') {
    json(200, promises.own());
    return true;
  }
  const [, contact] = /^\/api\/contacts\/([^/]+)\/promises$/.exec(pathname) ?? [];
  const [, key] = /^\/api\/promises\/([0-9a-f]{32})$/.exec(pathname) ?? [];
  if (contact === undefined && key === undefined) return false;
  let body = '';
  request.on('data', (part) => (body += part));
  request.on('end', () => json(200, key === undefined ? promises.add(contact, JSON.parse(body)) : promises.settle(key, JSON.parse(body))));
  return true;
}

/** What is asked of the bank; whether it was that. */
function atTheBank(request, response, { operations, finder }, pathname, json) {
  if (/^\/api\/contacts\/[^/]+\/customers\/find$/.test(pathname)) {
    let sought = '';
    request.on('data', (part) => (sought += part));
    request.on('end', () => json(...finder.find(JSON.parse(sought))));
    return true;
  }
  if (pathname === '/api/operations/conditional') {
    json(200, operations.conditional());
    return true;
  }
  const [, taken] = /^\/api\/contacts\/[^/]+\/operations\/([0-9a-f]{32})\/withdrawal$/.exec(pathname) ?? [];
  if (taken !== undefined) {
    const order = operations.withdraw(taken);
    json(order === null ? 409 : 200, order ?? { type: 'urn:heliotrope:problem:conflict', title: 'conflict', status: 409, detail: 'the mock says so', refusal: 'not_waiting', unmet: [] });
    return true;
  }
  const [, contact] = /^\/api\/contacts\/([^/]+)\/operations$/.exec(pathname) ?? [];
  if (contact === undefined) return false;
  if (request.method === 'GET') {
    json(200, operations.of(contact));
    return true;
  }
  let body = '';
  request.on('data', (part) => (body += part));
  request.on('end', () => {
    const order = operations.order(contact, JSON.parse(body));
    if (order) json(200, order);
    // Chromium asks again by itself when a connection is cut: a gateway that gave up is what is left.
    else json(503, { type: 'urn:heliotrope:problem:unavailable', title: 'unavailable', status: 503, detail: 'the mock says so' });
  });
  return true;
}

function serve(request, response, state) {
  const { pathname } = new URL(request.url, 'http://mock');
  const json = (status, body) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const problem = (status, name) => json(status, { type: `urn:heliotrope:problem:${name}`, title: name, status, detail: 'the mock says so' });
  if (pathname.startsWith('/mock/')) {
    const script = pathname.endsWith('.js');
    const page = script ? readFileSync(new URL('exchange.js', import.meta.url)) : '<!doctype html><title>exchange</title><script src="/mock/exchange.js"></script>';
    response.writeHead(200, { 'content-type': script ? KINDS['.js'] : KINDS['.html'] }).end(page);
    return;
  }
  if (pathname === '/api/demonstration') {
    if (state.demonstration) json(200, state.demonstration);
    else response.writeHead(204).end();
    return;
  }
  if (pathname.startsWith('/api/')) {
    const who = WHO[(request.headers.authorization ?? '').replace('Bearer ', '')];
    if (!who) problem(401, 'not-signed-in');
    else if (pathname === '/api/session') json(200, who);
    else if (pathname === '/api/house') json(200, { zone: 'UTC', queues: {}, lines: {}, skills: {}, prompts: {} });
    else if (pathname === '/api/views') json(200, { views: [] });
    else if (pathname === '/api/announcements') json(200, { announcements: [], lines: [], prompts: [] });
    else if (pathname === '/api/events') response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': here\n\n');
    else if (promised(request, state.promises, pathname, json)) return;
    else if (atTheBank(request, response, state, pathname, json)) return;
    else if (ANSWERS[pathname]) json(200, ANSWERS[pathname]());
    else {
      console.error(`the mock has nothing at ${pathname}`);
      problem(404, 'not-found');
    }
    return;
  }
  const name = pathname === '/' || extname(pathname) === '' ? 'index.html' : pathname.slice(1);
  try {
    const file = readFileSync(new URL(name, DIST));
    response.writeHead(200, { 'content-type': KINDS[extname(name)] ?? 'application/octet-stream', 'content-security-policy': POLICY }).end(file);
  } catch {
    problem(404, 'not-found');
  }
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const mock = await start(Number(process.argv[2] ?? 8090));
  console.log(`${mock.url}  sign in with ${TOKENS.agent} or ${TOKENS.supervisor}; /mock/ in another tab is the voice node.
A line here does it: ring [ko|en] [late|failed|unknown], panel NAME, verified, parted, returned, ends, cut, over, made`);
  process.stdin.on('data', (line) => {
    const [what, ...options] = String(line).trim().split(/\s+/);
    const { desk } = mock;
    if (what === 'ring') desk.ring({ language: options.find((option) => /^(zh|ko|en)$/.test(option)) ?? 'zh', late: options.includes('late'), failed: options.includes('failed'), known: !options.includes('unknown') });
    else if (what === 'ends') desk.ends('customer_hung_up');
    else if (what === 'over') desk.over('the service is closing; connect again in a moment');
    else if (what === 'made') desk.made('supervisor', 'A supervisor made you not ready.');
    else desk[what]?.(...options);
  });
}
