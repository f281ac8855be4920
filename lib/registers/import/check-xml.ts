import { isUtf8 } from 'node:buffer';
import { ImportProblem } from './import-error';

/** Elements that the parts of one workbook may still hold. Comments and the like count too. */
export type XmlBudget = { elements: number };

/** Five thousand rows of sixty cells, each with its own text. */
export const mostElements = 1_500_000;
/** The library reads parts that are no sheet in one go, and blocks other requests meanwhile. */
const mostElsewhere = 200_000;
const mostCellsInRow = 16_384;
/** Excel's limit of 32,767 characters, at three bytes each. */
const mostTextBytes = 100_000;
const mostTagBytes = 20_000;
const mostDepth = 100;
const portion = 2_000;

const name = '[^\\s<>/="\'&!?]+';
const opening = new RegExp(`^${name}(?:\\s+${name}\\s*=\\s*(?:"[^<"]*"|'[^<']*'))*\\s*/?$`);
const namePart = new RegExp(`^${name}`);
const entity = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-fA-F]{1,6});)/;

const bad = () => new ImportProblem({ code: 'badWorkbook' });
const big = () => new ImportProblem({ code: 'bigWorkbook' });

/** Refuses malformed XML, entities, and more than a list of people needs. The library accepts these, and can hang on them. */
export function* checkXml(xml: Buffer, budget: XmlBudget): Generator<void, void> {
  if (!isUtf8(xml)) throw bad();
  const open: string[] = [];
  let cells = 0;
  let left = mostElements;
  let hasRoot = false;
  let at = xml.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
  while (at < xml.length) {
    const next = xml.indexOf('<', at);
    const text = xml.subarray(at, next === -1 ? xml.length : next);
    checkText(text, open.length > 0);
    if (next === -1) break;
    const tag = tagAt(xml, next);
    at = tag.end;
    if (tag.kind === 'close') {
      if (open.pop() !== tag.name) throw bad();
      continue;
    }
    if (--budget.elements < 0 || --left < 0) throw big();
    if (budget.elements % portion === 0) yield;
    if (tag.kind === 'skipped') continue;
    const local = tag.name.slice(tag.name.indexOf(':') + 1);
    if (open.length === 0) {
      if (hasRoot) throw bad();
      hasRoot = true;
      if (local !== 'worksheet') left = mostElsewhere;
    }
    if (local === 'row') cells = 0;
    if (local === 'c' && ++cells > mostCellsInRow) throw big();
    if (tag.kind === 'open' && open.push(tag.name) > mostDepth) throw big();
  }
  if (!hasRoot || open.length > 0) throw bad();
}

function checkText(bytes: Buffer, isInside: boolean): void {
  if (bytes.length === 0) return;
  if (bytes.length > mostTextBytes) throw big();
  const hasEntity = bytes.includes('&');
  if (isInside && !hasEntity) return;
  const text = bytes.toString('latin1');
  if (entity.test(text) || (!isInside && text.trim() !== '')) throw bad();
}

type Tag = { end: number } & ({ kind: 'skipped' } | { kind: 'open' | 'close' | 'empty'; name: string });

function tagAt(xml: Buffer, begin: number): Tag {
  const second = String.fromCharCode(xml[begin + 1] ?? 0);
  if (second === '?') return { kind: 'skipped', end: endOf(xml, begin, '?>', mostTagBytes) };
  if (second === '!') {
    const start = xml.toString('latin1', begin, begin + 9);
    if (start.startsWith('<!--'))
      return { kind: 'skipped', end: endOf(xml, begin + 4, '-->', mostTextBytes) };
    if (start === '<![CDATA[') return { kind: 'skipped', end: endOf(xml, begin, ']]>', mostTextBytes) };
    // A document type may declare entities. No workbook has one.
    throw bad();
  }
  if (second === '/') {
    const end = endOf(xml, begin, '>', mostTagBytes);
    return { kind: 'close', name: xml.toString('latin1', begin + 2, end - 1).trimEnd(), end };
  }
  const end = tagEnd(xml, begin);
  const text = xml.toString('latin1', begin + 1, end - 1);
  if (!opening.test(text) || entity.test(text)) throw bad();
  return { kind: text.endsWith('/') ? 'empty' : 'open', name: namePart.exec(text)?.[0] ?? '', end };
}

function endOf(xml: Buffer, begin: number, sign: string, most: number): number {
  const found = xml.subarray(begin, begin + most).indexOf(sign);
  if (found !== -1) return begin + found + sign.length;
  throw begin + most < xml.length ? big() : bad();
}

/** The position after the tag's `>`. One inside quotes does not end the tag. */
function tagEnd(xml: Buffer, begin: number): number {
  let quote = 0;
  const limit = Math.min(xml.length, begin + mostTagBytes);
  for (let at = begin + 1; at < limit; at++) {
    const byte = xml[at] ?? 0;
    if (quote !== 0) {
      if (byte === quote) quote = 0;
    } else if (byte === 0x22 || byte === 0x27) quote = byte;
    else if (byte === 0x3e) return at + 1;
  }
  throw limit < xml.length ? big() : bad();
}
