import type { Page } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import { type Desk, startDesk } from '@/lib/testing/desk';
import { type Issuer, prepareIssuer } from '@/lib/testing/oidc-issuer';
import { expect, expectAccessible, test } from './fixtures';
import { settled } from './interactive';
import { addAuthenticator } from './pages/authenticator';
import { typePasswordAgain } from './pages/bulk-revoke';
import { enter } from './pages/entrance';
import { addLink, countMembers } from './pages/invitations';
import { addProperty } from './pages/own-property';

test('an invited person makes a passkey, works, and signs in with it again', { tag: '@journey' }, async ({
  page,
  desk,
  context,
  allowConsole,
}) => {
  const { manager } = addProperty(desk, 'Passkey House', { rooms: 1 });
  await enter(desk, context, manager);
  await context.clearCookies();
  await addAuthenticator(context, page);
  const token = await addLink(desk, { account: manager.account, name: 'Ben', building: 'Passkey House' });
  await page.goto(`/invite/${token}`);
  await expect(page.getByText(`${manager.account} invites you`)).toBeVisible();
  await expect(page.getByText('see, make and revoke doorcodes')).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Your name').fill('Ben Caretaker');
  await page.getByRole('button', { name: 'Make a passkey' }).click();
  await expect(page).toHaveURL(`${desk.url}/`);
  await page.goto('/settings');
  await expect(page.getByText('Signed in as Ben Caretaker')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Your sign-in' })).toContainText('Linux');
  await expectAccessible(page);

  await page.goto(`/invite/${token}`);
  await expect(page.getByText('You have used this link already')).toContainText('Ben Caretaker');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Your sign-in' }).click();
  await page.getByRole('button', { name: 'Sign out' }).first().click();
  await expect(page).toHaveURL(/\/login/);
  await expectAccessible(page);
  allowConsole(/404/);
  await page.goto(`/invite/${token}`);
  await expect(page.getByText('This link cannot be used any more')).toBeVisible();
  await page.getByRole('link', { name: 'Go to sign-in' }).click();
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(page).toHaveURL(`${desk.url}/`);

  await page.goto('/settings');
  const panel = page.getByRole('region', { name: 'Your sign-in' });
  await panel.getByRole('button', { name: 'Remove Linux' }).click();
  const prompt = page.getByRole('dialog', { name: 'Show again who you are' });
  await prompt.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(panel).toContainText('This is your last way to sign in');
});

test('an invited person who sets a password gets the recovery codes first, and no stale invitation', async ({
  page,
  desk,
  context,
}) => {
  const { manager } = addProperty(desk, 'Password House', { rooms: 1 });
  await enter(desk, context, manager);
  await context.clearCookies();
  const token = await addLink(desk, { account: manager.account, name: 'Bea', building: 'Password House' });
  await page.goto(`/invite/${token}`);
  await page.getByRole('button', { name: 'Choose a password and code' }).click();
  await page.getByLabel('Sign-in name').fill('bea.password-house');
  await page.getByLabel('New password', { exact: true }).fill('thirty-lanterns-under-a-bridge');
  await page.getByLabel('New password again', { exact: true }).fill('thirty-lanterns-under-a-bridge');
  const key = (await page.locator('code').textContent())?.replaceAll(/\s/g, '') ?? '';
  await page.getByLabel('Code of the app').fill(new TOTP({ secret: Secret.fromBase32(key) }).generate());
  await page.getByRole('button', { name: 'Accept and sign in' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are signed in');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page.getByText('Keep these recovery codes')).toBeVisible();
  await expect(page.getByText(/You are invited|What you may do|works once, until/)).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'I have kept them, continue' }).click();
  await expect(page).toHaveURL(`${desk.url}/`);
});

test('the holder of the vendor’s account becomes an owner with a passkey', async ({
  page,
  desk,
  context,
}) => {
  const { manager } = addProperty(desk, 'Owner House', { rooms: 1 });
  await enter(desk, context, manager);
  await addAuthenticator(context, page);
  await page.goto('/settings');
  const panel = page.getByRole('region', { name: 'Sign in as yourself' });
  await panel.getByLabel('Your name').fill('Anna Owner');
  await panel.getByRole('button', { name: 'Add a passkey' }).click();
  await typePasswordAgain(page, manager);
  await panel.getByRole('button', { name: 'Sign in as myself' }).click();
  await expect(page).toHaveURL(`${desk.url}/`);
  await page.goto('/settings');
  await expect(page.getByText('Signed in as Anna Owner')).toBeVisible();
});

test.describe('with an issuer', () => {
  let desk: Desk;
  let issuer: Issuer;

  test.beforeAll(async () => {
    issuer = await prepareIssuer();
    desk = await startDesk({
      server: { serverUrl: process.env.E2E_SERVER_URL ?? '', template: process.env.E2E_TEMPLATE ?? '' },
      settings: {
        DOORDESK_OIDC_ISSUER: issuer.url,
        DOORDESK_OIDC_CLIENT_ID: issuer.clientId,
        DOORDESK_OIDC_CLIENT_SECRET: issuer.clientSecret,
      },
    });
    await issuer.start(`${desk.url}/api/auth/callback/oidc`);
  });
  test.afterAll(async () => {
    await desk.stop();
    await issuer.stop();
  });

  test('a person accepts and signs in over it; what it must not say ends in words', async ({
    page,
    context,
    allowConsole,
  }) => {
    allowConsole(/401|403/);
    const { manager } = desk.simulator.accounts;
    await enter(desk, context, manager);
    await context.clearCookies();
    const token = await addLink(desk, { account: manager.account, name: 'Cleo' });
    await page.goto(`${desk.url}/invite/${token}`);
    await page.getByRole('button', { name: 'Continue with localhost' }).click();
    await expect(page).toHaveURL(`${desk.url}/`);
    await page.goto(`${desk.url}/settings`);
    await expect(page.getByText('Signed in as Cleo')).toBeVisible();

    // The issuer asks again, and the answer confirms this session.
    const panel = page.getByRole('region', { name: 'Your sign-in' });
    const remove = panel.getByRole('button', { name: 'Remove person-1' });
    await remove.click();
    const prompt = page.getByRole('dialog', { name: 'Show again who you are' });
    await prompt.getByRole('button', { name: 'Continue with localhost' }).click();
    await expect(prompt).toHaveCount(0);
    await expect(remove).toBeVisible();
    await settled(page);
    await remove.click();
    await expect(panel).toContainText('This is your last way to sign in');

    // The email address says nothing about who it is.
    issuer.alter = (claims) => ({ ...claims, email: 'another@example.com' });
    await signInAtIssuer(page);
    await expect(page).toHaveURL(`${desk.url}/`);
    expect(await countMembers(desk, 'Cleo')).toBe(1);

    issuer.alter = (claims) => ({ ...claims, aud: 'another-client' });
    await signInAtIssuer(page);
    await expect(page.getByRole('main').getByRole('alert')).toContainText(
      'Your organisation’s sign-in did not work',
    );

    issuer.alter = (claims) => claims;
    issuer.subject = 'stranger';
    await signInAtIssuer(page);
    await expect(page.getByRole('main').getByRole('alert')).toContainText('No member has this sign-in');

    await issuer.stop();
    await signInAtIssuer(page);
    await expect(page.getByRole('main').getByRole('alert')).toContainText(
      'Your organisation’s sign-in did not work',
    );
    await issuer.start(`${desk.url}/api/auth/callback/oidc`);
  });

  /** As a browser that no one has signed in with, here or at the issuer. */
  async function signInAtIssuer(page: Page): Promise<void> {
    await page.context().clearCookies();
    await page.goto(`${desk.url}/login`);
    await page.getByRole('button', { name: 'Continue with localhost' }).click();
  }
});
