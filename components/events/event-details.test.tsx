import { expect, it } from 'vitest';
import { renderInDesk } from '@/components/ui/render-in-desk';
import type { EventRow } from '@/lib/archive/search/rows';
import { events } from '@/lib/i18n/messages/en/events';
import { EventDetails } from './event-details';

const card: EventRow = {
  id: '0.1',
  at: '2026-11-20T08:00:00.000Z',
  wall: '2026-11-20 08:00:00',
  zone: 'UTC',
  fit: 'exact',
  timeText: '2026-11-20 08:00:00',
  type: 5,
  account: null,
  codeName: null,
  gid: 'G1',
  doorName: 'Front gate',
  buildingName: 'Harbor View',
  channel: null,
  unitLabel: null,
  attribution: null,
  archivedAt: '2026-11-20T08:01:00.000Z',
};

const pageOf = (row: EventRow) => renderInDesk(<EventDetails row={row} rooms={new Set()} hasRegister />);

it('says that the cloud does not tell whose card opened the door', () => {
  expect(pageOf(card)).toContain(events.details.cardText);
  expect(pageOf({ ...card, type: 4, account: 'anna@example.com' })).not.toContain(events.details.cardText);
});

it('marks the time of the cloud as its own text, with the zone in which it was read', () => {
  const html = pageOf({ ...card, timeText: '20261120 170000', zone: 'Asia/Tokyo' });
  expect(html).toContain(events.details.asSent);
  expect(html).toContain('20261120 170000');
  expect(html).toContain('Doordesk read this text as Asia/Tokyo (UTC+09:00).');
  const unread = pageOf({ ...card, timeText: 'soon', at: null });
  expect(unread).toContain('soon');
  expect(unread).not.toContain('Doordesk read this text');
});

it('writes the moment in UTC as it writes the moment at the door', () => {
  const html = pageOf({ ...card, zone: 'Asia/Tokyo' });
  expect(html).toContain('Fri, Nov 20, 2026, 08:00:00 · UTC');
  expect(html).toContain('Fri, Nov 20, 2026, 17:00:00');
});
