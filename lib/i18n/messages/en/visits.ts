export const visits = {
  group: 'Group visits',
  short: 'Visit · {seconds, number} s',
  row: 'Visit: {steps}, {where}',
  open: 'Show the events of the visit ({count, number})',
  close: 'Hide the events of the visit',
} as const;
