export const masters = {};
