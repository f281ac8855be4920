/** Rows in the first paint of a table, and in each range fetched after it. Apart from the parser: browsers need it too. */
export const pageRows = 200;
