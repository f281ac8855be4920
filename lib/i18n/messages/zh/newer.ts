import type { Messages } from '../en/messages';
import type { Texts } from '../texts';

export const newer: Texts<Messages['newer']> = {
  come: '{count, number} 条新事件',
  over: '超过 {count, number} 条新事件',
  hint: '显示新事件',
};
