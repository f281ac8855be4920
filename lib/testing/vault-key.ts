import { holdKeys } from '../vault';

// A process opens the vault from its database. Most tests have none.
holdKeys(new Map([[1, Buffer.from(process.env.DOORDESK_VAULT_KEY ?? '', 'base64')]]));
