import type { Hours } from './plan';

/** People leave in the morning and return in the evening. Couriers come before noon. */
export const homeHours: Hours = {
  workday: [2, 1, 1, 1, 2, 6, 22, 60, 70, 45, 48, 52, 56, 44, 40, 44, 56, 84, 96, 80, 56, 38, 20, 8],
  weekend: [8, 5, 3, 2, 1, 2, 5, 14, 30, 48, 62, 70, 66, 58, 54, 56, 60, 64, 66, 60, 52, 44, 32, 18],
  weekendShare: 0.74,
};

/** Early walks and markets, afternoons at home. */
export const earlyHours: Hours = {
  workday: [1, 0, 0, 1, 4, 26, 68, 84, 62, 40, 48, 66, 58, 26, 26, 36, 52, 78, 88, 64, 42, 24, 8, 3],
  weekend: [3, 1, 0, 1, 3, 18, 44, 58, 62, 66, 68, 70, 60, 34, 34, 48, 58, 66, 70, 58, 44, 30, 14, 6],
  weekendShare: 0.8,
};

/** Warm evenings: families are out until late. */
export const lateHours: Hours = {
  workday: [9, 3, 1, 1, 1, 4, 16, 52, 66, 46, 44, 44, 46, 38, 30, 34, 50, 70, 88, 96, 90, 72, 44, 20],
  weekend: [20, 9, 3, 1, 1, 2, 5, 12, 24, 38, 48, 54, 52, 44, 40, 46, 58, 70, 84, 92, 92, 84, 62, 38],
  weekendShare: 0.82,
};

/** Offices over shops: nearly all visits are in working hours. */
export const officeHours: Hours = {
  workday: [0, 0, 0, 0, 0, 3, 14, 48, 118, 104, 70, 64, 92, 84, 62, 58, 60, 72, 50, 18, 8, 4, 2, 0],
  weekend: [0, 0, 0, 0, 0, 0, 2, 8, 24, 54, 66, 60, 56, 52, 48, 40, 28, 14, 6, 2, 1, 0, 0, 0],
  weekendShare: 0.22,
};
