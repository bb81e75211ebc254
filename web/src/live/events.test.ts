import { expect, test } from 'vitest';
import { EventParser, type ServerEvent } from './events';

const STREAM =
  ': keep-alive\n\nevent: entry\nid: J-1\ndata: {"a":1}\n\r\ndata: x\r\ndata:y\r\n\r\nid: J-3\n\nevent: over\ndata: {}\n\n';
const EVENTS: ServerEvent[] = [
  { name: 'entry', data: '{"a":1}', id: 'J-1' },
  { name: 'message', data: 'x\ny', id: 'J-1' },
  { name: 'over', data: '{}', id: 'J-3' },
];

test('events are the same however the stream is cut', () => {
  for (let size = 1; size <= STREAM.length; size += 1) {
    const parser = new EventParser();
    const events: ServerEvent[] = [];
    for (let at = 0; at < STREAM.length; at += size) events.push(...parser.take(STREAM.slice(at, at + size)));
    expect(events, `cut every ${size}`).toEqual(EVENTS);
  }
});

test('an event that is not finished is not told', () => {
  expect(new EventParser('J-9').take('event: entry\ndata: 1\n')).toEqual([]);
});

test('the last id stands until there is another', () => {
  expect(new EventParser('J-9').take('data: 1\n\n')).toEqual([{ name: 'message', data: '1', id: 'J-9' }]);
});

test('a line without an end is given up', () => {
  expect(() => new EventParser().take('x'.repeat(1_000_001))).toThrow('too long');
});
