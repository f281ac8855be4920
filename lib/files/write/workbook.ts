import { visibleText } from '@/lib/text/visible-text';
import type { ExportColumn } from './cell';
import type { LinesChunk } from './lines-chunk';
import { contentTypes, rootRelations, styles, workbookPart, workbookRelations } from './parts';
import { textCell } from './workbook-cells';
import { type ZipFile, zipOf } from './zip';

export const mostRows = 1_048_576;
/** A sheet ends before its XML needs the 64-bit form in the ZIP, which some programs do not read. */
const mostBytes = 3_000_000_000;

type Options = { columns: readonly ExportColumn[]; name: string; maxRowsPerSheet?: number };

/** A full sheet is followed by another one with the header. Chunks must end where a sheet does (`breaksOf`). */
export function workbookOf(
  chunks: AsyncIterable<LinesChunk>,
  options: Options,
): AsyncGenerator<Uint8Array, void> {
  return zipOf(filesOf(chunks[Symbol.asyncIterator](), options));
}

async function* filesOf(
  source: AsyncIterator<LinesChunk>,
  { columns, name, maxRowsPerSheet = mostRows }: Options,
): AsyncGenerator<ZipFile, void> {
  const head = Buffer.from(sheetHead(columns));
  let next: IteratorResult<LinesChunk> | undefined;
  let sheets = 0;
  do {
    sheets += 1;
    const sheet = async function* (): AsyncGenerator<Uint8Array, void> {
      yield head;
      let rows = 1;
      let bytes = 0;
      next ??= await source.next();
      while (!next.done && rows + next.value.lines <= maxRowsPerSheet && bytes < mostBytes) {
        rows += next.value.lines;
        bytes += next.value.bytes.length;
        yield next.value.bytes;
        next = await source.next();
      }
      yield Buffer.from('</sheetData></worksheet>');
    };
    yield { path: `xl/worksheets/sheet${sheets}.xml`, content: sheet() };
  } while (!next?.done);
  const parts = {
    '[Content_Types].xml': contentTypes(sheets),
    '_rels/.rels': rootRelations,
    'xl/workbook.xml': workbookPart(sheetName(name), sheets),
    'xl/_rels/workbook.xml.rels': workbookRelations(sheets),
    'xl/styles.xml': styles,
  };
  for (const [path, text] of Object.entries(parts)) yield { path, content: [Buffer.from(text)] };
}

function sheetHead(columns: readonly ExportColumn[]): string {
  const widths = columns.map(({ type }, index) => {
    const width = type === 'instant' || type === 'wall' ? 20 : 16;
    return `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`;
  });
  const titles = columns.map(({ title }) => textCell(title));
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>${widths.join('')}</cols><sheetData><row>${titles.join('')}</row>`;
}

/** Excel refuses some characters, more than 31 of them, and one reserved word. Further sheets add a number. */
function sheetName(name: string): string {
  const clean = visibleText(name)
    .replace(/[[\]:*?/\\']/g, ' ')
    .trim()
    .slice(0, 26)
    .trim();
  return clean === '' || clean.toLowerCase() === 'history' ? 'Export' : clean;
}
