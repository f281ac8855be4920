import type { ZodError } from 'zod';

/** Keys under `errors.fields` of the messages. */
export type FieldError =
  | 'required'
  | 'tooLong'
  | 'badEmail'
  | 'badPhone'
  | 'badDate'
  | 'badTime'
  | 'badWindow'
  | 'badChoice'
  | 'badNumber'
  | 'invalid';

/**
 * One key under `errors.fields` for each field that is wrong, by its dotted path. A schema says which by giving the key
 * as its message (`z.email('badEmail')`); zod's own English sentences are for programmers and never shown.
 */
export function fieldErrors(error: ZodError): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) {
    const name = issue.path.map(String).join('.') || 'form';
    fields[name] ??= /^[a-z][A-Za-z]*(\.[A-Za-z]+)*$/.test(issue.message) ? issue.message : keyOf(issue);
  }
  return fields;
}

function keyOf(issue: ZodError['issues'][number]): FieldError {
  switch (issue.code) {
    case 'too_small':
      return issue.origin === 'number' ? 'badNumber' : 'required';
    case 'too_big':
      return issue.origin === 'number' ? 'badNumber' : 'tooLong';
    case 'invalid_type':
      if (issue.expected === 'number' || issue.expected === 'int') return 'badNumber';
      // zod leaves the input out of its issues, for good reason; its own words still tell that there was none.
      return /received (undefined|null)$/.test(issue.message) ? 'required' : 'invalid';
    case 'invalid_value':
      return 'badChoice';
    case 'invalid_format':
      return issue.format === 'email' ? 'badEmail' : 'invalid';
    default:
      return 'invalid';
  }
}
