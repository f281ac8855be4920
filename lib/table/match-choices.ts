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
