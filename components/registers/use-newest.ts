'use client';

import { useState } from 'react';

/**
 * An entry that is open next to its list: what is changed in it is shown at once, and gives way to the list's row as
 * soon as that is as new. Only the server knows, for example, which day it is where a flat is.
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
