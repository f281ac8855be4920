import { visibleText } from '@/lib/text/visible-text';

/** Finds a code that the text itself contains. Its bracket is escaped, so `hiddenText` does not decode it. */
const spelling = /\[(?=U\+[0-9A-F]{4,6}\])/g;
const bracket = '[U+005B]';

/** Text for a file, which an import can restore. Migration 0041 does the same in SQL. */
export function fileText(text: string): string {
  return visibleText(text.includes('[U+') ? text.replace(spelling, bracket) : text);
}

/** Undoes `fileText`. `[U+0000]` stays, because the database cannot store NUL. */
export function hiddenText(text: string): string {
  if (!text.includes('[U+')) return text;
  return text.replace(/\[U\+([0-9A-F]{4,6})\]/g, (written, code: string) => {
    const point = Number.parseInt(code, 16);
    if (written === bracket) return '[';
    if (point === 0 || point > 0x10ffff) return written;
    const char = String.fromCodePoint(point);
    return visibleText(char) === written ? char : written;
  });
}
