import { createTranslator } from 'next-intl';
import { expect, it } from 'vitest';
import { messages as en } from '@/lib/i18n/messages/en/messages';
import { messages as zh } from '@/lib/i18n/messages/zh/messages';
import { roomLabel } from './room-label';

const english = createTranslator({ locale: 'en', messages: en, namespace: 'common.roomLabel' });
const chinese = createTranslator({ locale: 'zh', messages: zh, namespace: 'common.roomLabel' });

it.each(['Suite 503', 'Shop 1', 'Penthouse', '管理处', '5楼', 'Bürgerbüro'])(
  '%s names a room by itself',
  (unit) => {
    expect([roomLabel(english, unit), roomLabel(english, unit, 'inText'), roomLabel(chinese, unit)]).toEqual([
      unit,
      unit,
      unit,
    ]);
  },
);

it.each(['101', 'A-101', '12B', 'PH 3', '#05-12'])('%j is a number', (unit) => {
  expect([roomLabel(english, unit), roomLabel(english, unit, 'inText'), roomLabel(chinese, unit)]).toEqual([
    `Room ${unit}`,
    `room ${unit}`,
    `${unit} 室`,
  ]);
});
