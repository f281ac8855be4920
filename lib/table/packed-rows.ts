/**
 * Rows of a list on their way to the browser, as JSON. React writes and reads a string at once, but takes apart each
 * value of an object: a tenth of the time of a page with a long list. A row is plain JSON anyway.
 */
export type PackedRows<Row> = { json: string; of?: Row };

export function packRows<Row>(rows: readonly Row[]): PackedRows<Row> {
  return { json: JSON.stringify(rows) };
}

export function unpackRows<Row>({ json }: PackedRows<Row>): Row[] {
  // Written by `packRows`, from rows of this type.
  return JSON.parse(json) as Row[];
}
