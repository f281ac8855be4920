import pg from 'pg';

/**
 * A compiled query as one text: COPY takes no parameters. Each value is written as a quoted literal by the driver's own
 * rules, in one pass, so that a `$1` inside a value stays what it is. Arrays and dates are first written as the driver
 * would send them; PostgreSQL gives each literal its type as it does a parameter.
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
  throw new TypeError('a filter holds a value that has no literal');
}

function arrayText(values: readonly unknown[]): string {
  const items = values.map((value) => {
    if (value === null || value === undefined) return 'NULL';
    const text = value instanceof Date ? instantText(value) : String(value);
    return `"${text.replace(/[\\"]/g, '\\$&')}"`;
  });
  return `{${items.join(',')}}`;
}

/** ISO's sign before a year of five digits is a zone to PostgreSQL, and the year before 1 is not 0 but 1 BC. */
function instantText(value: Date): string {
  const year = value.getUTCFullYear();
  const rest = value.toISOString().replace(/^[+-]?\d+/, '');
  const digits = String(year > 0 ? year : 1 - year).padStart(4, '0');
  return `${digits}${rest}${year > 0 ? '' : ' BC'}`;
}
