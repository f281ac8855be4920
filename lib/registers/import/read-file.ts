import { decodeFile, mostBytes, startsWith, type Undecided } from './decode-file';
import type { Encoding } from './encoding-names';
import { ImportProblem } from './import-error';
import { type FileTable, readTable } from './read-table';
import { readWorkbook } from './read-workbook';

/** A CSV file or a workbook. Throws ImportProblem if it cannot be read at all. */
export async function readFile(
  bytes: Uint8Array,
  wish?: Encoding,
): Promise<(FileTable & { encoding: Encoding | null }) | Undecided> {
  if (bytes.length > mostBytes) throw new ImportProblem({ code: 'tooLarge', most: mostBytes });
  if (bytes.length === 0) throw new ImportProblem({ code: 'empty' });
  if (startsWith(bytes, [0x50, 0x4b, 3, 4])) return { ...(await readWorkbook(bytes)), encoding: null };
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) throw new ImportProblem({ code: 'oldWorkbook' });
  const decoded = decodeFile(bytes, wish);
  if ('samples' in decoded) return decoded;
  return { ...readTable(decoded.text), encoding: decoded.encoding };
}
