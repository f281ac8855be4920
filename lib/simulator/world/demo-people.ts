import type { Account, AccountType } from './model';

export const demoPassword = 'doordeer-demo';

/** The accounts that `--help` names. Each shows one way in which the cloud sees a person. */
export const demoAccounts = {
  manager: { account: 'manager@harbor.example', accountType: 1, story: 'property manager of every building' },
  otherManager: {
    account: 'manager@court.example',
    accountType: 1,
    story: "property manager of O'Brien's Court and Lotus Terrace only",
  },
  landlord: {
    account: 'landlord@harbor.example',
    accountType: 2,
    story: 'owns flats in Harbor View and 海港花园, master of the first of them (flags 2 and 3)',
  },
  otherLandlord: {
    account: 'grace.tan@harbor.example',
    accountType: 2,
    story: 'owns other flats of Harbor View',
  },
  master: {
    account: 'master@harbor.example',
    accountType: 2,
    story: 'room master of two flats (flag 1), signed in as landlord or room master',
  },
  tenant: {
    account: 'master@harbor.example',
    accountType: 3,
    story: 'the same room master, signed in as tenant',
  },
  guest: {
    account: 'guest@harbor.example',
    accountType: 3,
    story: 'sub-master in a flat of master@harbor.example (flag 0)',
  },
  newcomer: {
    account: 'newcomer@harbor.example',
    accountType: 3,
    story: 'signed up, not activated: cannot sign in',
  },
  lodger: { account: 'lodger@harbor.example', accountType: 3, story: 'activated, without any room' },
} as const satisfies Record<string, { account: string; accountType: AccountType; story: string }>;

export type DemoName = keyof typeof demoAccounts;

export type DemoAccount = { account: string; password: string; accountType: AccountType; story: string };

export const demoPeople: (Partial<Account> & { account: string; type: AccountType })[] = [
  { account: 'manager@harbor.example', type: 1, manages: 'all' },
  { account: 'manager@court.example', type: 1, manages: new Set(["O'Brien's Court", 'Lotus Terrace']) },
  { account: 'landlord@harbor.example', type: 2, name: 'Victor Lau' },
  { account: 'grace.tan@harbor.example', type: 2, name: 'Grace Tan' },
  { account: 'master@harbor.example', type: 3, name: 'Melissa Chen', phone: '+86 13800000001' },
  { account: 'guest@harbor.example', type: 3, name: 'Peter Chen' },
  { account: 'newcomer@harbor.example', type: 3, activated: false },
  { account: 'lodger@harbor.example', type: 3 },
  { account: "bríd.o'neill@mail.example", type: 3, name: "Bríd O'Neill" },
  { account: 'xiaoming@mail.example', type: 3, name: '陈小明', language: 'zh' },
  { account: 'halfway@mail.example', type: 3, name: 'Samuel Whitfield' },
];
