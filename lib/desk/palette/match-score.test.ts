import { describe, expect, it } from 'vitest';
import { matchScore } from './match-score';

describe('matchScore', () => {
  it('needs every typed word, in any order and in any of the texts', () => {
    expect(matchScore('1204 harbor', '1204', 'Harbor View')).toBeGreaterThan(0);
    expect(matchScore('1204 hill', '1204', 'Harbor View')).toBe(0);
  });

  it('puts the beginning before the middle, and the name before its note', () => {
    expect(matchScore('har', 'Harbor View')).toBeGreaterThan(matchScore('har', 'Old Harbor'));
    expect(matchScore('har', 'Old Harbor')).toBeGreaterThan(matchScore('har', 'Sharp House'));
    expect(matchScore('harbor', 'Harbor', 'x')).toBeGreaterThan(matchScore('harbor', 'x', 'Harbor'));
  });

  it('ignores case, accents and width', () => {
    expect(matchScore('MULLER', 'Haus Müller')).toBeGreaterThan(0);
    expect(matchScore('a座', 'Ａ座')).toBeGreaterThan(0);
    expect(matchScore('港景', '港景大厦')).toBeGreaterThan(0);
  });

  it('finds nothing for an empty text', () => {
    expect(matchScore('   ', 'Harbor View')).toBe(0);
  });
});
