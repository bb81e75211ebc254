// Who is found by what a caller says, mocked: the bank has two people of one number, and too many of one name.
import { VIEWS } from './samples.mjs';

const person = (language, customer) => ({ customer, identity: VIEWS[language].identity.value });

export class Finder {
  /** What was looked for, as it was asked. */
  asked = [];

  /** What comes back: a status and a body. */
  find(body) {
    this.asked.push(body);
    const none = { count: 0, customers: [] };
    if (body.by === 'caller') return [200, { count: 2, customers: [person('zh', VIEWS.zh.customer), person('ko', VIEWS.ko.customer)] }];
    if (body.by === 'card' && body.number.endsWith('9')) return [422, this.#wrong('number')];
    if (body.by === 'name' && body.text === '王' && body.born === null) return [200, { count: 4_711, customers: [] }];
    if (body.by === 'name' && body.text === 'x') return [422, this.#wrong('text')];
    if (body.by === 'name' && body.text === '早') return [503, { ...this.#wrong('text'), type: 'urn:heliotrope:problem:unavailable', status: 503, field: undefined, ready_percent: 37 }];
    if (body.by === 'name' && body.text === '无人') return [200, none];
    return [200, { count: 1, customers: [person('zh', VIEWS.zh.customer)] }];
  }

  #wrong(field) {
    return { type: 'urn:heliotrope:problem:invalid-body', title: 'a field of the body cannot be used', status: 422, detail: `${field}: not so`, field };
  }
}
