import sharp from 'sharp';
import { beforeEach, describe, expect, test } from 'vitest';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { asStranger, confirmed, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { addPhoneAction, removePhoneAction, sendPhonesAction, uploadPictureAction } from './actions';
import { loadProfilePictureState, loadPushPhones } from './data';

useDatabase();
const { simulator } = useSimulator();

let owner: SignedIn;
beforeEach(async () => {
  simulator().reset();
  for (const table of ['push_phone', 'push_list', 'profile_picture', 'throttle_try'] as const)
    await getDb().deleteFrom(table).execute();
  owner = await confirmed(await signIn('manager'));
});

function signIn(name: 'manager' | 'otherManager') {
  const { account, password } = simulator().accounts[name];
  return signInAs(account, password, 'manager');
}

const calls = (path: string) =>
  simulator()
    .log()
    .filter(({ call }) => call === path);

const phone = {
  name: 'Front desk',
  phone: 'android',
  pushType: '2',
  appKey: 'com.example.door',
  appToken: 'token-canary',
  popupActivity: 'com.example.Popup',
};
const addPhone = (change: object = {}, who = owner) => who.as(() => addPhoneAction({ ...phone, ...change }));
const upload = (bytes: Uint8Array, name = 'me.png') => {
  const form = new FormData();
  form.set('picture', new File([new Uint8Array(bytes)], name));
  return owner.as(() => uploadPictureAction(form));
};
const png = () =>
  sharp({ create: { width: 2000, height: 1000, channels: 3, background: '#339' } })
    .png()
    .toBuffer();

describe('the profile picture', () => {
  test('goes to the cloud small and without metadata, and its address is stored', async () => {
    expect(await upload(await png(), 'me.exe')).toMatchObject({ ok: true });
    expect(calls('UploadHeadImg')).toMatchObject([{ re: 1, sent: { fileext: 'png' } }]);
    const row = await getDb().selectFrom('profile_picture').selectAll().executeTakeFirstOrThrow();
    expect(row.picture_url).toContain(new URL(simulator().url).host);
    expect(await loadProfilePictureState(owner.scope)).toEqual({ updatedAt: row.updated_at.toISOString() });
    const kept = [...simulator().cloud.world.pictures.values()].at(-1);
    expect(await sharp(kept?.bytes).metadata()).toMatchObject({ width: 1024, height: 512 });
  });

  test.each([
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'settings.picture.wrong.notPicture'],
    ['a text with a picture’s name', Buffer.from('hello'), 'settings.picture.wrong.notPicture'],
    ['nothing', Buffer.alloc(0), 'required'],
    ['too much', Buffer.alloc(5 * 1024 * 1024 + 1), 'settings.picture.wrong.tooLarge'],
  ])('is not %s, and the cloud is not asked', async (_what, bytes, words) => {
    expect(await upload(bytes)).toEqual({ ok: false, code: 'invalid-input', fields: { picture: words } });
    expect(calls('UploadHeadImg')).toEqual([]);
  });

  test('is not one of too many pixels, and the cloud is not asked', async () => {
    const huge = sharp({ create: { width: 6000, height: 6000, channels: 3, background: '#339' } });
    expect(await upload(await huge.png({ compressionLevel: 1 }).toBuffer())).toEqual({
      ok: false,
      code: 'invalid-input',
      fields: { picture: 'settings.picture.wrong.tooManyPixels' },
    });
    expect(calls('UploadHeadImg')).toEqual([]);
  });

  test('is uploaded at most 20 times in 15 minutes, in whatever session', async () => {
    const file = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#339' } })
      .png()
      .toBuffer();
    for (let n = 0; n < 20; n++) expect(await upload(file)).toMatchObject({ ok: true });
    owner = await signIn('manager');
    expect(await upload(file)).toEqual({ ok: false, code: 'throttled', minutes: 15 });
    expect(calls('UploadHeadImg')).toHaveLength(20);
  });

  test.each([undefined, null, {}, { picture: 'text' }, { picture: 3 }])('is not %j', async (raw) => {
    expect(await owner.as(() => uploadPictureAction(raw))).toMatchObject({
      ok: false,
      code: 'invalid-input',
    });
  });

  test.each([
    [2, 'refused-failure'],
    [3, 'refused-missing-parameter'],
    [4, 'refused-wrong-credentials'],
    [5, 'refused-picture-format'],
    [6, 'refused-picture-unreadable'],
    [99, 'outcome-unknown'],
  ])('that the cloud answers with %i is reported as %s, and nothing is stored', async (re, code) => {
    simulator().faults.next({ effect: 'answer', json: { re }, call: 'UploadHeadImg', times: 2 });
    expect(await upload(await png())).toEqual({ ok: false, code });
    expect(await loadProfilePictureState(owner.scope)).toBeNull();
  });

  test('is sent once more with a dot before its extension when the cloud does not know it without', async () => {
    simulator().faults.next({ effect: 'answer', json: { re: 5 }, call: 'UploadHeadImg' });
    expect(await upload(await png())).toMatchObject({ ok: true });
    expect(calls('UploadHeadImg').map(({ sent }) => sent.fileext)).toEqual(['png', '.png']);
  });

  test('whose answer is lost has an unknown outcome, and is sent once', async () => {
    simulator().faults.next({ effect: 'drop-after', call: 'UploadHeadImg' });
    expect(await upload(await png())).toEqual({ ok: false, code: 'outcome-unknown' });
    expect(calls('UploadHeadImg')).toHaveLength(1);
  });

  test('is not for strangers', async () => {
    expect(await asStranger(() => uploadPictureAction(new FormData()))).toEqual({
      ok: false,
      code: 'signed-out',
    });
  });
});

describe('phones', () => {
  test('are sent as a whole list each time, and shown without their tokens', async () => {
    expect(await addPhone()).toEqual({ ok: true, data: { state: 'sent' } });
    expect(
      await addPhone({ name: 'Guard', phone: 'ios', popupActivity: '', certificate: 'pem-canary' }),
    ).toMatchObject({
      ok: true,
    });
    const known = simulator()
      .cloud.world.accounts()
      .find(({ account }) => account === owner.scope.account);
    expect(known?.pushTokens).toMatchObject([
      { app_token: 'token-canary' },
      { phone_type: 1, pem: 'pem-canary' },
    ]);
    const shown = await loadPushPhones(owner.scope);
    expect(shown).toMatchObject({
      state: 'sent',
      phones: [
        {
          name: 'Front desk',
          phone: 'android',
          pushType: 2,
          appKey: 'com.example.door',
          hasCertificate: false,
        },
        { name: 'Guard', phone: 'ios', hasCertificate: true },
      ],
    });
    expect(JSON.stringify(shown)).not.toContain('canary');
  });

  test('are added only after the person has shown who they are', async () => {
    owner = await signIn('manager');
    expect(await addPhone()).toEqual({ ok: false, code: 'password-needed' });
    expect(calls('updatetokens')).toEqual([]);
    await confirmed(owner);
    expect(await addPhone()).toMatchObject({ ok: true });
  });

  test('are stored sealed', async () => {
    await addPhone();
    const row = await getDb().selectFrom('push_phone').selectAll().executeTakeFirstOrThrow();
    expect(Buffer.from(row.sealed_token).includes('canary')).toBe(false);
    const audit = await getDb().selectFrom('audit_entry').selectAll().execute();
    expect(JSON.stringify(audit)).not.toContain('canary');
  });

  test.each([
    ['name', ' '],
    ['name', 'x'.repeat(81)],
    ['phone', 'windows'],
    ['pushType', 'two'],
    ['pushType', '-1'],
    ['pushType', ''],
    ['appKey', ''],
    ['appToken', ''],
    ['appToken', 'x'.repeat(4097)],
    ['certificate', 'pem'],
    ['name', 'a\0b'],
  ])('with the %s %j are refused at the field, and nothing is sent', async (field, value) => {
    const answer = await addPhone({ [field]: value });
    expect(answer).toMatchObject({
      ok: false,
      code: 'invalid-input',
      fields: { [field]: expect.any(String) },
    });
    expect(calls('updatetokens')).toEqual([]);
    expect((await loadPushPhones(owner.scope)).phones).toEqual([]);
  });

  test('are limited to twenty', async () => {
    for (let n = 0; n < 20; n++) await addPhone({ name: `Phone ${n}` });
    expect(await addPhone()).toEqual({
      ok: false,
      code: 'invalid-input',
      fields: { form: 'settings.phones.wrong.tooMany' },
    });
    expect(calls('updatetokens')).toHaveLength(20);
  });

  test('that the cloud refuses are not stored', async () => {
    simulator().faults.next({ effect: 'answer', json: { re: 4 }, call: 'updatetokens' });
    expect(await addPhone()).toEqual({ ok: false, code: 'refused-wrong-credentials' });
    expect(await loadPushPhones(owner.scope)).toEqual({ phones: [], state: null, sentAt: null });
  });

  test('whose answer is lost are stored as unknown, and can be sent again', async () => {
    simulator().faults.next({ effect: 'drop-after', call: 'updatetokens' });
    expect(await addPhone()).toEqual({ ok: true, data: { state: 'unknown' } });
    expect(calls('updatetokens')).toHaveLength(1);
    expect(await loadPushPhones(owner.scope)).toMatchObject({
      state: 'unknown',
      phones: [{ name: 'Front desk' }],
    });
    expect(await owner.as(() => sendPhonesAction({}))).toEqual({ ok: true, data: { state: 'sent' } });
    expect(await loadPushPhones(owner.scope)).toMatchObject({
      state: 'sent',
      phones: [{ name: 'Front desk' }],
    });
  });

  test('can be removed, but the last one only if the cloud accepts an empty list', async () => {
    await addPhone();
    await addPhone({ name: 'Guard' });
    const [first, second] = (await loadPushPhones(owner.scope)).phones;
    expect(await owner.as(() => removePhoneAction({ id: first?.id }))).toMatchObject({ ok: true });
    expect(await owner.as(() => removePhoneAction({ id: second?.id }))).toEqual({
      ok: false,
      code: 'refused-empty-list',
    });
    expect((await loadPushPhones(owner.scope)).phones).toMatchObject([{ name: 'Guard' }]);
  });

  test('added at the same moment are both sent', async () => {
    await Promise.all(['One', 'Two', 'Three'].map((name) => addPhone({ name })));
    expect((await loadPushPhones(owner.scope)).phones).toHaveLength(3);
  });

  test('of another account are not found', async () => {
    await addPhone();
    const [own] = (await loadPushPhones(owner.scope)).phones;
    const other = await signIn('otherManager');
    expect(await other.as(() => removePhoneAction({ id: own?.id }))).toEqual({
      ok: false,
      code: 'not-found',
    });
    expect((await loadPushPhones(other.scope)).phones).toEqual([]);
    expect((await loadPushPhones(owner.scope)).phones).toHaveLength(1);
  });

  test('are not for strangers', async () => {
    for (const action of [addPhoneAction, removePhoneAction, sendPhonesAction]) {
      expect(await asStranger(() => action(phone))).toEqual({ ok: false, code: 'signed-out' });
    }
  });
});
