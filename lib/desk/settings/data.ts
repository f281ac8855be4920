import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';

export type ProfilePicture = { updatedAt: string };

/** Only a picture that was set through Doordesk: the cloud has no call that returns it. */
export async function loadProfilePictureState({
  workspaceId,
}: Pick<Scope, 'workspaceId'>): Promise<ProfilePicture | null> {
  const own = await getDb()
    .selectFrom('profile_picture')
    .select('updated_at')
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return own ? { updatedAt: own.updated_at.toISOString() } : null;
}

/** Never holds the token or certificate, only whether there is one. */
export type PushPhoneRow = {
  id: string;
  name: string;
  phone: 'ios' | 'android';
  pushType: number;
  appKey: string;
  hasCertificate: boolean;
  addedAt: string;
};

export type PushPhones = {
  phones: PushPhoneRow[];
  /** Null: Doordesk has never sent a list. `unknown`: the last answer was lost. */
  state: 'sent' | 'unknown' | null;
  sentAt: string | null;
};

export async function loadPushPhones(scope: Scope): Promise<PushPhones> {
  const [rows, list] = await Promise.all([
    getDb()
      .selectFrom('push_phone')
      .select(({ eb }) => [
        'id',
        'name',
        'phone',
        'push_type',
        'app_key',
        eb('sealed_certificate', 'is not', null).as('has_certificate'),
        'added_at',
      ])
      .where('workspace_id', '=', scope.workspaceId)
      .orderBy('added_at')
      .orderBy('id')
      .execute(),
    getDb()
      .selectFrom('push_list')
      .select(['state', 'sent_at'])
      .where('workspace_id', '=', scope.workspaceId)
      .executeTakeFirst(),
  ]);
  return {
    phones: rows.map((row) => ({
      id: row.id,
      name: row.name,
      phone: row.phone,
      pushType: row.push_type,
      appKey: row.app_key,
      hasCertificate: Boolean(row.has_certificate),
      addedAt: row.added_at.toISOString(),
    })),
    state: list?.state ?? null,
    sentAt: list?.sent_at.toISOString() ?? null,
  };
}

/** Null: the workspace has no such phone. */
export async function findPhoneName(scope: Scope, id: string): Promise<string | null> {
  const own = await getDb()
    .selectFrom('push_phone')
    .select('name')
    .where('workspace_id', '=', scope.workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
  return own?.name ?? null;
}
