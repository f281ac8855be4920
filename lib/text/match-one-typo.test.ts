import { describe, expect, it } from 'vitest';
import { beginsWithinOneTypo, isWithinOneTypo, typoPatterns } from './match-one-typo';

describe('isWithinOneTypo', () => {
  it.each([
    ['harbor', 'harbor', true],
    ['harbour', 'harbor', true],
    ['hrbor', 'harbor', true],
    ['hartor', 'harbor', true],
    ['hrabor', 'harbor', true],
    ['hbraor', 'harbor', false],
    ['haarborr', 'harbor', false],
    ['', 'a', true],
    ['ab', '', false],
  ])('%s and %s: %s', (one, other, expected) => {
    expect(isWithinOneTypo(one, other)).toBe(expected);
    expect(isWithinOneTypo(other, one)).toBe(expected);
  });
});

describe('beginsWithinOneTypo', () => {
  it('forgives a typo in the typed part of a word', () => {
    expect(beginsWithinOneTypo('rear lock · harbor view', 'hrabo')).toBe(true);
    expect(beginsWithinOneTypo('rear lock · harbor view', 'raer')).toBe(true);
    expect(beginsWithinOneTypo('rear lock · harbor view', 'garden')).toBe(false);
    expect(beginsWithinOneTypo('anna.tan@example.org', 'anna.tqn@exam')).toBe(true);
    expect(beginsWithinOneTypo('anna.tan@example.org', 'exampel')).toBe(true);
  });

  it('forgives none in short words and in digits', () => {
    expect(beginsWithinOneTypo('rear', 'rer')).toBe(false);
    expect(beginsWithinOneTypo('1204', '1205')).toBe(false);
    expect(beginsWithinOneTypo('unit 12 anna', 'umit12')).toBe(false);
    expect(beginsWithinOneTypo('anna2tan', 'anma2tan')).toBe(true);
  });
});

describe('typoPatterns', () => {
  const found = (typed: string, text: string) =>
    typoPatterns(typed).some((pattern) =>
      new RegExp(
        `^${pattern
          .replace(/[.*+?^${}()|[\]]/g, '\\$&')
          .replaceAll('%', '.*')
          .replace(/(?<!\\)_/g, '.')}$`,
        's',
      ).test(text),
    );

  it.each([
    ['Harbpr', 'harbor view'],
    ['Habor', 'harbor view'],
    ['Harrbor', 'harbor view'],
    ['Hrabor', 'harbor view'],
    ['GRÖSSL', 'zoë grössel'],
  ])('%s finds %s', (typed, text) => expect(found(typed, text)).toBe(true));

  it.each([
    ['1205', '1204'],
    ['1204', '12304'],
    ['Hbaror', 'harbor view'],
    ['abc', 'abd'],
  ])('%s does not find %s', (typed, text) => expect(found(typed, text)).toBe(false));

  it('takes pattern characters literally', () => {
    expect(typoPatterns('50%_x').every((pattern) => pattern.includes('\\%') || pattern.includes('\\_'))).toBe(
      true,
    );
  });
});
