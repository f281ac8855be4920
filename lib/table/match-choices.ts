/** How many rows each value of a filter would show. A Map, because a building may be named "constructor". */
export type CountsByValue = ReadonlyMap<string, number>;
export type ChoiceCounts<Name extends string = string> = Record<Name, CountsByValue>;

type Choice<Row> = {
  chosen: readonly string[];
  /** The row's values: it is shown if one of them is chosen. */
  of: (row: Row) => readonly string[];
};

/** The rows that all filters show, and counts for their choices. A filter does not narrow its own choices. */
export function matchChoices<Row, Name extends string>(
  rows: readonly Row[],
  filters: Record<Name, Choice<Row>>,
  rowsIn: (row: Row) => number = () => 1,
): { kept: Row[]; counts: ChoiceCounts<Name> } {
  // Object.keys loses the names' type.
  const names = Object.keys(filters) as Name[];
  const counts = Object.fromEntries(names.map((name) => [name, new Map()])) as Record<
    Name,
    Map<string, number>
  >;
  const kept = rows.filter((row) => {
    const failed = names.filter((name) => {
      const { chosen, of } = filters[name];
      return chosen.length > 0 && !of(row).some((value) => chosen.includes(value));
    });
    for (const name of failed.length === 0 ? names : failed.length === 1 ? failed : []) {
      for (const value of filters[name].of(row))
        counts[name].set(value, (counts[name].get(value) ?? 0) + rowsIn(row));
    }
    return failed.length === 0;
  });
  return { kept, counts };
}

/**
 * Number of rows and counts from a grouped statement, whose filters leave out those that are counted. One statement for
 * all choices of a list, so that a page does not count each of them.
 */
export function matchCells<Cell extends { count: number }, Name extends string>(
  cells: readonly Cell[],
  filters: Record<Name, Choice<Cell>>,
): { total: number; counts: ChoiceCounts<Name> } {
  const { kept, counts } = matchChoices(cells, filters, ({ count }) => count);
  return { total: kept.reduce((sum, { count }) => sum + count, 0), counts };
}

/** For JSON, which has no Map. */
export type PackedCounts<Name extends string = string> = Record<Name, [value: string, count: number][]>;

export function packCounts<Name extends string>(counts: ChoiceCounts<Name>): PackedCounts<Name> {
  return mapValues(counts, (byValue) => [...byValue]);
}

export function unpackCounts<Name extends string>(packed: PackedCounts<Name>): ChoiceCounts<Name> {
  return mapValues(packed, (entries) => new Map(entries));
}

function mapValues<Name extends string, From, To>(
  record: Record<Name, From>,
  change: (value: From) => To,
): Record<Name, To> {
  const entries = Object.entries<From>(record).map(([name, value]) => [name, change(value)]);
  // Object.entries and fromEntries lose the names' type.
  return Object.fromEntries(entries) as Record<Name, To>;
}
