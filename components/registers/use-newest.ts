'use client';

import { useState } from 'react';

/**
 * The open entry next to a list. A change to it is shown at once, until the list has a row of the same revision or a
 * newer one. Only the server knows, for example, which day it is at the flat.
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
