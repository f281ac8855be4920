const second = 1_000;
const minute = 60 * second;

/**
 * The time from which a moment's age is computed, in ms. It changes each second in the moment's first minute and then
 * twice a minute, so that hundreds of moments on a page do not render each second.
 */
export function steadyNow(at: number, now: number): number {
  const age = now - at;
  const step = Math.abs(age) < minute ? second : minute / 2;
  return at + Math.trunc(age / step) * step;
}
