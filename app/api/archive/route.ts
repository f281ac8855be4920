import { z } from 'zod';
import { refuseEvents } from '@/lib/abilities/archive';
import { readArchiveState } from '@/lib/archive/coverage/state';
import { type ListRecord, readStretches } from '@/lib/archive/coverage/stretches';
import { defineHandler } from '@/lib/http/route';
import { anyText } from '@/lib/table/query';

/**
 * The archive of each door. Other programs rely on the first six keys. `stretches` are proven complete, `gaps` are
 * known to be missing, newest first. `channel` is null if the cloud gives whole doors. `withheld`: number of records
 * that are not shown, because the cloud does not separate rooms; null: none. `archived` and `complete` are null where this
 * person may see only some events of the door. `?door=` limits the doors.
 */
export const GET = defineHandler({
  needs: 'events-of-today',
  freshList: true,
  query: z.object({ door: anyText() }),
  ability: (scope, { door }) => refuseEvents(scope, { door, room: [] }),
  run: async ({ scope, query }) => {
    const [state, records] = await Promise.all([
      readArchiveState(scope),
      readStretches(scope, query.door.length > 0 ? query.door : undefined),
    ]);
    const rooms = new Map(
      scope.channels.map(({ gid, channel, unitLabel }) => [`${channel}@${gid}`, unitLabel]),
    );
    const placed = (gid: string, { channel, asked }: ListRecord) => ({
      channel,
      room: rooms.get(`${channel}@${gid}`) ?? null,
      asked,
    });
    return {
      doors: state
        .filter(({ gid }) => records.has(gid))
        .map(({ gid, archived, complete, oldest, newest, lastReadAt, withheld }) => {
          const lists = records.get(gid) ?? [];
          return {
            gid,
            archived,
            complete,
            oldest,
            newest,
            lastReadAt,
            stretches: lists.flatMap((list) =>
              list.stretches.map((stretch) => ({ ...placed(gid, list), ...stretch })),
            ),
            gaps: lists.flatMap((list) => list.gaps.map((gap) => ({ ...placed(gid, list), ...gap }))),
            withheld,
          };
        }),
    };
  },
});
