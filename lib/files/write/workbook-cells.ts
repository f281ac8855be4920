import { fileText } from './visible-text';

/** Excel refuses a file that holds a longer text, counted in UTF-16. */
const CELL_LIMIT = 32_767;

/** So much of a text as a cell may hold, without half a character where the limit falls into one. */
function cutCell(text: string): string {
  return text.length > CELL_LIMIT ? text.slice(0, CELL_LIMIT).replace(/[\uD800-\uDBFF]$/, '') : text;
}

/**
 * A cell's text as a workbook spells it (ECMA-376, ST_Xstring): what looks like such a spelling is spelt out, or it would
 * be read as the sign that it names. A carriage return would become a line feed.
 */
export function cellSpelling(text: string): string {
  return cutCell(fileText(text))
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/\r/g, '_x000D_')
    .replace(/[\uFFFE\uFFFF]/g, '\uFFFD');
}

/** A text as a cell that no program evaluates; migrations 0012 and 0019 have the same in SQL. */
export function textCell(text: string): string {
  const escaped = cellSpelling(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return `<c t="inlineStr"><is><t xml:space="preserve">${escaped}</t></is></c>`;
}
