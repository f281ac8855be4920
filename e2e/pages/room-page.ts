import { expect, type Locator, type Page } from '@playwright/test';
import type { Room } from '@/lib/simulator/world/model';
import { roomAddress } from './own-property';

export class RoomPage {
  readonly master: Locator;
  readonly shares: Locator;
  readonly doorcodes: Locator;
  readonly doors: Locator;
  readonly events: Locator;

  constructor(private readonly page: Page) {
    const panel = (name: string) => page.getByRole('region', { name, exact: true });
    this.master = panel('Room master');
    this.shares = panel('Shares');
    this.doorcodes = panel('Doorcodes');
    this.doors = panel('Doors');
    this.events = panel('Events');
  }

  /** Opens the page, and waits until the room has been read from the cloud. */
  async open(room: Room): Promise<void> {
    await this.page.goto(roomAddress(room));
    await this.expectRead();
  }

  async expectRead(): Promise<void> {
    await expect(this.page.getByRole('status').filter({ hasText: /^Read / })).toBeVisible();
  }

  /** Reads the room again, and waits until the page shows it. No older result comes later. */
  async readAgain(): Promise<void> {
    const button = this.page.getByRole('button', { name: 'Read again' });
    await button.click();
    await this.expectRead();
    await expect(button).not.toHaveAttribute('aria-busy', 'true');
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  /** Enters the account in the open dialog, and presses the button that names it. */
  async decide(button: string, account?: string): Promise<void> {
    if (account !== undefined) await this.dialog.getByRole('textbox').fill(account);
    await this.dialog.getByRole('button', { name: button, exact: true }).click();
  }

  /** Returns the dialog's outcome for each door, and closes the dialog. */
  async outcomes(): Promise<string[]> {
    const list = this.dialog.getByRole('status').getByRole('listitem');
    await expect(list.first()).toBeVisible();
    const texts = await list.allInnerTexts();
    await this.dialog.getByRole('button', { name: 'Close' }).last().click();
    await expect(this.dialog).toHaveCount(0);
    return texts;
  }
}
