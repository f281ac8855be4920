import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { getDoordeer } from '@/lib/auth/cloud-client';
import { createTurns } from '@/lib/auth/run-in-turn';
import { callerOf, type Scope } from '@/lib/auth/scope';
import { getCallDb, getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import type { Database } from '@/lib/db/schema';
import { lockByName } from '@/lib/db/transaction-lock';
import { isVendorError } from '@/lib/doordeer/errors';
import { Secret } from '@/lib/doordeer/secret';
import type { PushPhone } from '@/lib/doordeer/words';
import { DeskError, errorCodeOf } from '@/lib/errors';
import { open, seal } from '@/lib/vault';
import { type Raster, redraw } from '../pictures/draw-raster';
import { pushSeal } from './push-seal';
import { type AddPhoneInput, MAX_PHONES } from './schema';

const PICTURE_EDGE = 1024;

/** Sends a new profile picture (10016), encoded again first. Throws DeskError or VendorError. */
export async function uploadPicture(scope: Scope, file: Uint8Array): Promise<{ updatedAt: string }> {
  const raster = await redraw(file, { edge: PICTURE_EDGE, types: ['jpeg', 'png'] }).catch(
    (error: unknown) => {
      if (errorCodeOf(error) !== 'too-large') throw error;
      throw new DeskError('invalid-input', { picture: 'settings.picture.wrong.tooManyPixels' });
    },
  );
  if (!raster) throw new DeskError('invalid-input', { picture: 'settings.picture.wrong.notPicture' });
  const { pictureUrl } = await sendPicture(scope, raster).catch((error: unknown) => {
    throw isVendorError(error) && error.outcome === 'unknown' ? new DeskError('outcome-unknown') : error;
  });
  const updatedAt = databaseDate();
  const row = { workspace_id: scope.workspaceId, picture_url: pictureUrl, updated_at: updatedAt };
  await getDb()
    .insertInto('profile_picture')
    .values(row)
    .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(row))
    .execute();
  return { updatedAt: updatedAt.toISOString() };
}

async function sendPicture(scope: Scope, { bytes, extension }: Raster) {
  const { account, password } = callerOf(scope);
  const input = { account, password, file: bytes, extension };
  try {
    return await getDoordeer().call('uploadPicture', input, { by: scope });
  } catch (error) {
    // The file is certainly a JPEG or PNG, so the cloud may only want another spelling: ".png" instead of "png".
    if (!isVendorError(error) || error.reason !== 'picture-format') throw error;
    return getDoordeer().call('uploadPicture', { ...input, dotted: true }, { by: scope });
  }
}

type Change = (trx: Transaction<Database>) => Promise<void>;

export function addPhone(scope: Scope, input: AddPhoneInput): Promise<{ state: 'sent' | 'unknown' }> {
  return changePhones(scope, async (trx) => {
    const { count } = await trx
      .selectFrom('push_phone')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('workspace_id', '=', scope.workspaceId)
      .executeTakeFirstOrThrow();
    if (count >= MAX_PHONES) throw new DeskError('invalid-input', { form: 'settings.phones.wrong.tooMany' });
    const id = randomUUID();
    await trx
      .insertInto('push_phone')
      .values({
        id,
        workspace_id: scope.workspaceId,
        name: input.name,
        push_type: input.pushType,
        phone: input.phone,
        app_key: input.appKey,
        sealed_token: seal(pushSeal(scope, id, 'token'), new Secret(input.appToken)),
        sealed_certificate: input.certificate
          ? seal(pushSeal(scope, id, 'certificate'), new Secret(input.certificate))
          : null,
        popup_activity: input.popupActivity,
      })
      .execute();
  });
}

/** The cloud may refuse an empty list and keep the phone. Then Doordesk keeps it too. */
export function removePhone(scope: Scope, id: string): Promise<{ state: 'sent' | 'unknown' }> {
  return changePhones(scope, async (trx) => {
    const removed = await trx
      .deleteFrom('push_phone')
      .where('workspace_id', '=', scope.workspaceId)
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst();
    if (!removed) throw new DeskError('not-found');
  });
}

/** Sends the list again after a lost answer. */
export function sendPhones(scope: Scope): Promise<{ state: 'sent' | 'unknown' }> {
  return changePhones(scope, async () => {});
}

/**
 * 10003 takes the whole list. A refusal changes neither list. A lost answer keeps the change, because sending again
 * does no harm.
 */
async function changePhones(scope: Scope, change: Change): Promise<{ state: 'sent' | 'unknown' }> {
  const sent = inTurn(scope.workspaceId, () => sendInTransaction(scope, change));
  if (!sent) throw new DeskError('busy');
  return sent;
}

/** Two changes at once would each send a list without the other's. Those that wait here hold no connection of the database. */
const inTurn = createTurns();

function sendInTransaction(scope: Scope, change: Change): Promise<{ state: 'sent' | 'unknown' }> {
  // The call may take seconds, and pages must not wait for a connection meanwhile.
  return getCallDb()
    .transaction()
    .execute(async (trx) => {
      // Of other processes.
      await lockByName(trx, `push-phones ${scope.workspaceId}`);
      await change(trx);
      const phones = await readForSending(trx, scope);
      let state: 'sent' | 'unknown' = 'sent';
      try {
        const { account, password } = callerOf(scope);
        await getDoordeer().call('updatePushPhones', { account, password, phones }, { by: scope });
      } catch (error) {
        if (!isVendorError(error) || error.outcome !== 'unknown') throw error;
        state = 'unknown';
      }
      const row = { workspace_id: scope.workspaceId, state, sent_at: databaseDate() };
      await trx
        .insertInto('push_list')
        .values(row)
        .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(row))
        .execute();
      return { state };
    });
}

async function readForSending(trx: Transaction<Database>, scope: Scope): Promise<PushPhone[]> {
  const rows = await trx
    .selectFrom('push_phone')
    .selectAll()
    .where('workspace_id', '=', scope.workspaceId)
    .orderBy('added_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    pushType: row.push_type,
    phone: row.phone,
    appKey: row.app_key,
    appToken: open(pushSeal(scope, row.id, 'token'), row.sealed_token).reveal(),
    certificate: row.sealed_certificate
      ? open(pushSeal(scope, row.id, 'certificate'), row.sealed_certificate).reveal()
      : '',
    popupActivity: row.popup_activity,
  }));
}
