import { foldText } from '@/lib/text/fold';
import { ImportProblem } from './problem';

export const importFields = [
  'id',
  'name',
  'email',
  'phone',
  'building',
  'room',
  'movedIn',
  'movedOut',
  'note',
] as const;
export type ImportField = (typeof importFields)[number];

/** Headings that people write, folded, without blanks and marks; our own exports' in both languages are among them. */
const known: Record<ImportField | 'ignored', string[]> = {
  id: ['id', 'doordeskid', 'personid', '编号', '人员编号', 'doordesk编号'],
  name: [
    'name',
    'fullname',
    'tenant',
    'tenantname',
    'resident',
    'person',
    '姓名',
    '名字',
    '租客',
    '租户',
    '租户姓名',
    '住户',
    '名称',
  ],
  email: ['email', 'mail', 'emailaddress', '邮箱', '电子邮箱', '电子邮件', '邮件', '邮箱地址'],
  phone: [
    'phone',
    'phonenumber',
    'telephone',
    'tel',
    'mobile',
    'mobilephone',
    'cell',
    '电话',
    '手机',
    '手机号',
    '手机号码',
    '电话号码',
    '联系电话',
  ],
  building: [
    'building',
    'buildingname',
    'property',
    'block',
    'house',
    '楼宇',
    '楼栋',
    '大楼',
    '楼',
    '楼号',
    '小区',
    '楼宇名称',
  ],
  room: [
    'room',
    'unit',
    'flat',
    'apartment',
    'apt',
    'roomnumber',
    'unitlabel',
    'unitnumber',
    '房间',
    '房号',
    '房间号',
    '室号',
    '单元',
    '门牌号',
  ],
  movedIn: [
    'movedin',
    'movein',
    'moveindate',
    'leasestart',
    'start',
    'from',
    '入住',
    '入住日期',
    '迁入日期',
    '起租日期',
  ],
  movedOut: [
    'movedout',
    'moveout',
    'moveoutdate',
    'leaseend',
    'end',
    'to',
    '迁出',
    '迁出日期',
    '搬离',
    '搬离日期',
    '搬出日期',
    '退租日期',
    '到期日期',
  ],
  note: ['note', 'notes', 'remark', 'remarks', 'comment', '备注', '说明'],
  // Worked out by Doordesk: an export has them, and an import does not read them.
  ignored: ['state', 'keysout', 'changed', 'keysheld', '状态', '未还钥匙', '更改时间', '持有钥匙'],
};

const fieldOf = new Map(
  Object.entries(known).flatMap(([field, words]) =>
    words.map((word) => [word, field as ImportField | 'ignored'] as const),
  ),
);

export type Column = {
  heading: string;
  /** `ignored`: known and not needed; null: not understood, and said so. */
  field: ImportField | 'ignored' | null;
};

/** Which column holds what. A file in which nothing says who the people are cannot be read. */
export function readHeadings(cells: readonly string[]): Column[] {
  const columns = cells.map((cell): Column => {
    const heading = cell.trim();
    return { heading, field: fieldOf.get(foldText(heading).replace(/[\s\p{P}\p{S}]/gu, '')) ?? null };
  });
  const seen = new Set<string>();
  for (const { heading, field } of columns) {
    if (field === null || field === 'ignored') continue;
    if (seen.has(field)) throw new ImportProblem({ code: 'twice', column: heading });
    seen.add(field);
  }
  if (!seen.has('name')) throw new ImportProblem({ code: 'noName' });
  return columns;
}
