import { type BrowserContext, expect, type Page } from '@playwright/test';
import type { Desk } from '@/lib/testing/desk';
import type { Person } from './own-property';

const roles = { 1: 'Property manager', 2: 'Landlord or room master', 3: 'Tenant' } as const;

/** Signs a person in without the sign-in page, and stores the cookie in the browser. */
export async function enter(desk: Pick<Desk, 'url'>, context: BrowserContext, person: Person): Promise<void> {
  const { csrfToken } = await (await context.request.get(`${desk.url}/api/auth/csrf`)).json();
  const response = await context.request.post(`${desk.url}/api/auth/callback/credentials`, {
    headers: { origin: desk.url },
    form: {
      csrfToken,
      account: person.account,
      password: person.password,
      account_type: String(person.accountType),
      json: 'true',
    },
  });
  expect(response.status(), `sign-in as ${person.account}`).toBe(200);
}

export class LoginPage {
  constructor(private readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.goto('/login');
  }

  async signIn({ account, password, accountType }: Person): Promise<void> {
    await this.page.getByLabel('Account').fill(account);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.page.getByRole('radio', { name: roles[accountType] }).check();
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }
}
