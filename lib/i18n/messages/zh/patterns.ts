import type { Messages } from '../en/messages';
import type { Texts } from '../texts';

export const patterns: Texts<Messages['patterns']> = {
  fourWeeks: '最近 4 周',
  perDay: '每天事件数',
  week: '平常的一周',
  byType: '按类型占比',
  ownClocks: '小时按各楼宇自己的时区计',
  since: '自 {day} 起。可选择时间范围查看其他日期。',
  tooMany: '事件太多，无法一次显示。请选择更短的时间范围或更少的门。',
};
