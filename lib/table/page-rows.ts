/** Rows of a table's first paint, and of each range after it. Apart from the parser, because browsers need it too. */
export const pageRows = 200;
