export const visits = {
  group: '合并来访',
  short: '来访 · {seconds, number} 秒',
  row: '来访：{steps}，{where}',
  open: '显示该来访的事件（{count, number}）',
  close: '隐藏该来访的事件',
};
