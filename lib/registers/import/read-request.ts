import type { z } from 'zod';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { DeskError } from '@/lib/errors';
import { fieldErrors } from '@/lib/text/field-errors';
import { readCalendar } from '../read-calendar';
import { mostBytes, type Undecided } from './decode-file';
import { type FileProblem, ImportProblem } from './import-error';
import { type ReadImport, readImport } from './preview-import';
import type { importPreviewInput } from './schema';

/** The form's other parts: headings, boundary and the choices for rows. */
const mostAround = 700_000;

export async function readImportRequest<Schema extends typeof importPreviewInput>(
  scope: Scope,
  request: Request,
  schema: Schema,
): Promise<{ input: z.output<Schema>; read: ReadImport | Undecided } | { problem: FileProblem }> {
  const input = await readFileForm(request, schema);
  const { file, encoding, choices } = input;
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const calendar = await readCalendar(scope);
    return {
      input,
      read: await readImport({ db: getDb(), scope, calendar }, bytes, { encoding, choices }),
    };
  } catch (error) {
    if (error instanceof ImportProblem) return { problem: error.problem };
    throw error;
  }
}

/** A form with a file. One that is too large, or does not say how large it is, is refused before it is read. */
export async function readFileForm<Schema extends z.ZodObject>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  const length = Number(request.headers.get('content-length') ?? Number.NaN);
  if (!(length <= mostBytes + mostAround)) throw new DeskError('too-large');
  const form = await request.formData().catch(() => new FormData());
  const parsed = schema.safeParse(Object.fromEntries(form));
  if (!parsed.success) throw new DeskError('invalid-input', fieldErrors(parsed.error));
  return parsed.data;
}
