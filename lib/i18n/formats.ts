import type { Formats } from 'next-intl';

export const formats = {
  dateTime: {
    day: { day: 'numeric', month: 'short', year: 'numeric' },
    shortDay: { weekday: 'short', day: 'numeric', month: 'short' },
    moment: {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    },
    second: {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    },
    exact: {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    },
    clock: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  },
  number: {
    count: { maximumFractionDigits: 0 },
    share: { style: 'percent', maximumFractionDigits: 0 },
  },
} satisfies Formats;
