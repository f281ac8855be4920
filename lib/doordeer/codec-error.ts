/** Why a body could not be read. Never carries the body, because it may hold passwords. */
export class CodecError extends Error {
  constructor(readonly problem: keyof typeof PROBLEMS) {
    super(PROBLEMS[problem]);
    this.name = 'CodecError';
  }

  /** Asking again helps if the body was damaged on its way, not if it was written wrongly. */
  get retryable(): boolean {
    return this.problem !== 'duplicate-key' && this.problem !== 'too-deep' && this.problem !== 'not-utf8';
  }
}

const PROBLEMS = {
  'not-base64': 'wrong key or framing: the answer is neither base64 nor JSON',
  'wrong-key': 'wrong key or framing: the answer decrypts to nonsense',
  'cut-off': 'the answer ends in the middle',
  empty: 'the answer is empty',
  'not-utf8': 'the answer has text that is not UTF-8',
  'duplicate-key': 'the answer has one key twice in one object',
  'too-deep': 'the answer nests too deeply',
} as const;
