export class EmbeddedDatabaseError extends Error {
  constructor(message: string, options?: { cause: unknown }) {
    super(message, options);
    this.name = 'EmbeddedDatabaseError';
  }
}

export const useYourOwn =
  'Set DATABASE_URL to a PostgreSQL 15 or newer of your own, such as postgres://user:password@localhost:5432/doordesk';
