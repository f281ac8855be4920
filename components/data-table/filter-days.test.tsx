import { expect, it } from 'vitest';
import { renderInDesk } from '@/components/ui/render-in-desk';
import { DayFilterChip } from './filter-days';

const now = new Date('2026-11-29T20:30:00Z');

function draw(from: string, to: string, locale: 'en' | 'zh' = 'en'): string {
  const html = renderInDesk(
    <DayFilterChip
      filter={{ kind: 'days', label: 'Time', from: 'from', to: 'to', timed: true }}
      address={{
        params: new URLSearchParams({ from, to }),
        ...{ pending: false, change: () => {}, refresh: () => {} },
      }}
    />,
    locale,
    now,
  );
  return html.slice(html.indexOf('<button')).replace(/<[^>]*>/g, '');
}

it('is short enough to show both ends of a range', () => {
  expect(draw('2026-02-03T22:15', '2026-02-04T05:45')).toContain('Feb 3, 22:15 – Feb 4, 05:45');
  expect(draw('2026-02-03T22:15', '2026-02-03T23:45')).toContain('Feb 3, 22:15 – 23:45');
  expect(draw('2026-02-03T22:15', '2026-02-04T05:45', 'zh')).toContain('2月3日 22:15 – 2月4日 05:45');
  expect(draw('2019-02-03', '2019-02-04')).toContain('Feb 3, 2019 – Feb 4, 2019');
});

it('says the word of a preset', () => {
  expect(draw('2026-11-23', '2026-11-29')).toContain('Last 7 days');
  expect(draw('2026-11-23', '2026-11-29', 'zh')).toContain('最近 7 天');
});
