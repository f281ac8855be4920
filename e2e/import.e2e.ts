import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { readXlsx } from 'hucre/xlsx';
import { expect, expectAccessible, test } from './fixtures';
import { enter } from './pages/entrance';
import { addProperty } from './pages/own-property';

const building = 'Choices House';

const choose = (page: Page, name: string, buffer: Buffer) =>
  page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer });
const rowOf = (page: Page, line: number) =>
  page
    .getByRole('list', { name: 'Rows of the file' })
    .getByRole('listitem')
    .filter({ hasText: new RegExp(`Line ${line}(?!\\d)`) });

/** The register as its own export shows it. */
async function stored(page: Page): Promise<string[]> {
  const text = await (await page.request.get('/api/people/export?format=json')).text();
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const { name, room, phone }: Record<string, unknown> = JSON.parse(line);
      return [name, room, phone].filter(Boolean).join(' ');
    })
    .sort();
}

test('every choice that an import offers is taken by a click, and is what is stored', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, building, { rooms: 3 });
  for (const room of property.rooms) if (room.label === '102') room.label = '0102';
  await enter(desk, context, property.manager);
  await page.goto('/people/import');

  const list = [
    'Name,Building,Room,Phone',
    `Ann,${building},102,`,
    `Amy,${building},102,`,
    'Bob,Choises House,101,',
    `Cy,${building},101,111111`,
    `Cy,${building},101,222222`,
    'Dan,Nowhere,9,',
  ].join('\n');
  await choose(page, 'list.csv', Buffer.from(list));
  await expect(rowOf(page, 2)).toContainText(`Did you mean ${building} · 0102?`);
  await expect(rowOf(page, 2)).toContainText('A spreadsheet turns it into 102.');
  await expectAccessible(page);
  await rowOf(page, 4).getByRole('button', { name: 'Yes, use it' }).click();
  await rowOf(page, 4).getByRole('button', { name: 'Undo' }).click();
  await rowOf(page, 4).getByRole('button', { name: 'Yes, use it' }).click();
  await rowOf(page, 2).getByRole('button', { name: 'Use it for 2 rows' }).click();
  await rowOf(page, 6).getByRole('button', { name: 'This is another person with the same name' }).click();

  const download = async (name: string) => {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name, exact: true }).click(),
    ]);
    return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
  };
  const workbook = await download('Excel');
  expect(workbook.name).toBe('doordesk-rejected-rows.xlsx');
  const [sheet] = (await readXlsx(workbook.bytes)).sheets;
  expect(sheet?.rows.slice(1).map((row) => row[0])).toEqual(['Dan']);
  const csv = await download('CSV');

  await page.getByRole('button', { name: 'Import 5 rows' }).click();
  await expect(page.getByText('5 people added')).toBeVisible();
  const five = ['Amy 0102', 'Ann 0102', 'Bob 101', 'Cy 101 111111', 'Cy 101 222222'];
  expect(await stored(page)).toEqual(five);

  // The corrected row is imported.
  await page.getByRole('button', { name: 'Choose another file' }).click();
  await choose(page, csv.name, Buffer.from(csv.bytes.toString().replace('Nowhere,9', `${building},103`)));
  await page.getByRole('button', { name: 'Import 1 row' }).click();
  await expect(page.getByText('1 person added')).toBeVisible();
  expect(await stored(page)).toEqual([...five, 'Dan 103']);

  await page.getByRole('button', { name: 'Choose another file' }).click();
  const japanese = Buffer.concat([
    Buffer.from('Name,Building,Room\n'),
    Buffer.from([0x8e, 0x52, 0x93, 0x63, 0x91, 0xbe, 0x98, 0x59]),
    Buffer.from(`,${building},103\n`),
  ]);
  await choose(page, 'sjis.csv', japanese);
  await expect(page.getByRole('heading', { name: 'How should this file be read?' })).toBeVisible();
  await page.getByRole('button', { name: 'Use this version: Japanese (shift_jis)' }).click();
  await expect(rowOf(page, 2)).toContainText('山田太郎');
  await page.getByLabel('Character set').selectOption('windows-1252');
  await expect(rowOf(page, 2)).toContainText('ŽR');
  await page.getByLabel('Character set').selectOption('shift_jis');
  await expect(rowOf(page, 2)).toContainText('山田太郎');
  await page.getByRole('button', { name: 'Import 1 row' }).click();
  await expect(page.getByText('1 person added')).toBeVisible();
  expect(await stored(page)).toContain('山田太郎 103');
});
