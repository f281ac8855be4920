import { describe, expect, it } from 'vitest';
import fc from '@/lib/testing/fast-check';
import { findVisits, groupVisits, type VisitEvent, visitMs } from './visits';

const start = Date.UTC(2026, 10, 24, 9);
let count = 0;
const event = (seconds: number, type: number, more: Partial<VisitEvent> = {}): VisitEvent => ({
  id: `e${count++}`,
  gid: 'A',
  channel: null,
  type,
  at: new Date(start + seconds * 1_000).toISOString(),
  ...more,
});
const types = (...events: VisitEvent[]) =>
  findVisits(events.toReversed()).map((visit) => visit.map(({ type }) => type).reverse());

describe('findVisits', () => {
  it.each<[string, VisitEvent[], number[][]]>([
    ['call, answer, unlock', [event(0, 0), event(5, 1), event(20, 4)], [[0, 1, 4]]],
    ['no answer', [event(0, 0), event(20, 2)], [[0, 2]]],
    ['rung twice', [event(0, 0), event(9, 0), event(20, 3)], [[0, 0, 3]]],
    ['a lone unlock', [event(0, 5)], []],
    ['an answer without a call', [event(0, 1), event(5, 4)], []],
    ['an answer before the call', [event(0, 1), event(1, 0), event(5, 4)], [[0, 4]]],
    ['exactly two minutes', [event(0, 0), event(120, 4)], [[0, 4]]],
    ['a second more', [event(0, 0), event(121, 4)], []],
    ['only the second ring is near enough', [event(0, 0), event(60, 0), event(150, 4)], [[0, 4]]],
    ['the second unlock is none', [event(0, 0), event(9, 4), event(12, 4)], [[0, 4]]],
    ['another door', [event(0, 0), event(9, 4, { gid: 'B' })], []],
    ['another room', [event(0, 0, { channel: 1 }), event(9, 4, { channel: 2 })], []],
    ['a room named once', [event(0, 0, { channel: 1 }), event(9, 4)], [[0, 4]]],
    [
      'two rooms and an unlock of neither: the last call has it',
      [event(0, 0, { channel: 1 }), event(3, 0, { channel: 2 }), event(9, 4)],
      [[0, 4]],
    ],
    ['no time', [event(0, 0, { at: null }), event(9, 4)], []],
    ['an unknown type between', [event(0, 0), event(3, 77), event(9, 4)], [[0, 4]]],
  ])('%s', (_, events, expected) => {
    expect(types(...events)).toEqual(expected);
  });
});

const histories = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 0, max: 90 }),
      type: fc.integer({ min: 0, max: 6 }),
      gid: fc.constantFrom('A', 'B'),
      channel: fc.constantFrom(null, 1, 2),
    }),
    { maxLength: 60 },
  )
  .map((steps) => {
    let seconds = 0;
    return steps
      .map(({ gap, ...more }, index) => {
        seconds += gap;
        return { id: String(index), at: new Date(start + seconds * 1_000).toISOString(), ...more };
      })
      .reverse();
  });

describe('groupVisits', () => {
  it('shows every event once, whatever the size of pages, and the same visits as all at once', () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 1, max: 9 }), (events, size) => {
        const near = (one: VisitEvent | undefined, other: VisitEvent) =>
          one?.at && other.at ? Math.abs(Date.parse(one.at) - Date.parse(other.at)) <= visitMs * 2 : false;
        const pages: ReturnType<typeof groupVisits<VisitEvent>> = [];
        for (let from = 0; from < events.length; from += size) {
          const rows = events.slice(from, from + size);
          pages.push(
            ...groupVisits(rows, {
              newer: events.slice(0, from).filter((one) => near(rows[0], one)),
              older: events.slice(from + size).filter((one) => near(rows.at(-1), one)),
            }),
          );
        }
        expect(pages).toEqual(groupVisits(events));
        const shown = pages.flatMap(({ id, visit = [] }) => [id, ...visit.map((one) => one.id)]);
        expect(shown.toSorted()).toEqual(events.map(({ id }) => id).toSorted());
      }),
      { numRuns: 300 },
    );
  });

  it('keeps to the definition', () => {
    fc.assert(
      fc.property(histories, (events) => {
        for (const visit of findVisits(events)) {
          const [unlock, ...others] = visit;
          const call = others.at(-1);
          expect(unlock?.type).toBeGreaterThanOrEqual(2);
          expect(call?.type).toBe(0);
          expect(Date.parse(unlock?.at ?? '') - Date.parse(call?.at ?? '')).toBeLessThanOrEqual(visitMs);
          expect(new Set(visit.map(({ gid }) => gid)).size).toBe(1);
          expect(new Set(visit.flatMap(({ channel }) => channel ?? [])).size).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
