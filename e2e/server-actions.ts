import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { projectFolder } from '@/lib/db/embedded/project-folder';
import { addressOfModule, fillIn } from './addresses';
import type { Visitor } from './visitor';

const manifest = z.object({
  node: z.record(
    z.string(),
    z.object({ exportedName: z.string(), filename: z.string(), workers: z.record(z.string(), z.unknown()) }),
  ),
});

/** A server action of the build, and a page that offers it. */
export type ServerAction = { id: string; name: string; page: string };

export function listActions(): ServerAction[] {
  const file = path.join(projectFolder, '.next/server/server-reference-manifest.json');
  const { node } = manifest.parse(JSON.parse(readFileSync(file, 'utf8')));
  return Object.entries(node).map(([id, { exportedName, workers }]) => {
    const [page = ''] = Object.keys(workers).sort();
    return { id, name: exportedName, page: addressOfModule(page.replace(/^app\//, '')) };
  });
}

/** Calls an action as React does, with one plain value or one form. */
export function postAction(
  visitor: Visitor,
  action: ServerAction,
  input: unknown,
  known: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const headers = { 'next-action': action.id, accept: 'text/x-component' };
  const body = input instanceof FormData ? asReply(input) : JSON.stringify([input]);
  return visitor.ask(fillIn(action.page, known), {
    method: 'POST',
    headers: typeof body === 'string' ? { ...headers, 'content-type': 'text/plain;charset=UTF-8' } : headers,
    body,
  });
}

/** Encodes a form as React's reply does: prefixed fields and a reference to them. */
function asReply(form: FormData): FormData {
  const reply = new FormData();
  for (const [name, value] of form) reply.append(`1_${name}`, value);
  reply.append('0', '["$K1"]');
  return reply;
}

/** The data of an action's answer. Throws if the action failed. */
export async function actionData<T>(schema: z.ZodType<T>, response: Response): Promise<T> {
  const text = await response.text();
  // A long text has a row of its own, which does not end with a line break.
  const [row = ''] = text.slice(Math.max(0, text.indexOf('1:{"ok":'))).split('\n');
  const answer = z
    .union([
      z.object({ ok: z.literal(true), data: z.unknown() }),
      z.object({ ok: z.literal(false), code: z.string() }),
    ])
    .parse(JSON.parse(row.slice(2)));
  if (!answer.ok) throw new Error(`an action was refused: ${answer.code}`);
  return schema.parse(answer.data);
}
