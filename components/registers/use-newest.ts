'use client';

import { useState } from 'react';

/**
 * The open entry next to a list. Shows a change at once, until the list has this revision or a newer one. Only the
 * server knows some values, such as the day at the building.
 */
export function useNewest<Row extends { revision: number }>(row: Row): [Row, (row: Row) => void] {
  const [shown, setShown] = useState(row);
  const [listed, setListed] = useState(row);
  if (row !== listed) {
    setListed(row);
    if (row.revision >= shown.revision) setShown(row);
  }
  return [shown, setShown];
}
