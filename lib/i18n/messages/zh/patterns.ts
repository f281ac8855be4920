import type { Messages } from '../en/messages';
import type { Texts } from '../texts';

export const patterns: Texts<Messages['patterns']> = {
  title: '规律',
  show: '显示规律图',
  hide: '隐藏规律图',
  fourWeeks: '最近 4 周',
  perDay: '每天事件数',
  week: '平常的一周',
  byType: '按类型占比',
  ownClocks: '按各楼宇自己的时钟',
  since: '自 {day} 起。可选择其他时间范围。',
  tooMany: '事件太多，无法一次画出。请选择更短的时间范围或更少的门。',
};
