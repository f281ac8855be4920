import type { Generated } from 'kysely';

/** Where the cloud keeps the account's profile picture, as 10016 answered. The cloud has no call that tells it again. */
export type ProfilePictureTable = {
  workspace_id: string;
  picture_url: string;
  updated_at: Date;
};

/** A phone that gets push messages. The cloud keeps the list but never shows it, so this is the one to look at. */
export type PushPhoneTable = {
  id: string;
  workspace_id: string;
  /** The person's own word for it; the cloud does not get it. */
  name: string;
  push_type: number;
  phone: 'ios' | 'android';
  app_key: string;
  /** AES-256-GCM under the vault key, bound to this row's id. */
  sealed_token: Buffer;
  /** The same; null where there is none. */
  sealed_certificate: Buffer | null;
  popup_activity: string;
  added_at: Generated<Date>;
};

/** What is known of the list that the cloud keeps. `unknown`: the answer to the last sending was lost. */
export type PushListTable = {
  workspace_id: string;
  state: 'sent' | 'unknown';
  sent_at: Date;
};

export type SettingsTables = {
  profile_picture: ProfilePictureTable;
  push_phone: PushPhoneTable;
  push_list: PushListTable;
};
