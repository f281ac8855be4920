/** Why a whole file cannot be read; the words are under `people.import.file`. */
export type FileProblem =
  | { code: 'empty' | 'workbook' | 'notText' | 'noName' }
  | { code: 'tooLarge'; most: number }
  | { code: 'tooManyRows'; most: number }
  | { code: 'tooManyColumns'; most: number; line: number }
  | { code: 'quote'; line: number }
  | { code: 'wrongEncoding'; encoding: string }
  | { code: 'twice'; column: string };

export class ImportProblem extends Error {
  constructor(readonly problem: FileProblem) {
    super(problem.code);
    this.name = 'ImportProblem';
  }
}
