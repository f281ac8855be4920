import type { outage as English } from '../en/outage';

export const outage: typeof English = {
  database: {
    title: 'Doordesk 的数据库没有响应',
    text: '未作任何更改。本页面每隔几秒自动重试；如仍失败，请联系管理员。',
  },
  stopping: {
    title: 'Doordesk 正在重新启动',
    text: '未作任何更改。本页面每隔几秒自动重试。',
  },
  unknown: {
    title: '无法确定操作是否已生效',
    text: 'Doordesk 与数据库的连接中断，或正在重新启动。请先查看更改是否已生效，再决定是否重复操作。',
  },
  address: {
    title: '这不是 Doordesk 的地址',
    text: '未执行任何操作。请打开 {address}，在那里重复此步骤。',
  },
  tooLarge: {
    title: '内容过大',
    text: '未执行任何操作。请减少一次提交的内容后重试。',
  },
  busy: {
    title: 'Doordesk 正在接收的内容过多',
    text: '未执行任何操作。请过几秒后重试。',
  },
  unreadable: {
    title: 'Doordesk 无法读取此请求',
    text: '未执行任何操作。请刷新页面后重复此步骤。',
  },
  signedOut: {
    title: '您已退出登录',
    text: '未执行任何操作。请重新登录后重复此步骤。',
  },
  again: '重试',
};
