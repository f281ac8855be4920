import type { Messages, Texts } from '../../app-config';

export const newer: Texts<Messages['newer']> = {
  come: '{count, number} 条新事件',
  over: '超过 {count, number} 条新事件',
  hint: '显示新事件',
};
