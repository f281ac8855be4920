import type { ZodError } from 'zod';

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

/** Field path → key under `errors.fields`, which a schema gives as its message (`z.email('badEmail')`). Never zod's own words. */
export function fieldErrors(error: ZodError): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) {
    const name = issue.path.map(String).join('.') || 'form';
    fields[name] ??= /^[a-z][A-Za-z]*(\.[A-Za-z]+)*$/.test(issue.message) ? issue.message : keyOf(issue);
  }
  return fields;
}

/** Names of the parameters or fields that are wrong, without what is wrong inside them. */
export function wrongNames(error: ZodError): string[] {
  return [...new Set(error.issues.map(({ path }) => String(path[0])))];
}

function keyOf(issue: ZodError['issues'][number]): FieldError {
  switch (issue.code) {
    case 'too_small':
      return issue.origin === 'number' ? 'badNumber' : 'required';
    case 'too_big':
      return issue.origin === 'number' ? 'badNumber' : 'tooLong';
    case 'invalid_type':
      if (issue.expected === 'number' || issue.expected === 'int') return 'badNumber';
      // zod leaves the input out of its issues. Its message still says that there was none.
      return /received (undefined|null)$/.test(issue.message) ? 'required' : 'invalid';
    case 'invalid_value':
      return 'badChoice';
    case 'invalid_format':
      return issue.format === 'email' ? 'badEmail' : 'invalid';
    default:
      return 'invalid';
  }
}
