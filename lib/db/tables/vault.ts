/** The newest key is `DOORDESK_VAULT_KEY` and is not stored. The older ones are sealed under it. */
export type VaultKeyTable = {
  number: number;
  sealed: Buffer | null;
  /** Recognises the key of this number without revealing it. */
  proof: Buffer;
};

export type VaultTables = { vault_key: VaultKeyTable };
