import { expect, type Locator, type Page } from '@playwright/test';
import type { Room } from '@/lib/simulator/world/model';
import { roomAddress } from './own-property';

/** One flat's page. */
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

  /** Opens it, and waits until it has been read from the cloud. */
  async open(room: Room): Promise<void> {
    await this.page.goto(roomAddress(room));
    await this.expectRead();
  }

  async expectRead(): Promise<void> {
    await expect(this.page.getByRole('status').filter({ hasText: /^Read / })).toBeVisible();
  }

  /** Has it read once more, and waits until that is drawn: nothing of an earlier reading comes after. */
  async readAgain(): Promise<void> {
    const button = this.page.getByRole('button', { name: 'Read again' });
    await button.click();
    await this.expectRead();
    await expect(button).not.toHaveAttribute('aria-busy', 'true');
  }

  /** The dialog in front, whatever it asks. */
  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  /** Says in the open dialog which account, and presses its deciding button, which names it. */
  async decide(button: string, account?: string): Promise<void> {
    if (account !== undefined) await this.dialog.getByRole('textbox').fill(account);
    await this.dialog.getByRole('button', { name: button, exact: true }).click();
  }

  /** What the dialog says of each door when the change is over; closes it. */
  async outcomes(): Promise<string[]> {
    const list = this.dialog.getByRole('status').getByRole('listitem');
    await expect(list.first()).toBeVisible();
    const texts = await list.allInnerTexts();
    await this.dialog.getByRole('button', { name: 'Close' }).last().click();
    await expect(this.dialog).toHaveCount(0);
    return texts;
  }
}
