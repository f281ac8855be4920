import { expect, it } from 'vitest';
import { renderInDesk } from '@/components/ui/render-in-desk';
import { PendingRequests } from './pending-requests';

const textOf = (request: { name: string; count: number; waiting: number }) =>
  renderInDesk(<PendingRequests requests={[{ batch: 'b', ...request }]} />).replace(/<[^>]*>/g, '');

it('says of codes that were not sent that they wait, and quotes only a name', () => {
  expect(textOf({ name: '', count: 3, waiting: 3 })).toBe(
    '3 doorcodes without a name wait for a sign-in or a connection. Nothing has been sent.Show them',
  );
  expect(textOf({ name: 'Plumber', count: 1, waiting: 0 })).toBe(
    'A doorcode “Plumber” is being confirmed.Show it',
  );
  const both = textOf({ name: 'Plumber', count: 3, waiting: 1 });
  expect(both).toContain('A doorcode “Plumber” waits for a sign-in or a connection.');
  expect(both).toContain('2 doorcodes “Plumber” are being confirmed.');
});
