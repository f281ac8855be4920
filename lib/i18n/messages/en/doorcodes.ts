export const doorcodes = {};
