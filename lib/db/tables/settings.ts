import type { Generated } from 'kysely';

/** Where the cloud keeps the profile picture, from 10016. No call returns it again. */
export type ProfilePictureTable = {
  workspace_id: string;
  picture_url: string;
  updated_at: Date;
};

export type PushPhoneTable = {
  id: string;
  workspace_id: string;
  name: string;
  push_type: number;
  phone: 'ios' | 'android';
  app_key: string;
  sealed_token: Buffer;
  sealed_certificate: Buffer | null;
  popup_activity: string;
  added_at: Generated<Date>;
};

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
