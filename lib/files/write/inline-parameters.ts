import pg from 'pg';

/**
 * A compiled query as one text, because COPY takes no parameters. Each value becomes a quoted literal by the driver's
 * rules, in one pass, so a `$1` inside a value stays unchanged. Arrays and dates are first converted as the driver
 * does. PostgreSQL infers the type of a literal like that of a parameter.
 */
export function inlineParameters({
  sql,
  parameters,
}: {
  sql: string;
  parameters: readonly unknown[];
}): string {
  return sql.replace(/\$(\d+)/g, (_, position: string) => literal(parameters[Number(position) - 1]));
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (value instanceof Date) return pg.escapeLiteral(instantText(value));
  if (Array.isArray(value)) return pg.escapeLiteral(arrayText(value));
  if (Buffer.isBuffer(value)) return pg.escapeLiteral(`\\x${value.toString('hex')}`);
  if (['string', 'number', 'boolean', 'bigint'].includes(typeof value))
    return pg.escapeLiteral(String(value));
  throw new TypeError('a filter value cannot be written as a literal');
}

function arrayText(values: readonly unknown[]): string {
  const items = values.map((value) => {
    if (value === null || value === undefined) return 'NULL';
    const text = value instanceof Date ? instantText(value) : String(value);
    return `"${text.replace(/[\\"]/g, '\\$&')}"`;
  });
  return `{${items.join(',')}}`;
}

/** PostgreSQL reads ISO's sign before a five-digit year as a zone, and has no year 0: the year before 1 is 1 BC. */
function instantText(value: Date): string {
  const year = value.getUTCFullYear();
  const rest = value.toISOString().replace(/^[+-]?\d+/, '');
  const digits = String(year > 0 ? year : 1 - year).padStart(4, '0');
  return `${digits}${rest}${year > 0 ? '' : ' BC'}`;
}
