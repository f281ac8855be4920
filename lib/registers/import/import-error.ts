/** Why a whole file cannot be read. The words are under `people.import.file`. */
export type FileProblem =
  | { code: 'empty' | 'oldWorkbook' | 'badWorkbook' | 'bigWorkbook' | 'notText' | 'noName' }
  | { code: 'tooLarge'; most: number }
  | { code: 'tooManyRows'; most: number }
  | { code: 'tooManyColumns'; most: number; line: number }
  | { code: 'quote'; line: number }
  | { code: 'wrongEncoding'; encoding: string }
  | { code: 'mixedDays'; column: string; one: DayCell; other: DayCell };

type DayCell = { line: number; text: string };

export class ImportProblem extends Error {
  constructor(readonly problem: FileProblem) {
    super(problem.code);
    this.name = 'ImportProblem';
  }
}
