export const buildings = {};
