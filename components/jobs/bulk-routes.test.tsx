import { expect, it } from 'vitest';
import { renderInDesk } from '@/components/ui/render-in-desk';
import type { Locale } from '@/lib/i18n/preferences/names';
import type { Routes } from '@/lib/jobs/plan';
import { BulkRoutes } from './bulk-routes';

const choices: Routes['choices'] = [
  { connectionId: 'c1', account: 'office@harbor.example', role: 'manager', count: 3 },
  { connectionId: 'c2', account: 'owner@harbor.example', role: 'landlord', count: 1 },
];
const routes: Routes = {
  callers: [
    { account: 'owner@harbor.example', count: 1 },
    { account: 'office@harbor.example', count: 2 },
  ],
  choices,
  chosen: { account: 'owner@harbor.example', byRule: 2 },
  stuck: 0,
};

type Shown = { via?: string; isCurrent?: boolean; locale?: Locale };

const htmlOf = (change: Partial<Routes>, { via = 'c2', isCurrent = true, locale = 'en' }: Shown = {}) =>
  renderInDesk(
    <BulkRoutes
      routes={{ ...routes, ...change }}
      changes={3}
      isCurrent={isCurrent}
      via={via}
      onChoose={() => {}}
    />,
    locale,
  );
const textOf = (...given: Parameters<typeof htmlOf>) => htmlOf(...given).replace(/<[^>]*>/g, '');

it('offers the rule and each account with what it may do, and names the accounts', () => {
  const text = textOf({});
  expect(text).toContain('owner@harbor.example · Landlord or room master · 1 of 3');
  expect(text).toContain('office@harbor.example: 2');
  expect(text).toContain('owner@harbor.example may not make 2 of these changes. They go by rule.');
  expect(textOf({}, { locale: 'zh' })).toContain('owner@harbor.example 无权执行其中 2 项更改');
});

it('keeps the choice while the next preview is made, and names no account until then', () => {
  const text = textOf({}, { isCurrent: false });
  expect(text).toContain('By rule');
  expect(text).not.toContain('may not make');
  expect(text).not.toContain('office@harbor.example: 2');
});

it('goes back to the rule when the chosen account is not offered any more', () => {
  expect(htmlOf({})).toMatch(/value="c2" selected/);
  expect(htmlOf({ chosen: null }, { via: 'gone' })).toMatch(/value="" selected/);
});

it('says that what goes through an account in doubt waits', () => {
  const text = textOf({ inDoubt: ['owner@harbor.example'] });
  expect(text).toContain('1 of 3 · waits: the cloud refused its password');
  expect(text).toContain('owner@harbor.example: 1. The cloud refused its password, so the job waits there');
  expect(text).toContain('office@harbor.example: 2');
});

it('says what no connected account can do', () => {
  const text = textOf({ choices: [], chosen: null, stuck: 1 });
  expect(text).toContain('No connected account can make 1 of these changes now.');
  expect(text).not.toContain('By rule');
});
