import { describe, expect, test } from 'vitest';
import { people as english } from '@/lib/i18n/messages/en/people';
import { people as chinese } from '@/lib/i18n/messages/zh/people';
import { peopleColumns, templateColumns } from './export-rows';
import { ImportProblem } from './import-error';
import { readHeadings } from './read-headings';
import { mostRows, readTable } from './read-table';

describe('readTable', () => {
  test.each([
    ['a,b\n1,2', ','],
    ['a;b\n1,5;2', ';'],
    ['a\tb\r\n1\t2', '\t'],
    ['"a,x";b\n1;2', ';'],
    ['sep=;\na;b\n1;2', ';'],
    ['\n\na,b\n1,2', ','],
  ])('finds the separator of %j', (text, separator) => {
    const table = readTable(text);
    expect(table.separator).toBe(separator);
    expect(table.heading.cells).toHaveLength(2);
    expect(table.rows).toHaveLength(1);
  });

  test('numbers rows by the line they begin in, over line ends inside quotes and blank lines', () => {
    const { heading, rows } = readTable('name,note\r\nA,"one\ntwo"\n\n,\nB,"say ""hi"""\rC,\n');
    expect(heading.line).toBe(1);
    expect(rows).toEqual([
      { line: 2, cells: ['A', 'one\ntwo'] },
      { line: 6, cells: ['B', 'say "hi"'] },
      { line: 7, cells: ['C', ''] },
    ]);
  });

  test('loses no row after blank ones: blank rows at the end are skipped, and too many before are refused', () => {
    const blank = (count: number) => ',,\n'.repeat(count);
    const spaced = `Name,Room\n\n${'Ann,101\n\n'.repeat(5_000)}`;
    expect(
      readTable(spaced)
        .rows.map(({ line }) => line)
        .at(-1),
    ).toBe(10_001);
    const late = readTable(`Name,Room\n${blank(12_000)}Zoe,102\n${blank(30_000)}`).rows;
    expect(late).toEqual([{ line: 12_002, cells: ['Zoe', '102'] }]);
    expect(() => readTable(`Name,Room\nAnn,101\n${blank(30_000)}Zoe,102\n`)).toThrow(ImportProblem);
  });

  test('accepts a quotation mark inside a text', () => {
    expect(readTable('name\nBob "Bobby" Smith').rows[0]?.cells).toEqual(['Bob "Bobby" Smith']);
  });

  test.each([
    ['', 'empty'],
    ['\n , \n', 'empty'],
    ['name\n"never closed\nx', 'quote'],
    [`name\n${'x\n'.repeat(mostRows + 1)}`, 'tooManyRows'],
    [`name\n${`x${','.repeat(150)}\n`.repeat(mostRows - 1)}`, 'tooManyRows'],
    [`name\nx${','.repeat(200)}`, 'tooManyColumns'],
  ])('refuses %.20j', (text, code) => {
    expect(() => readTable(text)).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code }) }),
    );
  });
});

describe('readHeadings', () => {
  test.each([
    ['English', english.columns],
    ['Chinese', chinese.columns],
  ])('understands every heading of an export and of the template in %s', (_, words) => {
    for (const columns of [peopleColumns((key) => words[key]), templateColumns((key) => words[key])]) {
      const read = readHeadings(columns.map(({ title }) => title));
      expect(read.filter(({ field }) => field === null)).toEqual([]);
      for (const { key, title } of columns) {
        const { field } = read.find(({ heading }) => heading === title) ?? {};
        expect([key, 'ignored']).toContain(field);
      }
    }
  });

  test('ignores case, blanks and marks, and says what it does not know', () => {
    expect(readHeadings([' E-Mail ', 'NAME', 'Move-in date', 'Shoe size'])).toMatchObject([
      { field: 'email' },
      { field: 'name' },
      { field: 'movedIn' },
      { field: null },
    ]);
  });

  test('refuses a file without names', () => {
    expect(() => readHeadings(['email'])).toThrow(expect.objectContaining({ problem: { code: 'noName' } }));
  });

  test('takes the first of two that mean the same; a second phone goes to the note', () => {
    const fields = readHeadings(['name', 'Full name', 'Phone', 'Mobile', 'Phone 2']).map(
      ({ field }) => field,
    );
    expect(fields).toEqual(['name', null, 'phone', 'alsoNote', 'alsoNote']);
  });

  test.each([
    [
      'Tenant name,Email address,Mobile number,Property name,Unit No.,Lease start date,Lease end date,Comments',
    ],
    ['Mieter,E-Mail-Adresse,Telefonnummer,Gebäude,Wohnungs-Nr.,Einzugsdatum,Auszugsdatum,Bemerkungen'],
    [
      'Nom complet,Adresse e-mail,Numéro de téléphone,Bâtiment,Appartement,Date d’entrée,Date de sortie,Remarques',
    ],
    [
      'Nombre completo,Correo electrónico,Teléfono móvil,Edificio,Piso,Fecha de entrada,Fecha de salida,Observaciones',
    ],
    ['Nome completo,E-mail,Cellulare,Palazzo,Interno,Data di ingresso,Data di uscita,Note'],
    ['姓名,电子邮箱,手机号码,楼栋,房号,入住日期,退租日期,备注'],
    ['氏名,メールアドレス,電話番号,建物名,部屋番号,入居日,退去日,備考'],
    ['이름,이메일,휴대폰,건물명,호수,입주일,퇴거일,비고'],
  ])('understands %s', (line) => {
    const wanted = ['name', 'email', 'phone', 'building', 'room', 'movedIn', 'movedOut', 'note'];
    expect(readHeadings(line.split(',')).map(({ field }) => field)).toEqual(wanted);
  });
});
