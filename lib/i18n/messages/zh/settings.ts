import type { settings as English } from '../en/settings';

export const settings: typeof English = {
  title: '设置',
  profile: '个人资料',
  signedInAs: '登录账号 {account}，{role}',
  look: {
    title: '语言和外观',
    language: '语言',
    theme: '主题',
    times: '时间显示',
    timeDisplays: { relative: '相对时间，悬停时显示具体时刻', exact: '具体时刻' },
    zones: '时区',
    zoneDisplays: { building: '楼宇所在时区', own: '我的时区（{zone}）' },
    saved: '保存在此浏览器中。',
  },
  sessions: {
    title: '我的会话',
    intro: '您以此账号和身份登录 Doordesk 的所有位置。会话在一小时未使用后结束，最长一天。',
    browser: '{browser}（{system}）',
    unknownBrowser: '未知浏览器',
    unknownSystem: '未知系统',
    current: '当前会话',
    started: '登录于 <time></time>',
    lastUsed: '最近使用 <time></time>',
    end: '结束',
    endOne: '结束 {browser} 上的会话',
    endOthers: '结束其他 {count} 个会话',
    endOthersTitle: '结束其他所有会话？',
    endOthersText: '正在使用这些会话的人会立即退出登录，当前会话不受影响。',
    ended: '{count, plural, =0 {没有可结束的会话} other {已结束 # 个会话}}',
  },
};
