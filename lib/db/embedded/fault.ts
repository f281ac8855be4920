import { OperatorFault } from '../../errors';

export class EmbeddedDatabaseError extends OperatorFault {}

export const useYourOwn =
  'Set DATABASE_URL to a PostgreSQL 15 or newer of your own, such as postgres://user:password@localhost:5432/doordesk';
